"""The screens on which programme managers keep people, teams and mentors."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions.roles import assign_role
from people.models import MunicipalTeam, Person, Role, TeamMembership
from plans.models import MentorAssignment
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    courses.home()
    call_command("load_reference", verbosity=0)
    account = people.user()
    assign_role(user=account, role=Role.PROGRAMME_MANAGER, by=None)
    client.force_login(account)
    return client


def test_manager_corrects_a_name(manager):
    person = people.person(given_name="Liga", family_name="Berzkoka")
    form = {
        "given_name": "Līga",
        "family_name": "Bērzkoka",
        "job_role": "other",
        "birth_year": "1990",
    }

    response = manager.post(f"/admin/people_person/edit/{person.pk}/", form)

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.search_key) == ("Līga Bērzkoka", "liga berzkoka")


def test_manager_makes_a_team_its_lead_and_its_mentor(manager):
    place, lead, mentor = people.municipality(), people.person(), people.person()

    manager.post("/admin/people_team/new/", {"municipality": place.pk})
    team = MunicipalTeam.objects.get(municipality=place)
    manager.post(
        "/admin/people_membership/new/",
        {"team": team.pk, "person": lead.pk, "role": "lead", "from_on": "2026-01-05"},
    )
    manager.post("/admin/plans_mentor/new/", {"mentor": mentor.pk, "team": team.pk})

    assert TeamMembership.objects.get(team=team).person == lead
    assert MentorAssignment.objects.get(team=team).mentor == mentor


def test_people_are_found_without_diacritics(manager):
    people.person(given_name="Žanete", family_name="Ķirse")
    people.person(given_name="Anna", family_name="Liepa")

    shown = manager.get("/admin/people_person/", {"q": "zanete kirse"}).content.decode()

    assert "Žanete Ķirse" in shown
    assert "Anna Liepa" not in shown


@pytest.mark.parametrize(
    "path", ["people_person", "people_membership", "people_team", "plans_mentor"]
)
def test_lists_ask_as_much_for_thirty_rows_as_for_three(manager, path):
    mentor = people.person()
    counts = []
    for wanted in (3, 30):
        while MunicipalTeam.objects.count() < wanted:
            team = people.team()
            people.member(team)
            MentorAssignment.objects.create(mentor=mentor, team=team)
        manager.get(f"/admin/{path}/")
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(f"/admin/{path}/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_content_editor_sees_no_people(client):
    courses.home()
    call_command("load_reference", verbosity=0)
    account = people.user()
    assign_role(user=account, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(account)
    Person.objects.update(given_name="Kanārija")

    for path in ("people_person", "people_membership", "people_team", "plans_mentor"):
        response = client.get(f"/admin/{path}/")
        assert response.status_code == 302
        assert response["Location"] == "/admin/"
