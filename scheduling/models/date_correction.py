"""Corrections of the date on which a whole group's day was recorded."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.models.decided import DecidedWithReason
from scheduling.models.session import Session


class DateCorrection(DecidedWithReason):
    """One row is a proposal to move a recorded day to its right date, and what became of it.

    An accepted one keeps the date that was recorded first; the ledger keeps the first marks.

    Personal data: who proposed and who decided.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("not accepted")

    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        related_name="date_corrections",
        verbose_name=_("session"),
    )
    recorded_date = models.DateField(_("recorded date"))
    right_date = models.DateField(_("right date"))
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PROPOSED
    )

    class Meta:
        ordering = ["proposed_at", "id"]
        verbose_name = _("correction of a date")
        verbose_name_plural = _("corrections of dates")
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state="proposed"),
                name="one_open_date_correction_per_session",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="date_corrected_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(recorded_date=F("right_date")), name="date_correction_changes_the_date"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="date_correction_states_a_reason"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    ~Q(decision_reason=""),
                    state__in=["accepted", "rejected"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="decided_date_correction_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.recorded_date} → {self.right_date}"
