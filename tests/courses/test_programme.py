"""The 2024 programme as loaded."""

from decimal import Decimal

import pytest

from courses.actions.programme import load_programme_2024
from courses.models import Module, Programme, ProgrammeBlock, ProgrammeDay
from tests.factories import courses

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Programme, ProgrammeDay, ProgrammeBlock, Module)]


def test_programme_2024_has_forty_hours_in_five_days_of_two_blocks():
    programme = load_programme_2024()
    days = [(day.code, day.mode, day.blocks.count()) for day in programme.days.all()]
    assert days == [
        ("K1", "in_person", 2),
        ("K2", "in_person", 2),
        ("K3", "in_person", 2),
        ("T1", "online", 2),
        ("T2", "online", 2),
    ]
    hours = sum(
        block.academic_hours for block in ProgrammeBlock.objects.filter(day__programme=programme)
    )
    assert hours == programme.academic_hours == Decimal(40)
    assert programme.hours_needed == Decimal(32)


def test_programme_2024_teaches_two_modules_a_day():
    programme = load_programme_2024()
    taught = {
        day.code: [module.code for module in day.modules.all()] for day in programme.days.all()
    }
    assert taught == {
        "K1": ["M01", "M02"],
        "K2": ["M03", "M04"],
        "K3": ["M05", "M06"],
        "T1": ["M07", "M08"],
        "T2": ["M09", "M10"],
    }
    assert sum(module.academic_hours for module in programme.modules.all()) == Decimal(40)
    assert (programme.min_modules, programme.certificate_series) == (10, "DDJ")


def test_programme_2024_states_its_six_attributes_in_both_languages():
    programme = load_programme_2024()
    names = ["title", "outcomes", "form", "language", "content", "resources"]
    for name in [*names, *(f"{name}_en" for name in names)]:
        assert getattr(programme, name).strip(), name


def test_loading_twice_adds_nothing_and_keeps_the_managers_rule():
    programme = load_programme_2024()
    before = counts()
    programme.min_hours_share = Decimal("0.75")
    programme.save()
    Module.objects.filter(code="M01").update(pass_mark=5)
    assert load_programme_2024().min_hours_share == Decimal("0.75")
    assert Module.objects.get(code="M01").pass_mark == 5
    assert counts() == before == [1, 5, 10, 10]


def test_loading_stands_beside_another_programme():
    courses.programme()
    load_programme_2024()
    assert counts() == [2, 10, 20, 12]
