import datetime as dt

import pytest
from django.utils import timezone

from people.actions.teams import (
    AlreadyInTeam,
    OwnLeadership,
    PossibleDuplicate,
    add_member,
    end_membership,
)
from people.models import AuditEntry, Person, TeamMembership
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return people.team()


@pytest.fixture
def lead(team):
    return people.user(person=people.member(team, "lead").person)


def somebody(**fields) -> Person:
    values = {"given_name": "Žanete", "family_name": "Ķirse", "birth_year": 1990}
    return Person(**(values | fields))


def test_add_member_stores_a_new_person_of_the_teams_municipality(team, lead):
    membership = add_member(team=team, person=somebody(), role="member", by=lead)

    assert membership.person.municipality == team.municipality
    assert (membership.role, membership.from_on) == ("member", timezone.localdate())
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "person_added",
        "member_added",
    ]


def test_a_known_name_is_asked_about(team, lead):
    known = people.person(given_name="Zanete", family_name="Kirse", birth_year=1990)

    with pytest.raises(PossibleDuplicate) as asked:
        add_member(team=team, person=somebody(), role="member", by=lead)

    assert asked.value.candidates == [known]
    assert team.memberships.count() == 1


@pytest.mark.parametrize(("known", "typed"), [(1990, None), (None, 1990), (None, None)])
def test_an_unknown_birth_year_does_not_hide_a_duplicate(team, lead, known, typed):
    people.person(given_name="Žanete", family_name="Ķirse", birth_year=known)

    with pytest.raises(PossibleDuplicate):
        add_member(team=team, person=somebody(birth_year=typed), role="member", by=lead)


def test_another_birth_year_is_another_person(team, lead):
    people.person(given_name="Žanete", family_name="Ķirse", birth_year=1971)

    add_member(team=team, person=somebody(), role="member", by=lead)

    assert Person.objects.filter(search_key="zanete kirse").count() == 2


def test_a_compared_duplicate_becomes_another_person(team, lead):
    people.person(given_name="Žanete", family_name="Ķirse", birth_year=1990)

    add_member(team=team, person=somebody(), role="member", by=lead, is_another_person=True)

    assert Person.objects.filter(search_key="zanete kirse").count() == 2


def test_a_second_click_does_not_add_the_person_twice(team, lead):
    add_member(team=team, person=somebody(), role="member", by=lead, is_another_person=True)

    with pytest.raises(AlreadyInTeam):
        add_member(team=team, person=somebody(), role="member", by=lead, is_another_person=True)

    assert Person.objects.filter(search_key="zanete kirse").count() == 1


def test_somebody_who_left_can_return_as_the_same_person(team, lead):
    membership = people.member(team)
    end_membership(membership=membership, by=lead)

    again = add_member(team=team, person=membership.person, role="substitute", by=lead)

    assert again.person == membership.person
    assert team.memberships.current().filter(person=membership.person).count() == 1


def test_a_member_is_not_added_again(team, lead):
    membership = people.member(team)

    with pytest.raises(AlreadyInTeam):
        add_member(team=team, person=membership.person, role="member", by=lead)


def test_end_membership_works_at_once_and_says_why(team, lead):
    membership = people.member(team)

    end_membership(membership=membership, by=lead, reason="Maina darbu")

    membership.refresh_from_db()
    assert membership.until_on == timezone.localdate() - dt.timedelta(days=1)
    assert membership not in team.memberships.current()
    line = AuditEntry.objects.get(action="membership_ended")
    assert (line.actor, line.reason) == (lead, "Maina darbu")


def test_ending_twice_leaves_one_line(team, lead):
    membership = people.member(team)

    end_membership(membership=membership, by=lead)
    end_membership(membership=membership, by=lead)

    assert AuditEntry.objects.filter(action="membership_ended").count() == 1


def test_a_lead_cannot_leave_the_team_without_a_lead(team, lead):
    own = TeamMembership.objects.get(person=lead.person)

    with pytest.raises(OwnLeadership):
        end_membership(membership=own, by=lead)

    assert own in team.memberships.current()
