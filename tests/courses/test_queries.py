"""Overview and counts over modules, with the same number of queries whatever the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from courses.actions.progress import read_part, start_module
from courses.models import ModulePage, ModuleProgress
from courses.queries import (
    completed_module_count,
    completed_modules,
    module_catalogue,
    module_overview,
    parts_of,
    step_url,
    url_of,
)
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def complete(person, module):
    now = timezone.now()
    ModuleProgress.objects.create(
        person=person, module=module, quiz_passed_at=now, completed_at=now
    )


def test_overview_tells_states_and_steps(module, page):
    person = people.person()
    before = module_overview(person, module.programme)
    assert [(s.module.code, s.state, s.steps_done) for s in before] == [
        ("M01", "not_started", 0),
        ("M02", "not_started", 0),
    ]
    progress = start_module(person=person, module=module)
    read_part(progress=progress, version=page, part="aim", by=None)
    first = module_overview(person, module.programme)[0]
    assert (first.title, first.state, first.steps_done, first.steps_total) == (
        page.title,
        "in_progress",
        1,
        5,
    )
    for part in parts_of(page):
        read_part(progress=progress, version=page, part=part.id, by=None)
    courses.attempt(progress, page)
    first = module_overview(person, module.programme)[0]
    assert (first.state, first.steps_done) == ("completed", 5)
    assert first.url == "/lv/moduli/m01/"


def test_overview_of_a_started_module_leads_to_the_step(module, page):
    person = people.person()
    start_module(person=person, module=module)
    assert module_overview(person, module.programme)[0].url == "/lv/moduli/m01/?part=aim"


def test_overview_speaks_the_readers_language_and_falls_back(module, page):
    english = courses.module_page(module, "en")
    english.title = "Module one"
    english.save_revision().publish()
    with translation.override("en"):
        states = module_overview(people.person(), module.programme)
    assert [state.title for state in states] == ["Module one", "M02"]


def test_overview_counts_the_steps_of_the_version_started(module, page):
    person = people.person()
    progress = start_module(person=person, module=module)
    for part in parts_of(page):
        read_part(progress=progress, version=page, part=part.id, by=None)
    page.body = [("section", {"heading": f"S{n}", "text": "<p>T</p>"}) for n in range(5)]
    page.save_revision().publish()
    first = module_overview(person, module.programme)[0]
    assert (first.steps_done, first.steps_total) == (4, 5)


@pytest.mark.parametrize("republish", [False, True])
def test_overview_takes_the_same_queries_for_any_number_of_modules(republish):
    counted = []
    for number in (1, 3, 30):
        programme = courses.programme(modules=number, code=f"p{number}")
        person = people.person()
        for module in programme.modules.all():
            page = courses.module_page(module, slug=f"p{number}-{module.code}".lower())
            start_module(person=person, module=module)
            if republish:
                page.save_revision().publish()
        counted.append(queries(lambda p=programme, who=person: module_overview(who, p)))
    assert len(set(counted)) == 1
    assert counted[0] == (5 if republish else 4)


def test_completed_modules_are_counted_in_one_query_for_any_number_of_people():
    programme = courses.programme(modules=3)
    for number in (1, 3, 30):
        found = [people.person() for _ in range(number)]
        for person in found[: number // 2 + 1]:
            for module in programme.modules.all()[:2]:
                complete(person, module)
        ids = [person.pk for person in found]
        assert queries(lambda wanted=ids: completed_module_count(wanted, programme)) == 1
        expected = {pk: 2 if n <= number // 2 else 0 for n, pk in enumerate(ids)}
        assert completed_module_count(ids, programme) == expected


def test_modules_of_another_programme_do_not_count():
    programme = courses.programme(modules=1)
    other = courses.programme(modules=1, code="cita")
    person = people.person()
    complete(person, other.modules.get())
    assert completed_module_count([person.pk], programme) == {person.pk: 0}
    assert completed_modules(person, programme) == []
    assert completed_modules(person, other) == list(other.modules.all())


def test_started_module_is_not_a_completed_one(module, page):
    person = people.person()
    start_module(person=person, module=module)
    assert completed_modules(person, module.programme) == []
    assert completed_module_count([person.pk], module.programme) == {person.pk: 0}


def test_catalogue_shows_published_modules_by_day(module, page):
    second = courses.module_page(module.programme.modules.last())
    assert [(d.day.code, [c.page.pk for c in d.cards]) for d in module_catalogue("lv")] == [
        ("K1", [page.pk, second.pk])
    ]
    assert module_catalogue("en") == []
    page.unpublish()
    assert [c.page.pk for d in module_catalogue("lv") for c in d.cards] == [second.pk]


def test_address_of_a_page_is_wagtails(page, module, rf):
    english = courses.module_page(module, "en")
    for one in (page, english):
        fresh = ModulePage.objects.select_related("locale").get(pk=one.pk)
        assert url_of(fresh) == fresh.get_url(rf.get("/"))


def test_next_step_of_a_completed_module_is_the_whole_page(module, page):
    person = people.person()
    complete(person, module)
    assert step_url(page, ModuleProgress.objects.get()) == url_of(page)
