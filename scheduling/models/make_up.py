"""Making up for missed blocks: as another group's guest, by a task, or by equivalence."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import ProgrammeBlock
from scheduling.models.attendance import AttendanceMark
from scheduling.models.decided import DecidedWithReason
from scheduling.models.session import Session, SessionBlock


class SessionGuest(models.Model):
    """One row puts a person of the cohort on the roster of another group's session.

    Personal data: person, who added and who took them off, why.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="guests", verbose_name=_("session")
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="guest_at",
        verbose_name=_("person"),
    )
    reason = models.TextField(_("reason"))
    added_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    removed_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken off by"),
    )
    removed_at = models.DateTimeField(_("taken off"), null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("guest of a session")
        verbose_name_plural = _("guests of sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(removed_at=None),
                name="guest_once_per_session",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="guest_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"


class MakeUp(DecidedWithReason):
    """One row is an individual task or an equivalence for a block that a person has missed.

    Approved by a second person, it becomes a mark in the ledger of the person's own session.

    Personal data: person, what they handed in, who proposed and who decided.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("individual task")
        EQUIVALENCE = "equivalence", _("equivalence")

    class State(models.TextChoices):
        GIVEN = "given", _("task given")
        READY = "ready", _("waits for approval")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("not approved")

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="make_ups",
        verbose_name=_("person"),
    )
    block = models.ForeignKey(
        ProgrammeBlock,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("programme block"),
    )
    session_block = models.ForeignKey(
        SessionBlock,
        on_delete=models.PROTECT,
        related_name="make_ups",
        verbose_name=_("session block"),
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    description = models.TextField(_("description"))
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    handed_in_text = models.TextField(_("what was handed in"), blank=True, default="")
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    mark = models.OneToOneField(
        AttendanceMark,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="make_up",
        verbose_name=_("attendance mark"),
    )

    class Meta:
        ordering = ["proposed_at", "id"]
        verbose_name = _("make-up")
        verbose_name_plural = _("make-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "block"],
                condition=Q(state__in=["given", "ready"]),
                name="one_open_make_up_per_block",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="make_up_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="task", state__in=["ready", "approved"])
                | Q(handed_in_at__isnull=False),
                name="task_is_approved_once_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", mark__isnull=False)
                | (~Q(state="approved") & Q(mark__isnull=True)),
                name="approved_make_up_has_its_mark",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["given", "ready"], decided_by__isnull=True)
                | Q(
                    ~Q(decision_reason=""),
                    state__in=["approved", "rejected"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="decided_make_up_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(description="") & Q(kind__in=["task", "equivalence"]),
                name="make_up_says_what_it_is",
            ),
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="make_ups_by_state")]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.block_id}: {self.state}"
