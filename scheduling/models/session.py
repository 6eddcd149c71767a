"""Sessions, their two blocks, and the places they happen at."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import ProgrammeBlock, ProgrammeDay
from scheduling.models.group import TrainingGroup


class Venue(models.Model):
    """One row is a place where sessions happen.

    Personal data: none.
    """

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        "people.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("municipality"),
    )
    directions = models.TextField(_("directions and accessibility"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One row is a programme day on a date; an online session may serve several groups.

    Moving it keeps the row and its uid and raises the calendar sequence. Its sheet is closed with
    its last block; some hours later, or once a second person has countersigned it, it is locked:
    from then on it changes only by a correction with a reason and a second person.

    Personal data: its trainers, who closed and who countersigned it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    groups = models.ManyToManyField(
        TrainingGroup, related_name="sessions", verbose_name=_("training groups")
    )
    day = models.ForeignKey(
        ProgrammeDay,
        on_delete=models.PROTECT,
        related_name="sessions",
        verbose_name=_("programme day"),
    )
    date = models.DateField(_("date"), db_index=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("venue")
    )
    online_url = models.URLField(_("online meeting link"), blank=True)
    trainers = models.ManyToManyField(
        "people.Person",
        blank=True,
        related_name="sessions_taught",
        verbose_name=_("trainers of this day only"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(_("countersigned at"), null=True, blank=True)
    countersigned_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["date", "id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="closed_session_says_when",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_at=None) | Q(state="closed"),
                name="only_closed_sheets_are_countersigned",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("closed_by")),
                name="countersigned_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day.code} {self.date:%Y-%m-%d}"

    @property
    def earlier_dates(self) -> list[dt.date]:
        """The dates on which the day was recorded before its date was corrected."""
        corrections: Any = self.date_corrections  # type: ignore[attr-defined]  # named there
        return [row.recorded_date for row in corrections.all() if row.state == "accepted"]

    @property
    def locks_at(self) -> dt.datetime | None:
        """When a closed sheet becomes one that nobody can open again."""
        if self.state != self.State.CLOSED or self.closed_at is None:
            return None
        hours = dt.timedelta(hours=self.day.programme.lock_hours)
        return self.countersigned_at or self.closed_at + hours

    @property
    def is_locked(self) -> bool:
        """Whether only a correction changes the sheet."""
        return self.locks_at is not None and self.locks_at <= timezone.now()


def locked(now: dt.datetime | None = None) -> Q:
    """Return the condition that a sheet is locked; for one session Session.is_locked says it."""
    hours = Cast(F("day__programme__lock_hours"), models.IntegerField())
    since = models.ExpressionWrapper(
        Value(now or timezone.now(), models.DateTimeField())
        - models.ExpressionWrapper(
            hours * Value(dt.timedelta(hours=1), models.DurationField()), models.DurationField()
        ),
        models.DateTimeField(),
    )
    over = Q(countersigned_at__isnull=False) | Q(closed_at__lte=since)
    return Q(over, state=Session.State.CLOSED)


def taught_by(person_id: int) -> Q:
    """Return the condition that a person teaches: a group's trainer, or the day's until locked."""
    return Q(groups__trainers=person_id) | (Q(trainers=person_id) & ~locked())


class SessionBlock(models.Model):
    """One row is the morning or afternoon of a session, with its times and its sheet.

    Personal data: who closed the sheet.
    """

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("session")
    )
    block = models.ForeignKey(
        ProgrammeBlock, on_delete=models.PROTECT, verbose_name=_("programme block")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("session block")
        verbose_name_plural = _("session blocks")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "block"], name="one_row_per_block_of_a_session"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="block_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.block_id}"
