"""Going on where one stopped: which module, which part, and what when the parts changed."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone, translation

from courses.actions.assignments import accept_assignment, return_assignment
from courses.actions.progress import read_part, save_reflection, start_module
from courses.models import Module, ModuleProgress
from courses.queries import continue_at, parts_of
from tests.courses.test_queries import complete, queries
from tests.factories import courses, people
from tests.factories.assignments import handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return people.person()


def place_of(person):
    place = continue_at(person)
    return place and (place.module.code, place.number, place.total, place.url)


def test_nothing_started_is_nothing_to_continue(person, page):
    assert continue_at(person) is None


def test_the_part_after_the_last_read_is_next(person, page):
    progress = start_module(person=person, module=page.module)
    assert place_of(person) == ("M01", 1, 4, "/lv/moduli/m01/?part=aim")
    read_part(progress=progress, version=page, part="aim", by=None)

    section = parts_of(page)[1].id
    assert place_of(person) == ("M01", 2, 4, f"/lv/moduli/m01/?part={section}")


def test_the_module_last_worked_on_comes_first(person, page):
    second = courses.module_page(Module.objects.get(code="M02"))
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        first = start_module(person=person, module=page.module)
    with time_machine.travel(now + dt.timedelta(hours=1), tick=False):
        start_module(person=person, module=second.module)
    assert continue_at(person).module.code == "M02"
    with time_machine.travel(now + dt.timedelta(hours=2), tick=False):
        read_part(progress=first, version=page, part="aim", by=None)

    assert continue_at(person).module.code == "M01"


def test_reading_out_of_order_leads_to_what_is_unread(person, page):
    progress = start_module(person=person, module=page.module)
    ids = [part.id for part in parts_of(page)]
    for part in (ids[0], ids[2], ids[3]):
        read_part(progress=progress, version=page, part=part, by=None)

    assert place_of(person) == ("M01", 2, 4, f"/lv/moduli/m01/?part={ids[1]}")


def test_a_part_that_is_gone_leads_to_the_first_unread(person, page):
    progress = start_module(person=person, module=page.module)
    read_part(progress=progress, version=page, part="aim", by=None)
    ModuleProgress.objects.update(last_part="gone", revisions={})
    page.body = [("section", {"heading": f"S{n}", "text": "<p>T</p>"}) for n in range(3)]
    page.save_revision().publish()
    page.refresh_from_db()

    first_new = parts_of(page)[1].id
    assert place_of(person) == ("M01", 2, 6, f"/lv/moduli/m01/?part={first_new}")


def test_parts_are_counted_in_the_version_started(person, page):
    start_module(person=person, module=page.module)
    page.body = [("section", {"heading": f"S{n}", "text": "<p>T</p>"}) for n in range(9)]
    page.save_revision().publish()

    assert place_of(person)[2] == 4


def test_another_language_leads_to_the_same_place_there(person, page):
    english = courses.module_page(page.module, "en")
    progress = start_module(person=person, module=page.module)
    read_part(progress=progress, version=page, part="aim", by=None)

    with translation.override("en"):
        place = place_of(person)

    assert place == ("M01", 2, 4, f"/en/moduli/m01/?part={parts_of(english)[1].id}")


def read_everything(person, page):
    progress = start_module(person=person, module=page.module)
    for part in parts_of(page):
        read_part(progress=progress, version=page, part=part.id, by=None)
    return progress


def test_after_the_last_part_the_next_condition_follows(person, page):
    Module.objects.update(requires_assignment=True, requires_reflection=True)
    progress = read_everything(person, page)
    assert place_of(person) == ("M01", 0, 0, "/lv/module/M01/quiz/")
    ModuleProgress.objects.update(quiz_passed_at=timezone.now())
    assert place_of(person) == ("M01", 0, 0, "/lv/module/M01/assignment/")
    version = handed_in(person, page.module)
    assert place_of(person) == ("M01", 0, 0, "/lv/moduli/m01/?part=reflection")
    save_reflection(progress=progress, version=page, text="Sākšu", by=None)
    assert continue_at(person) is None, "it waits for the trainer"
    trainer = people.user("trainer", person=people.person())
    return_assignment(version=version, feedback="Precizējiet", by=trainer)
    assert place_of(person) == ("M01", 0, 0, "/lv/module/M01/assignment/")
    accept_assignment(version=handed_in(person, page.module, "Labāk"), by=trainer)
    assert continue_at(person) is None
    assert ModuleProgress.objects.get().completed_at is not None


def test_what_waits_for_a_trainer_gives_way_to_another_module(person, page):
    Module.objects.update(requires_assignment=True)
    courses.module_page(Module.objects.get(code="M02"))
    start_module(person=person, module=Module.objects.get(code="M02"))
    read_everything(person, page)
    ModuleProgress.objects.filter(module=page.module).update(quiz_passed_at=timezone.now())
    handed_in(person, page.module)

    assert continue_at(person).module.code == "M02"


def test_completed_and_unpublished_modules_are_passed_over(person, page):
    complete(person, Module.objects.get(code="M02"))
    start_module(person=person, module=page.module)
    page.unpublish()

    assert continue_at(person) is None


def test_my_training_shows_it(learning, learner, page):
    start_module(person=learner.person, module=page.module)

    html = learning.get("/en/my/").content.decode()

    assert "Continue: M01, part 1 of 4" in " ".join(html.split())


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_takes_three_queries_at_most(person, number):
    programme = courses.programme(modules=number)
    for module in programme.modules.all():
        page = courses.module_page(module)
        start_module(person=person, module=module)
        page.save_revision().publish()

    assert queries(lambda: continue_at(person)) == 3
