"""Municipal teams and who belongs to them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.models.place import Municipality


class MunicipalTeam(models.Model):
    """One row is the team a municipality sends to the training.

    Personal data: none (people are in TeamMembership).
    """

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="team", verbose_name=_("municipality")
    )
    agreement_signed_on = models.DateField(
        _("cooperation agreement signed on"), null=True, blank=True
    )

    class Meta:
        ordering = ["municipality__sort_key"]
        verbose_name = _("municipal team")
        verbose_name_plural = _("municipal teams")

    def __str__(self) -> str:
        return str(self.municipality)


class TeamMembershipQuerySet(models.QuerySet["TeamMembership"]):
    """Memberships, narrowed by date."""

    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=today))


class TeamMembership(models.Model):
    """One row is a person's time in a municipal team.

    Personal data: person, municipality and role in the team.
    """

    class TeamRole(models.TextChoices):
        LEAD = "lead", _("team lead")
        MEMBER = "member", _("team member")
        SUBSTITUTE = "substitute", _("substitute")

    team = models.ForeignKey(
        MunicipalTeam,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("municipal team"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="team_memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(
        _("role in the team"), max_length=12, choices=TeamRole.choices, default=TeamRole.MEMBER
    )
    from_on = models.DateField(_("from"), default=timezone.localdate)
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = TeamMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["team", "role", "person__sort_key"]
        verbose_name = _("team membership")
        verbose_name_plural = _("team memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(until_on=None),
                name="one_open_membership_per_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
