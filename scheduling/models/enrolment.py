"""A person's place in a training group."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.group import Cohort, TrainingGroup


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, narrowed by state."""

    def active(self) -> Self:
        return self.exclude(state=Enrolment.State.WITHDRAWN)

    def seated(self) -> Self:
        return self.filter(state__in=[Enrolment.State.CONFIRMED, Enrolment.State.COMPLETED])

    def waiting(self) -> Self:
        return self.filter(state=Enrolment.State.WAITING).order_by("queue_number")


class Enrolment(models.Model):
    """One row is a person's enrolment in a cohort, in one of its groups, with an explicit state.

    queue_number is given once, when the enrolment is made, and orders the waiting list; the
    position shown is the count of those still waiting before it, plus one. The municipality is
    the one at enrolment: the training counts for it even if the person moves on.

    Personal data: person, group, municipality, state.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("Application received")
        CONFIRMED = "confirmed", _("Place confirmed")
        WAITING = "waiting", _("On the waiting list")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        COMPLETED = "completed", _("Training completed")

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("person"),
    )
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("cohort")
    )
    group = models.ForeignKey(
        TrainingGroup,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("training group"),
    )
    municipality = models.ForeignKey(
        "people.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("municipality at enrolment"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    queue_number = models.PositiveIntegerField(_("number in order of arrival"))
    created_at = models.DateTimeField(_("enrolled"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["group", "queue_number"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort"],
                condition=~Q(state="withdrawn"),
                name="one_active_enrolment_per_cohort",
            ),
            models.UniqueConstraint(
                fields=["group", "queue_number"], name="one_queue_number_per_group"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["applied", "confirmed", "waiting", "withdrawn", "completed"]
                ),
                name="enrolment_state_is_known",
            ),
        ]
        indexes = [models.Index(fields=["group", "state"], name="seats_of_a_group")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.group_id} {self.state}"
