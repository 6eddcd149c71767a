"""Attendance exports of online meetings: the files, whom they name, and who that is."""

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.assignments import private_storage
from scheduling.models.decided import Decided
from scheduling.models.session import Session


def report_file_name(_row: Any, _name: str) -> str:
    """Return a name for the stored bytes that says nothing of the file."""
    name = uuid4().hex
    return f"meetings/{name[:2]}/{name}"


class MeetingReportQuerySet(models.QuerySet["MeetingReport"]):
    """Reports, narrowed by what became of them."""

    def live(self) -> Self:
        return self.exclude(state="discarded")


class MeetingReport(Decided):
    """One row is an attendance export that was added to an online session.

    Applied, it is evidence: bytes and hash stay. Discarded, only the row is left, because it may
    have been the file of another meeting.

    Decided about, here, is when and by whom it was recorded last, or discarded.

    Personal data: the file with names, addresses and times; who added it.
    """

    wagtail_reference_index_ignore = True

    class Product(models.TextChoices):
        TEAMS = "teams", "Microsoft Teams"
        ZOOM = "zoom", "Zoom"
        MEET = "meet", "Google Meet"
        WEBEX = "webex", "Webex"

    class State(models.TextChoices):
        DRAFT = "draft", _("under review")
        APPLIED = "applied", _("recorded")
        DISCARDED = "discarded", _("discarded")

    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        related_name="meeting_reports",
        verbose_name=_("session"),
    )
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    stored = models.FileField(
        storage=private_storage, upload_to=report_file_name, max_length=100, blank=True
    )
    product = models.CharField(_("product"), max_length=10, choices=Product.choices)
    unreadable_rows = models.PositiveIntegerField(_("rows that could not be read"), default=0)
    rows_of_other_days = models.PositiveIntegerField(_("rows of other days"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    uploaded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    uploaded_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = MeetingReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("meeting report")
        verbose_name_plural = _("meeting reports")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sha256"],
                condition=~Q(state="discarded"),
                name="one_live_report_per_session_and_file",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", decided_at=None, decided_by=None)
                | Q(
                    state__in=["applied", "discarded"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="meeting_report_beyond_draft_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", stored="") | (~Q(state="discarded") & ~Q(stored="")),
                name="meeting_report_keeps_its_file_unless_discarded",
            ),
            models.CheckConstraint(
                condition=Q(product__in=["teams", "zoom", "meet", "webex"]),
                name="meeting_product_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeetingAttendee(Decided):
    """One row is a name as a report shows it, with the times it was there.

    Waiting names are credited to nobody. The address that the file may hold is not kept here. Who
    decided is empty while only the name itself has.

    Personal data: the name shown, times of presence, who decided whose it is.
    """

    wagtail_reference_index_ignore = True

    class Decision(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MATCHED = "matched", _("matched")
        ASIDE = "aside", _("not a participant")

    report = models.ForeignKey(
        MeetingReport,
        on_delete=models.CASCADE,
        related_name="attendees",
        verbose_name=_("meeting report"),
    )
    name = models.CharField(_("name shown"), max_length=200)
    # The name folded, by which learned names are found.
    key = models.CharField(max_length=200, editable=False)
    # Merged stretches of presence: [[from, until], …] in UTC.
    spans = models.JSONField(_("times"))
    # The total that the file gives, where it is less than the times make.
    stated_minutes = models.PositiveIntegerField(_("minutes stated"), null=True, blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, default=Decision.WAITING
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("name in a meeting report")
        verbose_name_plural = _("names in meeting reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["waiting", "matched", "aside"]),
                name="meeting_decision_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(decision="waiting"),
                name="meeting_names_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.decision}"
