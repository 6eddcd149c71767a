"""What came back from paper: files, and the pages in them."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.assignments import private_storage
from people.rules import is_auditor, is_programme_manager
from scheduling.models.paper.kept import EvidenceIsKeptError, Kept, picture_name, scan_name
from scheduling.models.paper.sheet import CODE_LENGTH, AttendanceSheet


class ScanFile(Kept):
    """One row is a photograph or scan as it was uploaded, byte for byte; never changed or deleted.

    Personal data: the signatures on it, who uploaded it.
    """

    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, unique=True)
    stored = models.FileField(storage=private_storage, upload_to=scan_name, max_length=100)
    uploaded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("scanned file")
        verbose_name_plural = _("scanned files")

    def __str__(self) -> str:
        return self.name


class SheetScanQuerySet(models.QuerySet["SheetScan"]):
    """Scanned pages, narrowed by what counts and who looks."""

    def live(self) -> Self:
        """Leave out what was superseded."""
        return self.filter(superseded_at=None)

    def waiting(self) -> Self:
        """Only those that no sheet is known for."""
        return self.live().filter(sheet=None)

    def visible_to(self, user: Any) -> Self:
        """Keep all for managers and auditors, for others what they uploaded themselves."""
        if is_programme_manager(user) or is_auditor(user):
            return self
        return self.filter(file__uploaded_by=user.pk)

    def delete(self) -> NoReturn:
        raise EvidenceIsKeptError


class SheetScan(models.Model):
    """One row is one page of a scanned file, and the sheet it is of, once that is known.

    Without a sheet it waits in the queue and says why. It is never deleted, only superseded with
    a reason; the page then waits in a new row for the right sheet, if it is still of use.

    Personal data: the signatures on it, who assigned or superseded it.
    """

    class How(models.TextChoices):
        QR = "qr", _("by the QR code")
        BY_HAND = "by_hand", _("by hand")

    class Problem(models.TextChoices):
        NO_CODE = "no_code", _("No code could be read on the page.")
        UNKNOWN_CODE = "unknown_code", _("The code on the page is of no sheet known here.")
        SEVERAL_CODES = "several_codes", _("There is more than one sheet on the picture.")
        NOT_YOURS = (
            "not_yours",
            _("The sheet is of a session that whoever uploaded it does not mark."),
        )
        TAKEN_OFF = "taken_off", _("The page was taken off the sheet it was with.")

    file = models.ForeignKey(
        ScanFile, on_delete=models.PROTECT, related_name="scans", verbose_name=_("file")
    )
    page_of_file = models.PositiveSmallIntegerField(_("page of the file"), default=1)
    picture = models.FileField(storage=private_storage, upload_to=picture_name, max_length=100)
    code_read = models.CharField(_("code read"), max_length=CODE_LENGTH, blank=True)
    problem = models.CharField(_("problem"), max_length=14, choices=Problem.choices, blank=True)
    sheet = models.ForeignKey(
        AttendanceSheet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name=_("attendance sheet"),
    )
    sheet_page = models.PositiveSmallIntegerField(_("page of the sheet"), null=True, blank=True)
    how = models.CharField(_("recognised"), max_length=8, choices=How.choices, blank=True)
    assigned_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(_("assigned"), null=True)
    superseded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("superseded"), null=True)
    superseded_why = models.TextField(_("reason"), blank=True)

    objects = SheetScanQuerySet.as_manager()

    class Meta:
        ordering = ["sheet_page", "pk"]
        verbose_name = _("scan of a sheet")
        verbose_name_plural = _("scans of sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["file", "page_of_file"],
                condition=Q(superseded_at=None),
                name="one_live_scan_per_page_of_a_file",
            ),
            models.CheckConstraint(
                condition=Q(sheet=None, sheet_page=None, how="", assigned_at=None, assigned_by=None)
                | Q(
                    sheet__isnull=False,
                    sheet_page__isnull=False,
                    how__in=["qr", "by_hand"],
                    assigned_at__isnull=False,
                    assigned_by__isnull=False,
                ),
                name="scan_with_a_sheet_says_how",
            ),
            models.CheckConstraint(
                condition=Q(sheet__isnull=False) | ~Q(problem=""),
                name="scan_without_a_sheet_says_why",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_by=None, superseded_why="")
                | (
                    Q(superseded_at__isnull=False, superseded_by__isnull=False)
                    & ~Q(superseded_why="")
                ),
                name="scan_is_superseded_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["sheet", "sheet_page"], name="scans_of_a_sheet")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.page_of_file}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a scan is superseded, not deleted."""
        raise EvidenceIsKeptError
