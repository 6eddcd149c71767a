import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import MentorAssignment
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor(client):
    account = people.user("mentor", person=people.person())
    client.force_login(account)
    return account


def assigned(mentor):
    team = people.team()
    MentorAssignment.objects.create(mentor=mentor.person, team=team)
    return team


def test_a_mentor_sees_the_assigned_municipalities_only(client, mentor):
    mine = [assigned(mentor), assigned(mentor)]
    people.team()

    response = client.get("/lv/municipalities/")

    assert list(response.context["teams"]) == mine


def test_a_mentor_without_assignments_is_told_when_they_come(client, mentor):
    response = client.get("/lv/municipalities/")

    assert (response.status_code, list(response.context["teams"])) == (200, [])


def test_a_mentor_without_a_person_gets_an_empty_page(client):
    client.force_login(people.user("mentor"))

    assert list(client.get("/lv/municipalities/").context["teams"]) == []


def test_a_mentor_opens_the_progress_of_an_assigned_team(client, mentor):
    team = assigned(mentor)

    assert client.get(f"/lv/municipalities/{team.pk}/").context["team"] == team


@pytest.mark.parametrize("number", ["0", "999999999999999999", "9" * 30])
def test_a_number_of_no_team_is_not_found(client, mentor, number):
    assert client.get(f"/lv/municipalities/{number}/").status_code == 404


def test_another_mentors_team_is_not_found(client, mentor):
    assert client.get(f"/lv/municipalities/{people.team().pk}/").status_code == 404


@pytest.mark.parametrize("role", ["trainer", "programme_manager", "auditor", "evaluator", ""])
def test_the_page_is_for_mentors(client, role):
    client.force_login(people.user(*filter(None, [role]), person=people.person()))

    assert client.get("/lv/municipalities/").status_code == 403
    assert client.get(f"/lv/municipalities/{people.team().pk}/").status_code == 404


def test_strangers_go_to_the_login_page(client):
    assert client.get("/lv/municipalities/")["Location"] == "/lv/login/?next=/lv/municipalities/"


def test_an_ended_role_closes_the_page(client, mentor):
    mentor.role_assignments.update(valid_until="2020-01-01")

    assert client.get("/lv/municipalities/").status_code == 403


def test_the_page_costs_the_same_for_any_number(client, mentor):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/lv/municipalities/")
        return len(queries)

    assigned(mentor)
    client.get("/lv/municipalities/")
    costs = [cost()]
    for more in (2, 27):
        for _n in range(more):
            assigned(mentor)
        costs.append(cost())

    assert costs == [costs[0]] * 3
