"""The ledger of attendance marks."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.session import SessionBlock


class MarkIsFinalError(TypeError):
    """Somebody tried to change or delete a mark; a new mark is the only way."""


class AttendanceMarkQuerySet(models.QuerySet["AttendanceMark"]):
    """Marks: what counts now, and a refusal to rewrite the past."""

    def current(self) -> Self:
        """Only the newest mark of each person in each block."""
        newer = AttendanceMark.objects.filter(
            block=models.OuterRef("block"),
            person=models.OuterRef("person"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(newer))

    def update(self, **kwargs: Any) -> NoReturn:
        raise MarkIsFinalError

    def delete(self) -> NoReturn:
        raise MarkIsFinalError


class AttendanceMark(models.Model):
    """One row says what was recorded about one person in one block, by whom, when and how.

    Rows are only ever added. The newest row of a person in a block is the current mark; no row
    means unmarked, which is neither present nor absent.

    Personal data: person, presence, times, who recorded it.
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        LEFT_EARLY = "left_early", _("left early")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("excused absence")

    class Source(models.TextChoices):
        TRAINER = "trainer", _("trainer")
        CODE = "code", _("self check-in")
        CORRECTION = "correction", _("correction")
        DEMO = "demo", _("demonstration data")

    block = models.ForeignKey(
        SessionBlock,
        on_delete=models.PROTECT,
        related_name="marks",
        verbose_name=_("session block"),
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="attendance_marks",
        verbose_name=_("person"),
    )
    status = models.CharField(_("mark"), max_length=10, choices=Status.choices)
    # When the person came or went; only with late and left early.
    at_time = models.TimeField(_("time of arrival or leaving"), null=True, blank=True)
    credited_hours = models.DecimalField(_("credited hours"), max_digits=4, decimal_places=2)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    source = models.CharField(
        _("source"), max_length=12, choices=Source.choices, default=Source.TRAINER
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = AttendanceMarkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="correction") | ~Q(reason=""),
                name="correction_states_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["present", "late", "left_early"]) | Q(credited_hours=0),
                name="absence_earns_no_hours",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["present", "late", "left_early", "absent", "excused"]),
                name="attendance_status_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["block", "person", "-id"], name="current_mark_of_a_block"),
            models.Index(fields=["person", "block", "-id"], name="current_marks_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.block_id}/{self.person_id}: {self.status}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a row; refuse to change one."""
        if self.pk is not None:
            raise MarkIsFinalError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a mark is corrected by a newer one."""
        raise MarkIsFinalError
