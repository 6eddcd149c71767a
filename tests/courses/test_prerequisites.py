"""Modules that wait for others: no circles, a refused start, and what the page says."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page

from courses.actions import prerequisites as actions
from courses.actions.prerequisites import (
    ForeignPrerequisite,
    PrerequisiteCycle,
    set_prerequisites,
)
from courses.actions.progress import PrerequisitesUnmet, start_module
from courses.models import Module, ModulePrerequisite, ModuleProgress, Programme
from courses.queries import module_overview
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import AuditEntry, Role
from tests.courses.test_queries import complete, queries
from tests.factories import courses, people

PAGE = "/en/moduli/m02/"


@pytest.fixture
def second(page) -> Module:
    """M02, which waits for M01."""
    module = Module.objects.get(code="M02")
    courses.module_page(module)
    courses.module_page(module, "en")
    set_prerequisites(module=module, required=[page.module], by=None)
    return module


def test_start_is_refused_with_a_sentence_until_the_first_is_completed(learning, learner, second):
    response = learning.post("/en/module/M02/start/", follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert [str(m) for m in response.context["messages"]] == ["Complete these modules first: M01."]
    assert ModuleProgress.objects.count() == 0
    complete(learner.person, Module.objects.get(code="M01"))
    assert learning.post("/en/module/M02/start/").url == f"{PAGE}?part=aim"


def test_the_page_stays_readable_and_says_what_comes_first(learning, learner, second, client):
    html = learning.get(PAGE).content.decode()
    assert 'href="/en/module/M01/"' in html
    assert "Start the module" not in html
    assert "Dariet" in html
    complete(learner.person, Module.objects.get(code="M01"))
    assert "Start the module" in learning.get(PAGE).content.decode()
    client.logout()
    assert 'href="/en/module/M01/"' in client.get(PAGE).content.decode()


def test_who_has_started_before_goes_on(learner, second):
    person = people.person()
    ModulePrerequisite.objects.all().delete()
    started = start_module(person=person, module=second)
    set_prerequisites(module=second, required=[Module.objects.get(code="M01")], by=None)

    assert start_module(person=person, module=second) == started
    with pytest.raises(PrerequisitesUnmet):
        start_module(person=learner.person, module=second)


def test_the_overview_names_what_comes_first(learner, second):
    found = module_overview(learner.person, second.programme)

    assert [state.first for state in found] == [(), ("M01",)]


def test_another_persons_completion_does_not_count(learner, second):
    complete(people.person(), Module.objects.get(code="M01"))

    with pytest.raises(PrerequisitesUnmet):
        start_module(person=learner.person, module=second)


def test_page_takes_the_same_queries_for_any_number_of_prerequisites(client, second):
    counts = []
    client.get(PAGE)  # what is read once and kept
    for n in (1, 3, 30):
        for k in range(n):
            module = Module.objects.create(
                programme=second.programme, code=f"P{n}{k}", day=second.day, position=50 + k
            )
            ModulePrerequisite.objects.create(module=second, required=module)
        counts.append(queries(lambda: client.get(PAGE)))

    assert counts == [counts[0]] * 3


def test_modules_of_another_programme_are_refused(second):
    other = courses.programme(modules=1, code="cita").modules.get()

    with pytest.raises(ForeignPrerequisite):
        set_prerequisites(module=second, required=[other], by=None)


def test_no_module_needs_itself_in_the_database(second):
    with pytest.raises(IntegrityError), transaction.atomic():
        ModulePrerequisite.objects.create(module=second, required=second)


def test_changes_are_audited_once(second):
    assert AuditEntry.objects.filter(action="courses.prerequisites_set").count() == 1
    set_prerequisites(module=second, required=second.prerequisites.all(), by=None)
    assert AuditEntry.objects.filter(action="courses.prerequisites_set").count() == 1


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wishes=st.lists(
        st.tuples(st.integers(0, 4), st.sets(st.integers(0, 4), max_size=3)), max_size=8
    )
)
def test_prerequisites_never_go_in_a_circle(db, wishes):
    n = Programme.objects.count()
    modules = list(courses.programme(modules=5, code=f"p{n}").modules.all())
    edges = {k: set() for k in range(5)}
    for module, required in wishes:
        hoped = edges | {module: required}
        if _has_circle(hoped):
            with pytest.raises(PrerequisiteCycle) as refused:
                set_prerequisites(
                    module=modules[module], required=[modules[k] for k in required], by=None
                )
            assert refused.value.codes[0] == refused.value.codes[-1] == modules[module].code
        else:
            set_prerequisites(
                module=modules[module], required=[modules[k] for k in required], by=None
            )
            edges = hoped
        stored = {
            k: {modules.index(one) for one in modules[k].prerequisites.all()} for k in range(5)
        }
        assert stored == edges


def _has_circle(edges):
    """Whether some module waits for itself, found by striking out those that wait for nobody."""
    left = dict(edges)
    while free := [k for k, needs in left.items() if not needs & set(left)]:
        for k in free:
            del left[k]
    return bool(left)


def as_manager(client):
    load_reference()
    account = people.user()
    assign_role(user=account, role=Role.PROGRAMME_MANAGER, by=None)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")


QUIZ = {"pass_mark": "4", "quiz_draw": "5", "waiting_minutes": "0", "result_rule": "best"}


def edit(client, module, required):
    data = {
        "areas": module.areas,
        "academic_hours": "4",
        **QUIZ,
        "requires_all_parts": "on",
        "requires_quiz": "on",
        "prerequisites": [one.pk for one in required],
    }
    return client.post(f"/admin/snippets/courses/module/edit/{module.pk}/", data)


def test_a_manager_sets_them_and_a_circle_gets_a_sentence(client, second):
    as_manager(client)
    first = Module.objects.get(code="M01")

    refused = edit(client, first, [second])

    assert refused.status_code == 200
    assert len(refused.context["form"].errors["prerequisites"]) == 1
    assert "M01 → M02 → M01" in refused.context["form"].errors["prerequisites"][0]
    assert first.prerequisites.count() == 0
    assert edit(client, second, []).status_code == 302
    assert edit(client, first, [second]).status_code == 302
    assert list(first.prerequisites.all()) == [second]


def test_a_rule_that_asks_for_nothing_is_refused(client, second):
    as_manager(client)
    data = {"areas": "", "academic_hours": "4", **QUIZ}

    response = client.post(f"/admin/snippets/courses/module/edit/{second.pk}/", data)

    assert response.status_code == 200
    second.refresh_from_db()
    assert second.requires_quiz
    with pytest.raises(IntegrityError), transaction.atomic():
        Module.objects.filter(pk=second.pk).update(requires_quiz=False, requires_all_parts=False)


def both_at_once(modules, monkeypatch, lock):
    """Two managers set opposite wishes; both have read before either writes, if the lock lets them."""
    gate = threading.Barrier(2)
    look = actions._way_round

    def look_together(start, edges):
        with contextlib.suppress(threading.BrokenBarrierError):  # the lock held the other one
            gate.wait(1.5)
        return look(start, edges)

    monkeypatch.setattr(actions, "_way_round", look_together)
    if lock is not None:
        monkeypatch.setattr(actions, "_lock_programme", lock)

    def wish(pair):
        try:
            set_prerequisites(module=pair[0], required=[pair[1]], by=None)
        except PrerequisiteCycle:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(wish, [modules, modules[::-1]]))


@pytest.fixture
def pair(transactional_db):
    if not Page.objects.exists():  # a test before this one has emptied the tables
        Locale.objects.get_or_create(language_code="lv")
        Page.add_root(instance=Page(title="Root", slug="root"))
    return list(courses.programme(modules=2).modules.all())


@pytest.mark.django_db(transaction=True)
def test_opposite_wishes_at_once_make_no_circle(pair, monkeypatch):
    assert both_at_once(pair, monkeypatch, None) == ["done", "refused"]
    assert ModulePrerequisite.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite runs one writing transaction at a time, so the lock cannot be missed",
)
def test_without_the_lock_opposite_wishes_make_a_circle(pair, monkeypatch):
    assert both_at_once(pair, monkeypatch, lambda pk: None) == ["done", "done"]
    assert ModulePrerequisite.objects.count() == 2
