"""The attendance sheet as it was printed."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.assignments import private_storage
from scheduling.models.paper.kept import Kept, sheet_name
from scheduling.models.session import SessionBlock

# Crockford's base 32: no I, L, O or U, so that a printed code can be read aloud and typed back.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16  # 80 random bits
GROUP_LENGTH = 4


def grouped(code: str) -> str:
    """Return a code in groups, as it is printed."""
    return "-".join(code[at : at + GROUP_LENGTH] for at in range(0, len(code), GROUP_LENGTH))


class AttendanceSheet(Kept):
    """One row is a sheet printed for one block: who stood on it, when, by whom, and its bytes.

    The QR of each page names the row by its code. What was printed is frozen: the same list prints
    the same sheet again, a changed list prints a new one. Rows are only ever added.

    Personal data: names and municipalities of the people printed, names of the trainers, who
    printed it.
    """

    block = models.ForeignKey(
        SessionBlock,
        on_delete=models.PROTECT,
        related_name="sheets",
        verbose_name=_("session block"),
    )
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    language = models.CharField(_("language"), max_length=2)
    printed = models.JSONField(_("what was printed"))
    ledger_position = models.PositiveBigIntegerField(_("position of the ledger at printing"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    sha256 = models.CharField(max_length=64)
    pdf = models.FileField(storage=private_storage, upload_to=sheet_name, max_length=100)
    printed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("printed by")
    )
    printed_at = models.DateTimeField(_("printed"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance sheet")
        verbose_name_plural = _("attendance sheets")
        constraints = [
            models.CheckConstraint(condition=Q(pages__gte=1), name="sheet_has_pages"),
            models.CheckConstraint(
                condition=Q(language__in=["lv", "en"]), name="sheet_language_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        """The code in groups, as it stands below the QR."""
        return grouped(self.code)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The people as printed: id, name, municipality."""
        rows: list[dict[str, Any]] = self.printed["rows"]
        return rows

    @property
    def person_ids(self) -> list[int]:
        return [row["person"] for row in self.rows]
