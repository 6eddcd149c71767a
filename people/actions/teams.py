"""Who joins a municipal team and who leaves it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import MunicipalTeam, Person, TeamMembership, User
from people.queries import possible_duplicates


class AlreadyInTeam(Exception):
    """The person, or somebody with the same name and birth year, is in this team today."""


class PossibleDuplicate(Exception):
    """People with this name exist already; ``candidates`` says who."""

    def __init__(self, candidates: list[Person]) -> None:
        super().__init__()
        self.candidates = candidates


class OwnLeadership(Exception):
    """A team lead tried to leave the team without anybody to lead it."""


@transaction.atomic
def add_member(
    *,
    team: MunicipalTeam,
    person: Person,
    role: str,
    by: User,
    is_another_person: bool = False,
) -> TeamMembership:
    """Put the person in the team from today on; an unsaved person is stored first.

    A new person whose name is known already is refused until ``is_another_person`` says that
    somebody has compared the records.
    """
    team = MunicipalTeam.objects.select_for_update(of=("self",)).get(pk=team.pk)
    person.set_keys()
    if person.pk is None:
        candidates = list(possible_duplicates(person))
        if _are_in(team, [c for c in candidates if c.birth_year == person.birth_year]):
            raise AlreadyInTeam
        if candidates and not is_another_person:
            raise PossibleDuplicate(candidates)
        person.municipality_id = team.municipality_id
        person.save()
        record(actor=by, action="person_added", subject=person, after={"team": team.pk})
    elif _are_in(team, [person]):
        raise AlreadyInTeam
    membership = TeamMembership.objects.create(team=team, person=person, role=role)
    record(
        actor=by,
        action="member_added",
        subject=person,
        after={"team": team.pk, "membership": membership.pk, "role": role},
    )
    return membership


def _are_in(team: MunicipalTeam, people: list[Person]) -> bool:
    return team.memberships.current().filter(person__in=people).exists()


@transaction.atomic
def end_membership(*, membership: TeamMembership, by: User, reason: str = "") -> TeamMembership:
    """End the membership at once; ending it again changes nothing."""
    membership = TeamMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    today = timezone.localdate()
    if membership.until_on is not None and membership.until_on < today:
        return membership
    if membership.role == TeamMembership.TeamRole.LEAD and by.person_id == membership.person_id:
        raise OwnLeadership
    # The last day counts as a member, so the last day that does is yesterday.
    membership.until_on = today - dt.timedelta(days=1)
    membership.save(update_fields=["until_on"])
    record(
        actor=by,
        action="membership_ended",
        subject=membership.person,
        before={"team": membership.team_id, "until": None},
        after={"team": membership.team_id, "until": membership.until_on.isoformat()},
        reason=reason,
    )
    return membership
