"""The ledger of attendance marks: rows are only added, each sealed with the one before it."""

from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.models.chain import AttendanceChain, append
from scheduling.models.session import Session, SessionBlock


class MarkIsFinalError(TypeError):
    """Somebody tried to change or delete a mark; a new mark is the only way."""


class AttendanceMarkQuerySet(models.QuerySet["AttendanceMark"]):
    """Marks: what counts now, what waits, and a refusal to rewrite the past."""

    def current(self) -> Self:
        """Only what counts now of each person in each block; a contested one earns nothing.

        Held and dismissed marks change nothing, and a mark taken back leaves its person unmarked.
        """
        weighty = Q(standing__in=[Standing.COUNTS, Standing.CONTESTED])
        newer = AttendanceMark.objects.filter(
            weighty,
            block=models.OuterRef("block"),
            person=models.OuterRef("person"),
            position__gt=models.OuterRef("position"),
        )
        taken_back = Q(standing=Standing.COUNTS, status="unmarked")
        return self.filter(weighty, ~models.Exists(newer), ~taken_back)

    def settled(self) -> Self:
        """Without the contested: of current marks, those that nobody disputes."""
        return self.exclude(standing=Standing.CONTESTED)

    def awaiting_decision(self) -> Self:
        """Held and contested marks that nobody has decided yet."""
        decided = AttendanceMark.objects.filter(decides=models.OuterRef("pk"))
        return self.filter(
            ~models.Exists(decided), standing__in=[Standing.HELD, Standing.CONTESTED]
        )

    def bulk_create(  # type: ignore[override]  # a ledger takes rows in one way
        self,
        objs: Iterable["AttendanceMark"],
        batch_size: int | None = None,
        *,
        chain: AttendanceChain | None = None,
    ) -> list["AttendanceMark"]:
        """Add the rows at the end of their sessions' chains, in the order given.

        ``chain`` is that of all the rows, if the caller holds its lock.
        """
        return append(list(objs), super().bulk_create, batch_size, chain)

    def update(self, **kwargs: Any) -> NoReturn:
        raise MarkIsFinalError

    def delete(self) -> NoReturn:
        raise MarkIsFinalError


class Standing(models.TextChoices):
    """What a row of the ledger is worth."""

    COUNTS = "counts", _("counts")
    CONTESTED = "contested", _("contradicted")
    HELD = "held", _("waits for a decision")
    DISMISSED = "dismissed", _("not accepted")


class AttendanceMark(models.Model):
    """One row says what was recorded about one person in one block, by whom, when and how.

    Rows are only ever added. The newest row that counts is the current mark of a person in a
    block; no row means unmarked, which is neither present nor absent. A contradicted row makes
    the block earn nothing until somebody decides; a held one changes nothing until then. A
    decision is a row too, and names the row it decides.

    Personal data: person, presence, times, who recorded it and why.
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        LEFT_EARLY = "left_early", _("left early")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("excused absence")
        MADE_UP = "made_up", _("made up")
        UNMARKED = "unmarked", _("mark taken back")

    class Source(models.TextChoices):
        TRAINER = "trainer", _("trainer")
        CODE = "code", _("self check-in")
        MEETING = "meeting", _("meeting report")
        PAPER = "paper", _("paper sheet")
        MAKE_UP = "make_up", _("make-up")
        CORRECTION = "correction", _("correction")
        DISPUTE = "dispute", _("objection")
        DECISION = "decision", _("decision")
        DEMO = "demo", _("demonstration data")

    class Why(models.TextChoices):
        """Why a row is held."""

        CLOSED = "closed", _("the sheet was already closed")
        CANCELLED = "cancelled", _("the session is cancelled")
        NO_PLACE = "no_place", _("the person has no place in the group now")
        CLOCK = "clock", _("the clock of the device was wrong")
        EARLY = "early", _("the day had not come yet")
        TIME = "time", _("the time lies outside the block")
        CORRECTION = "correction", _("a correction needs a second person")
        DISPUTE = "dispute", _("the participant objects to the mark")
        MAKE_UP = "make_up", _("a make-up needs a second person")

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="marks", editable=False
    )
    position = models.PositiveIntegerField(_("number in the session's ledger"), editable=False)
    row_hash = models.CharField(_("seal of the row"), max_length=64, editable=False)
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
    arrived_at = models.TimeField(_("time of arrival"), null=True, blank=True)
    left_at = models.TimeField(_("time of leaving"), null=True, blank=True)
    credited_hours = models.DecimalField(_("credited hours"), max_digits=4, decimal_places=2)
    standing = models.CharField(
        _("standing"), max_length=9, choices=Standing.choices, default=Standing.COUNTS
    )
    why_held = models.CharField(
        _("why it is held"), max_length=10, choices=Why.choices, blank=True, default=""
    )
    decides = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name=_("decides the mark"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    source = models.CharField(
        _("source"), max_length=12, choices=Source.choices, default=Source.TRAINER
    )
    # Given by the device that made the mark, so that sending it again changes nothing.
    nonce = models.CharField(max_length=36, blank=True, default="", editable=False)
    reason = models.TextField(_("reason"), blank=True, default="")

    objects = AttendanceMarkQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position"]
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_ledger_row_per_position"
            ),
            models.UniqueConstraint(
                fields=["session", "recorded_by", "nonce"],
                condition=~Q(nonce=""),
                name="one_mark_per_nonce",
            ),
            models.CheckConstraint(
                condition=~Q(source__in=["correction", "decision", "dispute", "make_up"])
                | ~Q(reason=""),
                name="correction_states_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["present", "late", "left_early", "made_up"])
                | Q(credited_hours=0),
                name="absence_earns_no_hours",
            ),
            models.CheckConstraint(
                condition=Q(standing="counts") | Q(credited_hours=0),
                name="only_what_counts_earns_hours",
            ),
            models.CheckConstraint(
                condition=Q(standing="held", why_held__gt="") | ~Q(standing="held"),
                name="held_mark_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(source="decision") | Q(decides__isnull=False),
                name="decision_names_what_it_decides",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "present",
                        "late",
                        "left_early",
                        "absent",
                        "excused",
                        "made_up",
                        "unmarked",
                    ]
                ),
                name="attendance_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["counts", "contested", "held", "dismissed"]),
                name="attendance_standing_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["block", "person", "-position"], name="current_mark_of_a_block"),
            models.Index(fields=["person", "block", "-position"], name="current_marks_of_a_person"),
            models.Index(
                fields=["session"],
                condition=Q(standing__in=["held", "contested"]),
                name="marks_that_may_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block_id}/{self.person_id}: {self.status}"

    @property
    def weighs(self) -> bool:
        """Whether the row, if it is the newest that is not held, says something of the person."""
        return self.standing == Standing.CONTESTED or self.status != self.Status.UNMARKED

    @property
    def shown_state(self) -> str:
        """The word for what counts: a contradicted mark is neither present nor absent."""
        return "contested" if self.standing == Standing.CONTESTED else self.status

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a row; refuse to change one."""
        if self.pk is not None:
            raise MarkIsFinalError
        AttendanceMark.objects.bulk_create([self])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a mark is corrected by a newer one."""
        raise MarkIsFinalError
