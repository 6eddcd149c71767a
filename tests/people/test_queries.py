import pytest

from people.models import Invitation
from people.queries import search_people, team_members
from tests.factories import people

pytestmark = pytest.mark.django_db


def named(given: str, family: str):
    return people.person(given_name=given, family_name=family)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("berzina", ["Anna Bērziņa"]),
        ("BĒRZIŅA", ["Anna Bērziņa"]),
        ("anna berz", ["Anna Bērziņa"]),
        ("berz anna", ["Anna Bērziņa"]),
        ("kalnina", ["Jānis Kalniņš"]),
        ("pīlādze", ["Ieva Lazdukalne-Pīlādze"]),
        ("zina", []),
        ('"', []),
        ("%", []),
        ("_", []),
        ("   ", ["Anna Bērziņa", "Jānis Kalniņš", "Ieva Lazdukalne-Pīlādze"]),
    ],
)
def test_search_people_folds_letters_and_endings(text, found):
    named("Anna", "Bērziņa")
    named("Jānis", "Kalniņš")
    named("Ieva", "Lazdukalne-Pīlādze")

    assert [p.full_name for p in search_people(text)] == found


def test_an_exact_match_comes_first():
    named("Anna", "Berzina")
    named("Anna", "Bērziņa")

    assert [p.family_name for p in search_people("Bērziņa")] == ["Bērziņa", "Berzina"]
    assert [p.family_name for p in search_people("Berzina")] == ["Berzina", "Bērziņa"]


def test_people_stand_in_latvian_order():
    for family in ("Ādamsone", "Avena", "Čakste", "Celma", "Zariņa", "Žagare"):
        named("Anna", family)

    assert [p.family_name for p in search_people("anna")] == [
        "Avena",
        "Ādamsone",
        "Celma",
        "Čakste",
        "Zariņa",
        "Žagare",
    ]


def invited(person, **fields):
    from datetime import timedelta

    from django.utils import timezone

    values = {
        "token_hash": f"{person.pk}-{len(fields)}",
        "expires_at": timezone.now() + timedelta(days=1),
    }
    return Invitation.objects.create(person=person, **(values | fields))


def test_team_members_say_how_far_each_is_from_signing_in():
    from datetime import timedelta

    from django.utils import timezone

    team = people.team()
    lead = people.member(team, "lead").person
    people.user(person=lead)
    waiting = people.member(team).person
    invited(waiting)
    late = people.member(team).person
    invited(late, expires_at=timezone.now() - timedelta(days=1))
    untouched = people.member(team, "substitute").person

    members = team_members(team)

    assert [(m.person, m.way_in) for m in members] == [
        (lead, "active"),
        (waiting, "invited"),
        (late, "expired"),
        (untouched, "no_account"),
    ]


@pytest.mark.parametrize("size", [1, 3, 30])
def test_team_members_cost_two_queries(size, django_assert_num_queries):
    team = people.team()
    for _n in range(size):
        invited(people.member(team).person)

    with django_assert_num_queries(2):
        team_members(team)
