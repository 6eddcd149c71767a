"""The same act twice at once leaves one row, on either database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection
from wagtail.models import Locale, Page

from courses.actions import quiz
from courses.actions.progress import start_module
from courses.actions.quiz import save_answer, start_attempt, submit_attempt
from courses.models import Module, ModulePage, ModuleProgress, QuizAttempt
from courses.queries import Standing
from people.models import Person
from tests.factories import courses, people


@pytest.fixture
def page(transactional_db) -> ModulePage:
    if not Page.objects.exists():  # a test before this one has emptied the tables
        Locale.objects.get_or_create(language_code="lv")
        Page.add_root(instance=Page(title="Root", slug="root"))
    return courses.module_page(courses.programme(modules=1).modules.get())


def at_once(act: Callable[[], object], times: int = 8) -> list:
    def one(_: int) -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_starting_at_once_makes_one_row(page):
    person = people.person()
    made = at_once(
        lambda: (
            start_module(
                person=Person.objects.get(pk=person.pk),
                module=Module.objects.get(pk=page.module_id),
            ).pk
        )
    )
    assert len(set(made)) == ModuleProgress.objects.count() == 1


def begin(progress: ModuleProgress) -> int:
    return start_attempt(
        progress=ModuleProgress.objects.get(pk=progress.pk),
        version=ModulePage.objects.select_related("locale").get(module=progress.module_id),
    ).pk


@pytest.mark.django_db(transaction=True)
def test_starting_a_quiz_at_once_makes_one_attempt(page):
    progress = start_module(person=people.person(), module=page.module)
    made = at_once(lambda: begin(progress))
    assert len(set(made)) == QuizAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_constraint_alone_leaves_one_attempt(page, monkeypatch):
    """The lock off and everybody past the check: the database refuses the others."""
    progress = start_module(person=people.person(), module=page.module)
    past_the_check(monkeypatch)
    made = at_once(lambda: begin(progress), 2)
    assert len(set(made)) == QuizAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_constraint_there_are_two_attempts(page, monkeypatch):
    """Proof that the tests before can fail: the same acts, both protections off."""
    progress = start_module(person=people.person(), module=page.module)
    past_the_check(monkeypatch)
    with without_constraint("one_running_attempt_per_module"):
        made = at_once(lambda: begin(progress), 2)
        assert len(set(made)) == QuizAttempt.objects.count() == 2
        QuizAttempt.objects.all().delete()


def past_the_check(monkeypatch) -> None:
    """Take the lock off, and let a start that has looked for a running try see none."""
    free = Standing((), None, None, None, None)
    monkeypatch.setattr(
        quiz,
        "_lock_progress",
        lambda pk: ModuleProgress.objects.select_related("module").get(pk=pk),
    )
    monkeypatch.setattr(quiz, "standing", lambda *_: free)


@contextmanager
def without_constraint(name: str) -> Iterator[None]:
    constraint = next(c for c in QuizAttempt._meta.constraints if c.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(QuizAttempt, constraint)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(QuizAttempt, constraint)


@pytest.mark.django_db(transaction=True)
def test_submitting_at_once_scores_once(page):
    progress = start_module(person=people.person(), module=page.module)
    running = courses.attempt(progress, page, right=None)
    heard = []
    made = at_once(
        lambda: heard.append(
            submit_attempt(
                attempt=QuizAttempt.objects.get(pk=running.pk), confirmed=range(1, 6), by=None
            ).submitted_at
        )
    )
    assert len(made) == 8
    assert set(heard) == {QuizAttempt.objects.get().submitted_at}


@pytest.mark.django_db(transaction=True)
def test_answers_saved_at_once_are_all_kept(page):
    progress = start_module(person=people.person(), module=page.module)
    running = courses.attempt(progress, page, right=None)
    left = [(item["id"], item["options"][0]["key"]) for item in running.questions["items"]]
    expected = dict(left)

    def keep() -> None:
        question_id, key = left.pop()
        save_answer(
            attempt=QuizAttempt.objects.get(pk=running.pk), question_id=question_id, answer=key
        )

    at_once(keep, 5)
    assert QuizAttempt.objects.get().answers == expected
