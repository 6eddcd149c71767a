"""Which version of a module a cohort has, and moving it on purpose."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions.progress import start_module
from courses.models import Module, ModuleEdition
from courses.queries import newest_edition
from people.models import AuditEntry
from scheduling.actions.editions import EditionNotNewer, move_cohort
from scheduling.actions.enrolment import enrol_person
from tests.courses.test_editions import publish
from tests.courses.test_parts import stored
from tests.factories import courses, people, scheduling

pytestmark = pytest.mark.django_db
NEW = "Pārrakstīts teksts."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def group():
    return scheduling.open_group()


@pytest.fixture
def module(group) -> Module:
    return group.cohort.programme.modules.first()


@pytest.fixture
def page(module):
    return courses.module_page(module)


def number_started(person, module) -> str:
    return start_module(person=person, module=module).edition.number


def test_cohort_keeps_the_version_of_its_first_place(group, module, page):
    first, second, outsider = people.person(), people.person(), people.person()
    enrol_person(person=first, group=group, by=None)
    publish(publish(page, "version"), "correction")
    enrol_person(person=second, group=group, by=None)

    assert number_started(first, module) == "1.0"
    assert number_started(second, module) == "1.0"
    assert number_started(outsider, module) == "2.1"


def test_cohort_that_begins_later_has_the_new_version(group, module, page):
    enrol_person(person=people.person(), group=group, by=None)
    publish(page, "version")
    later = scheduling.open_group(cohort_=scheduling.cohort(programme=group.cohort.programme))
    newcomer = people.person()
    enrol_person(person=newcomer, group=later, by=None)

    assert number_started(newcomer, module) == "2.0"


def test_corrections_reach_the_cohort(group, module, page):
    person = people.person()
    enrol_person(person=person, group=group, by=None)
    publish(page, "correction")

    assert number_started(person, module) == "1.1"


def test_module_published_later_is_pinned_by_who_starts_it_first(group, module):
    first, second = people.person(), people.person()
    for person in (first, second):
        enrol_person(person=person, group=group, by=None)
    page = courses.module_page(module)

    assert number_started(first, module) == "1.0"
    publish(page, "version")
    assert number_started(second, module) == "1.0"


def test_waiting_person_has_no_cohort_yet(group, module, page):
    waiting = scheduling.enrolment(group, state="waiting").person
    enrol_person(person=people.person(), group=group, by=None)
    publish(page, "version")

    assert number_started(waiting, module) == "2.0"


def test_manager_moves_the_cohort_on_the_page(client, group, module, page):
    started, later = people.person(), people.person()
    for person in (started, later):
        enrol_person(person=person, group=group, by=None)
    begun = start_module(person=started, module=module)
    publish(page, "version")
    manager = people.user("programme_manager")
    client.force_login(manager)
    url = f"/lv/cohorts/{group.cohort_id}/versions/"
    newest = newest_edition(module.pk)
    assert f'value="{newest.pk}"' in client.get(url).content.decode()

    answer = client.post(url, {"edition": newest.pk})

    assert answer.status_code == 302
    begun.refresh_from_db()
    assert begun.edition.number == "1.0"
    assert number_started(later, module) == "2.0"
    line = AuditEntry.objects.get(action="scheduling.cohort_moved_to_edition")
    assert (line.actor, line.before["number"], line.after["number"]) == (manager, "1.0", "2.0")
    assert f'value="{newest.pk}"' not in client.get(url).content.decode()


@pytest.mark.parametrize("wanted", ["", "x", "999999", "9" * 30, "²"])
def test_a_version_that_is_none_changes_nothing(client, group, module, page, wanted):
    enrol_person(person=people.person(), group=group, by=None)
    client.force_login(people.user("programme_manager"))

    answer = client.post(f"/lv/cohorts/{group.cohort_id}/versions/", {"edition": wanted})

    assert answer.status_code == 302
    assert group.cohort.editions.get().edition.number == "1.0"


def test_cohort_is_never_moved_back(group, module, page):
    enrol_person(person=people.person(), group=group, by=None)
    first = ModuleEdition.objects.get()
    publish(page, "version")
    move_cohort(cohort=group.cohort, edition=newest_edition(module.pk), by=None)

    with pytest.raises(EditionNotNewer):
        move_cohort(cohort=group.cohort, edition=first, by=None)

    assert group.cohort.editions.get().edition.number == "2.0"


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_few_and_many_modules(client, count):
    group = scheduling.open_group(
        cohort_=scheduling.cohort(programme=courses.programme(modules=count))
    )
    for module in group.cohort.programme.modules.all():
        courses.module_page(module)
    enrol_person(person=people.person(), group=group, by=None)
    client.force_login(people.user("programme_manager"))
    url = f"/lv/cohorts/{group.cohort_id}/versions/"
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) == 8


def _main(client, page) -> str:
    return client.get(page.url).content.decode().partition("<main")[2]


def test_member_reads_the_version_of_the_cohort_before_starting(client, group, module, page):
    member, outsider = (
        people.user(username="member", person=people.person()),
        people.user(username="outsider"),
    )
    enrol_person(person=member.person, group=group, by=None)
    page.intro = NEW
    page.save()
    publish(page, "version")

    shown = {}
    for account in (member, outsider):
        client.force_login(account, backend=BACKEND)
        shown[account.username] = _main(client, page)
    start_module(person=member.person, module=module)
    client.force_login(member, backend=BACKEND)
    after = _main(client, page)

    assert ["Ievads" in shown["member"], NEW in shown["member"]] == [True, False]
    assert ["Ievads" in shown["outsider"], NEW in shown["outsider"]] == [False, True]
    assert [NEW in after, "Mērķis" in after] == [False, True]


def test_reading_pins_nothing(client, group, module):
    member = people.user(username="member", person=people.person())
    enrol_person(person=member.person, group=group, by=None)
    late = publish(courses.module_page(module), "version")

    client.force_login(member, backend=BACKEND)

    assert client.get(late.url).status_code == 200
    assert group.cohort.editions.count() == 0


def test_member_downloads_the_worksheet_of_the_cohorts_version(client, group, page):
    member, outsider = people.user(person=people.person()), people.user(person=people.person())
    body = stored("section", "worksheet")
    page.body = json.dumps(body)
    page.save_revision().publish()
    enrol_person(person=member.person, group=group, by=None)
    page = publish(page, "correction")
    page.body, page.edition_kind = json.dumps(body[:1]), "version"
    page.save_revision().publish()

    answers = []
    for account in (member, outsider):
        client.force_login(account, backend=BACKEND)
        answers.append(client.get(f"/lv/module/M01/worksheet/{body[1]['id']}/").status_code)

    assert answers == [200, 404]
