"""Names of meetings matched with people: certain, proposed, nobody."""

import pytest

from people.models import Person
from scheduling.queries.meetings.matching import Directory
from scheduling.queries.meetings.names import is_device, readings

PEOPLE = [
    Person(pk=1, given_name="Anna", family_name="Ozola-Bērziņa", email="anna@example.lv"),
    Person(pk=2, given_name="Ģirts", family_name="Šķēle", email="novads@example.lv"),
    Person(pk=3, given_name="Līga", family_name="Kalniņa", email="liga.a@example.lv"),
    Person(pk=4, given_name="Līga", family_name="Kalniņa", email="liga.b@example.lv"),
    Person(pk=5, given_name="Jānis", family_name="Liepa"),
]
TRAINERS = [Person(pk=9, given_name="Vadis", family_name="Vadītājs")]
ALIASES = [("mazais lacis", 5), ("kopigs", 1), ("kopigs", 5), ("lapsa", 77)]


@pytest.fixture
def directory():
    return Directory(PEOPLE, aliases=ALIASES, trainers=TRAINERS)


@pytest.mark.parametrize(
    ("shown", "email", "person", "how"),
    [
        ("Anna Ozola-Bērziņa", "", 1, "name"),
        ("anna ozola berzina", "", 1, "name"),
        ("ANNA OZOLA–BĒRZIŅA", "", 1, "name"),
        ("Ozola-Bērziņa Anna", "", 1, "swapped"),
        ("Ozola-Bērziņa, Anna", "", 1, "name"),
        ("Šķēle Ģirts", "", 2, "swapped"),
        ("Girts Skele (Viesis)", "", 2, "name"),
        ("Girts (Ģirts Šķēle)", "", 2, "name"),
        ("Ģirts Šķēle | Rēzeknes novads", "", 2, "name"),
        ("Ģirts Šķēle, Rēzeknes novads", "", 2, "name"),
        ("Ģirts Šķēle - projektu vadītājs", "", 2, "name"),
        ("Līga Kalniņa", "liga.b@example.lv", 4, "email"),
        ("Līga Kalniņa", "", None, ""),
        ("Līga Kalniņa", "anna@example.lv", None, ""),
        ("Jānis Liepa", "anna@example.lv", None, ""),
        ("Anniņa", "anna@example.lv", 1, "email"),
        ("iPad", "ANNA@example.lv", 1, "email"),
        ("Pēteris Pavisamcits", "novads@example.lv", None, ""),
        ("Mazais Lācis", "", 5, "alias"),
        ("Mazais Lācis", "anna@example.lv", None, ""),
        ("kopīgs", "", None, ""),
        ("Lapsa", "", None, ""),
        ("iPad", "", None, ""),
        ("", "", None, ""),
    ],
)
def test_a_name_is_certain_or_nobody(directory, shown, email, person, how):
    found = directory.certain(shown, email)
    assert (found.person, found.how) == (person, how)


def test_a_trainer_of_the_session_is_recognised_but_a_participant_of_that_name_comes_first():
    directory = Directory(PEOPLE, trainers=[*TRAINERS, PEOPLE[4]])
    assert directory.certain("Vadītājs Vadis").is_trainer
    assert directory.certain("Jānis Liepa").person == 5


@pytest.mark.parametrize(
    ("shown", "proposed"),
    [
        ("Ana Ozola Berzina", [1]),
        ("Anna Ozola", [1]),
        ("Girts Skelle", [2]),
        ("Līga Kalniņa", [3, 4]),
        ("Liga K.", [3, 4]),
        ("iPad", []),
        ("SM-A525F", []),
        ("Nepazīstams Cilvēks", []),
        ("=HYPERLINK(1)", []),
    ],
)
def test_what_is_alike_is_proposed_only(directory, shown, proposed):
    assert directory.certain(shown).person is None
    assert directory.proposals(shown) == proposed


@pytest.mark.parametrize(
    "shown", ["iPad (2)", "Galaxy A52", "+371 2* *** **1", "Lietotājs", "", "-"]
)
def test_devices_are_nobodys_name(shown):
    assert is_device(shown)


def test_hostile_names_are_read_at_once():
    for shown in ("(" * 200, " - " * 60, "a" * 200, "| " * 100, "((((a))))" * 20):
        assert len(list(readings(shown))) <= 40
