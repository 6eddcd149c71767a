"""Signatures counted on a sheet, and what was said about their differences from the marks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.attendance import AttendanceMark
from scheduling.models.paper.kept import Kept
from scheduling.models.paper.sheet import AttendanceSheet
from scheduling.models.session import SessionBlock

LONGEST_REASON = 500


class SignatureCount(Kept):
    """One row is one count of a sheet's signatures, from the scans there were. The newest counts.

    Personal data: who counted.
    """

    sheet = models.ForeignKey(
        AttendanceSheet,
        on_delete=models.PROTECT,
        related_name="counts",
        verbose_name=_("attendance sheet"),
    )
    blank_signed = models.PositiveSmallIntegerField(_("signatures of people not on the roster"))
    scans = models.JSONField(_("scans it was counted from"))
    counted_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("counted by")
    )
    counted_at = models.DateTimeField(_("counted"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("count of signatures")
        verbose_name_plural = _("counts of signatures")

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.pk}"


class CountedSignature(Kept):
    """One row says whether one person's signature was found in one count.

    Personal data: person, whether they signed.
    """

    count = models.ForeignKey(
        SignatureCount,
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name=_("count of signatures"),
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    signed = models.BooleanField(_("signed"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("counted signature")
        verbose_name_plural = _("counted signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["count", "person"], name="one_row_per_person_of_a_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count_id}/{self.person_id}: {self.signed}"


class DifferenceNote(Kept):
    """One row explains a difference between signatures and marks that no correction removes.

    It holds while the same mark counts, or as many blank lines are without a person.

    Personal data: person, the reason, who wrote it.
    """

    class Kind(models.TextChoices):
        SIGNED_ABSENT = "signed_absent", _("signature, but marked absent")
        SIGNED_UNMARKED = "signed_unmarked", _("signature, but unmarked")
        PRESENT_UNSIGNED = "present_unsigned", _("marked present, but no signature")
        CONTESTED = "contested", _("the marks contradict each other")
        BLANK_LINES = "blank_lines", _("signature of somebody not on the roster")

    block = models.ForeignKey(
        SessionBlock,
        on_delete=models.PROTECT,
        related_name="difference_notes",
        verbose_name=_("session block"),
    )
    kind = models.CharField(_("difference"), max_length=16, choices=Kind.choices)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    mark = models.ForeignKey(
        AttendanceMark,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("attendance mark"),
    )
    blank_signed = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(_("reason"))
    noted_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note on a difference")
        verbose_name_plural = _("notes on differences")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="difference_is_explained_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="blank_lines", person=None, mark=None, blank_signed__isnull=False)
                | Q(
                    kind__in=["signed_absent", "present_unsigned", "contested"],
                    person__isnull=False,
                    mark__isnull=False,
                    blank_signed=None,
                )
                | Q(kind="signed_unmarked", person__isnull=False, mark=None, blank_signed=None),
                name="difference_note_names_what_it_explains",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block_id}: {self.kind}"
