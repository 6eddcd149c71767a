"""Reads about people that span several models."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from people.latvian import nfc, search_key
from people.models import (
    AuditEntry,
    Invitation,
    MunicipalTeam,
    Person,
    Role,
    RoleAssignment,
    TeamMembership,
    User,
)

_ENDINGS = ("is", "us", "s", "a", "e")
_LONG_ENOUGH_TO_TRIM = 5
_AUDIT_LINES_SHOWN = 50


def search_people(text: str) -> QuerySet[Person]:
    """Return people each word of whose name begins as typed, diacritics and endings aside.

    An exact match with diacritics comes first; an empty text returns everybody.
    """
    people = Person.objects.all()
    words = nfc(text).split()[:6]
    for word in words:
        start = _without_ending(search_key(word))
        people = people.filter(
            Q(search_key__startswith=start)
            | Q(search_key__contains=f" {start}")
            | Q(search_key__contains=f"-{start}")
        )
    if not words:
        return people
    as_typed = Q()
    for word in words:
        name = word[:1].upper() + word[1:]
        as_typed &= Q(given_name__startswith=name) | Q(family_name__startswith=name)
    rank = Case(When(as_typed, then=Value(0)), default=Value(1), output_field=IntegerField())
    return people.annotate(rank=rank).order_by("rank", "sort_key", "id")


def _without_ending(word: str) -> str:
    if len(word) < _LONG_ENOUGH_TO_TRIM:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word


def possible_duplicates(person: Person) -> QuerySet[Person]:
    """Return other people of the same name whose birth year does not speak against it."""
    same_year = Q(birth_year=person.birth_year) | Q(birth_year=None)
    return (
        Person.objects.filter(
            Q() if person.birth_year is None else same_year, search_key=person.search_key
        )
        .exclude(pk=person.pk)
        .select_related("municipality")
    )


class InvitationState(StrEnum):
    """What became of an invitation."""

    UNKNOWN = "unknown"
    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


def content_editors() -> QuerySet[User]:
    """Return the accounts that hold the role of content editor today."""
    held = RoleAssignment.objects.current().filter(role=Role.CONTENT_EDITOR)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def hash_token(token: str) -> str:
    """Return what is stored of an invitation's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation behind a link, usable or not."""
    return Invitation.objects.filter(token_hash=hash_token(token)).select_related("person").first()


def invitation_state(invitation: Invitation | None) -> InvitationState:
    """Say whether the link still opens something, and if not, why."""
    if invitation is None:
        return InvitationState.UNKNOWN
    if invitation.accepted_at is not None:
        return InvitationState.USED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.OPEN if invitation.is_usable() else InvitationState.EXPIRED


@dataclass(frozen=True)
class TeamMember:
    """A membership with what the lead needs to know about the person's way in."""

    membership: TeamMembership
    person: Person
    has_account: bool
    invitation: Invitation | None

    @property
    def way_in(self) -> str:
        """How far the person is from signing in: active, invited, expired or no_account."""
        if self.has_account:
            return "active"
        state = invitation_state(self.invitation)
        if state == InvitationState.OPEN:
            return "invited"
        return "expired" if state == InvitationState.EXPIRED else "no_account"


def team_members(team: MunicipalTeam) -> list[TeamMember]:
    """Return today's members, lead first, in Latvian order; two queries whatever their number."""
    memberships = (
        team.memberships.current()
        .select_related("person__account")
        .prefetch_related(
            Prefetch("person__invitations", Invitation.objects.order_by("-created_at", "-id"))
        )
    )
    order = [role.value for role in TeamMembership.TeamRole]
    members = [_team_member(membership) for membership in memberships]
    return sorted(members, key=lambda m: (order.index(m.membership.role), m.person.sort_key))


def _team_member(membership: TeamMembership) -> TeamMember:
    person = membership.person
    latest = next(iter(person.invitations.all()), None)
    return TeamMember(
        membership=membership,
        person=person,
        has_account=hasattr(person, "account"),
        invitation=latest,
    )


def audit_lines(person: Person) -> QuerySet[AuditEntry]:
    """Return the newest lines of the trail about the person and the person's account."""
    about = Q(object_type="people.person", object_id=str(person.pk))
    account = User.objects.filter(person=person).first()
    if account is not None:
        about |= Q(object_type="people.user", object_id=str(account.pk))
    return AuditEntry.objects.filter(about).select_related("actor__person")[:_AUDIT_LINES_SHOWN]
