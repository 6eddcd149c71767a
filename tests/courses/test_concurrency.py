"""The same act twice at once leaves one row, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from wagtail.models import Locale, Page

from courses.actions.progress import start_module
from courses.actions.quiz import submit_quiz
from courses.models import Module, ModulePage, ModuleProgress, QuizAttempt
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


@pytest.mark.django_db(transaction=True)
def test_submitting_one_form_at_once_stores_one_try(page):
    progress = start_module(person=people.person(), module=page.module)
    nonce = uuid4()
    made = at_once(
        lambda: (
            submit_quiz(
                progress=ModuleProgress.objects.get(pk=progress.pk),
                version=ModulePage.objects.get(pk=page.pk),
                answers=[0] * 5,
                nonce=nonce,
                by=None,
            ).pk
        )
    )
    assert len(set(made)) == QuizAttempt.objects.count() == 1
