import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person, TeamMembership
from tests.factories import people

pytestmark = pytest.mark.django_db
FORM = {
    "given_name": "Žanete",
    "family_name": "Ķirse",
    "birth_year": "1990",
    "job_role": "youth_worker",
    "role": "member",
}


@pytest.fixture
def team():
    return people.team()


@pytest.fixture
def lead(client, team):
    account = people.user(person=people.member(team, "lead").person)
    client.force_login(account)
    return account


def test_my_team_goes_to_the_team_one_leads(client, team, lead):
    assert client.get("/lv/team/")["Location"] == f"/lv/team/{team.pk}/"


def test_my_team_offers_the_choice_of_several(client, team, lead):
    other = people.team()
    people.member(other, "lead", person=lead.person)

    response = client.get("/lv/team/")

    assert set(response.context["teams"]) == {team, other}


def test_my_team_is_for_leads(client):
    client.force_login(people.user(person=people.member(people.team()).person))

    assert client.get("/lv/team/").status_code == 403


def test_team_detail_lists_the_members(client, team, lead):
    member = people.member(team).person

    response = client.get(f"/lv/team/{team.pk}/")

    assert [m.person for m in response.context["members"]] == [lead.person, member]
    assert response.context["may_edit"] is True


def test_an_auditor_sees_the_team_and_changes_nothing(client, team):
    client.force_login(people.user("auditor"))

    assert client.get(f"/lv/team/{team.pk}/").context["may_edit"] is False
    assert client.post(f"/lv/team/{team.pk}/add/", FORM).status_code == 404
    assert Person.objects.count() == 0


def test_another_teams_lead_finds_nothing(client, lead):
    other = people.member(people.team())

    assert client.get(f"/lv/team/{other.team_id}/").status_code == 404
    assert client.get(f"/lv/team/{other.team_id}/add/").status_code == 404
    assert client.post(f"/lv/membership/{other.pk}/end/").status_code == 404
    assert TeamMembership.objects.current().filter(pk=other.pk).exists()


@pytest.mark.parametrize("number", ["0", "999999999999999999", "9" * 30])
def test_a_number_of_no_team_is_not_found(client, lead, number):
    assert client.get(f"/lv/team/{number}/").status_code == 404


def test_a_lead_adds_a_member(client, team, lead):
    response = client.post(f"/lv/team/{team.pk}/add/", FORM)

    assert response["Location"] == f"/lv/team/{team.pk}/"
    person = Person.objects.get(family_name="Ķirse")
    assert (person.municipality, person.birth_year) == (team.municipality, 1990)
    assert person.team_memberships.get().role == "member"


def test_a_second_click_does_not_add_twice(client, team, lead):
    client.post(f"/lv/team/{team.pk}/add/", FORM)

    response = client.post(f"/lv/team/{team.pk}/add/", FORM)

    assert len(response.context["form"].non_field_errors()) == 1
    assert Person.objects.filter(family_name="Ķirse").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"family_name": "x" * 81}, "family_name"),
        ({"birth_year": "1066"}, "birth_year"),
        ({"birth_year": "9" * 30}, "birth_year"),
        ({"birth_year": "pērn"}, "birth_year"),
        ({"email": "ne-adrese"}, "email"),
        ({"role": "lead"}, "role"),
        ({"job_role": "king"}, "job_role"),
    ],
)
def test_bad_input_is_told_at_its_field(client, team, lead, change, field):
    response = client.post(f"/lv/team/{team.pk}/add/", FORM | change)

    assert list(response.context["form"].errors) == [field]
    assert Person.objects.filter(family_name="Ķirse").count() == 0


def test_a_known_name_is_named_and_asked_about(client, team, lead):
    known = people.person(
        given_name="Zanete", family_name="Kirse", birth_year=1990, municipality=team.municipality
    )

    response = client.post(f"/lv/team/{team.pk}/add/", FORM)

    assert response.context["candidates"] == [known]
    choices = [value for value, _label in response.context["form"].fields["same_as"].choices]
    assert choices == [str(known.pk), "new"]
    assert team.memberships.count() == 1


def test_the_lead_takes_the_known_record(client, team, lead):
    known = people.person(
        given_name="Žanete", family_name="Ķirse", birth_year=1990, municipality=team.municipality
    )

    client.post(f"/lv/team/{team.pk}/add/", FORM | {"same_as": str(known.pk)})

    assert team.memberships.filter(person=known).count() == 1
    assert Person.objects.filter(search_key="zanete kirse").count() == 1


def test_the_lead_says_it_is_another_person(client, team, lead):
    people.person(given_name="Žanete", family_name="Ķirse", birth_year=1990)

    client.post(f"/lv/team/{team.pk}/add/", FORM | {"same_as": "new"})

    assert Person.objects.filter(search_key="zanete kirse").count() == 2


@pytest.mark.parametrize("forged", ["foreign", "9" * 30, "-1", "x", '"'])
def test_a_lead_cannot_draw_in_somebody_of_another_municipality(client, team, lead, forged):
    foreign = people.person(
        given_name="Žanete",
        family_name="Ķirse",
        birth_year=1990,
        municipality=people.municipality(),
    )
    chosen = str(foreign.pk) if forged == "foreign" else forged

    response = client.post(f"/lv/team/{team.pk}/add/", FORM | {"same_as": chosen})

    assert response.context["candidates"] == [foreign]
    assert foreign.team_memberships.count() == 0


def test_a_lead_cannot_draw_in_somebody_of_another_name(client, team, lead):
    neighbour = people.person(municipality=team.municipality)

    client.post(f"/lv/team/{team.pk}/add/", FORM | {"same_as": str(neighbour.pk)})

    assert neighbour.team_memberships.count() == 0


def test_ending_a_membership_asks_first(client, team, lead):
    membership = people.member(team)

    page = client.get(f"/lv/membership/{membership.pk}/end/")
    assert page.status_code == 200
    assert TeamMembership.objects.current().filter(pk=membership.pk).exists()

    response = client.post(f"/lv/membership/{membership.pk}/end/", {"reason": "Maina darbu"})
    assert response["Location"] == f"/lv/team/{team.pk}/"
    assert not TeamMembership.objects.current().filter(pk=membership.pk).exists()
    assert client.post(f"/lv/membership/{membership.pk}/end/").status_code == 404


def test_a_lead_keeps_the_team_led(client, team, lead):
    own = TeamMembership.objects.get(person=lead.person)

    client.post(f"/lv/membership/{own.pk}/end/")

    assert TeamMembership.objects.current().filter(pk=own.pk).exists()


def test_team_detail_costs_the_same_for_any_number(client):
    client.force_login(people.user("programme_manager"))

    def cost(size: int) -> int:
        team = people.team()
        for _n in range(size):
            people.member(team)
        client.get(f"/lv/team/{team.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/lv/team/{team.pk}/")
        return len(queries)

    assert cost(1) == cost(3) == cost(30)
