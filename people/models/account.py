"""Accounts, the roles they hold, and the invitations by which a person gets one."""

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar, Self

import rules
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.models.team import TeamMembership


class Role(models.TextChoices):
    """What staff roles exist. Participant and team lead follow from other records, not from here."""

    TRAINER = "trainer", _("trainer")
    MENTOR = "mentor", _("mentor")
    CONTENT_EDITOR = "content_editor", _("content editor")
    LANGUAGE_EDITOR = "language_editor", _("language editor")
    PROGRAMME_MANAGER = "programme_manager", _("programme manager")
    EVALUATOR = "evaluator", _("evaluator")
    AUDITOR = "auditor", _("auditor")


class User(AbstractUser):
    """One row is a login. It may belong to a person; the person is who was trained.

    Personal data: user name, e-mail, password hash, time of last sign-in.
    """

    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("person"),
    )

    # What is a person's own, by the name of the permission; people.rules.add_own_perm fills it.
    own_permissions: ClassVar[set[str]] = set()

    class Meta(AbstractUser.Meta):
        verbose_name = _("account")  # type: ignore[assignment]  # lazy is what Django wants
        verbose_name_plural = _("accounts")  # type: ignore[assignment]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether the account has the permission; to what is another's own, nobody has it all.

        Django gives superusers every permission, also where they have no person to act for.
        """
        if self.is_superuser and perm in self.own_permissions:
            return self.is_active and bool(rules.has_perm(perm, self, obj))
        return super().has_perm(perm, obj)

    def get_full_name(self) -> str:
        return self.person.full_name if self.person else self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def preferred_language(self) -> str:
        """The language the account chose, or "" while it has not; the admin keeps it."""
        profile = getattr(self, "wagtail_userprofile", None)
        return profile.preferred_language if profile is not None else ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """Staff roles held today, read once per request."""
        return frozenset(self.role_assignments.current().values_list("role", flat=True))

    @cached_property
    def led_team_ids(self) -> frozenset[int]:
        """Teams this account's person leads today, read once per request."""
        if self.person_id is None:
            return frozenset()
        rows = TeamMembership.objects.current().filter(person=self.person_id, role="lead")
        return frozenset(rows.order_by().values_list("team_id", flat=True))


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Role assignments, narrowed by date."""

    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=today), valid_from__lte=today)


class RoleAssignment(models.Model):
    """One row gives an account a staff role for a period; an auditor's has an end.

    Personal data: which account holds which role and when.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="role_assignments", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_until=None),
                name="one_open_assignment_per_role",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR) | Q(valid_until__isnull=False),
                name="auditor_access_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """One row is a link by which a listed person may create an account, once.

    Only a hash of the secret is stored; the link itself is shown and mailed once.

    Personal data: the person invited and the address the link was sent to.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("person")
    )
    email = models.EmailField(_("sent to"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.person}, {self.created_at:%Y-%m-%d}"

    def is_usable(self, now: dt.datetime | None = None) -> bool:
        now = now or timezone.now()
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
