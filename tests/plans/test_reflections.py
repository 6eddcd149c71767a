"""What the mentor reads of the team; nobody else does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import FinalReflection
from plans.models import MentorAssignment
from tests.factories import answers, courses, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    return people.team()


@pytest.fixture
def mentor(client, team):
    account = people.user("mentor", person=people.person())
    MentorAssignment.objects.create(mentor=account.person, team=team)
    client.force_login(account)
    return account


def written(person, monday="Sākšu"):
    programme = courses.Programme.objects.first() or courses.programme()
    return FinalReflection.objects.create(person=person, programme=programme, monday=monday)


def test_the_mentor_reads_the_newest_text_of_the_members(client, mentor, team):
    member = people.member(team).person
    people.member(team)
    written(member, "Agrāk")
    newest = written(member)
    written(people.person(), "Svešs")

    response = client.get(f"/lv/municipalities/{team.pk}/")

    assert response.context["reflections"] == [(member, newest)]
    assert "Agrāk" not in response.content.decode()


def test_who_left_the_team_is_left_out(client, mentor, team):
    membership = people.member(team)
    written(membership.person)
    type(membership).objects.update(from_on="2020-01-01", until_on="2020-02-01")

    assert client.get(f"/lv/municipalities/{team.pk}/").context["reflections"] == []


def test_the_page_closes_when_the_assignment_ends(client, mentor, team):
    written(people.member(team).person)
    MentorAssignment.objects.all().delete()

    assert client.get(f"/lv/municipalities/{team.pk}/").status_code == 404


def test_the_page_costs_the_same_for_any_number(client, mentor, team):
    costs = []
    for more in (1, 2, 27):
        for person in answers.crowd(more):
            people.member(team, person=person)
            written(person)
        client.get(f"/lv/municipalities/{team.pk}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/lv/municipalities/{team.pk}/")
        costs.append(len(captured))

    assert costs == [costs[0]] * 3
