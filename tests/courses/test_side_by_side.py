"""Two programmes with modules of the same code: each keeps its readers, results and addresses."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from courses.actions.progress import start_module
from courses.models import Module, ModuleProgress, QuizAttempt
from courses.queries import current_programme, module_catalogue
from scheduling.queries import programme_in_training
from tests.courses import quizzes
from tests.factories import courses, scheduling

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def second(module):
    """The next version of the learner's programme, without pages yet."""
    return courses.programme(modules=2, version=2)


def test_module_of_another_programme_gets_an_address_of_its_own(module, second):
    assert list(Module.objects.order_by("pk").values_list("code", "address")) == [
        ("M01", "M01"),
        ("M02", "M02"),
        ("M01", f"M01-{second.pk}"),
        ("M02", f"M02-{second.pk}"),
    ]
    module.save()
    module.refresh_from_db()
    assert module.address == "M01"


def test_two_modules_cannot_have_one_address(module, second):
    with pytest.raises(IntegrityError), transaction.atomic():
        second.modules.update(address="M01")


def test_programme_without_published_pages_takes_nothing_over(page, second):
    assert current_programme() == page.module.programme
    assert [card.page.pk for day in module_catalogue("lv") for card in day.cards] == [page.pk]

    newer = courses.module_page(second.modules.first(), slug="otrais")

    assert current_programme() == second
    assert [card.page.pk for day in module_catalogue("lv") for card in day.cards] == [newer.pk]


def test_counters_stay_with_the_programme_that_has_a_cohort(page, second):
    assert programme_in_training() == page.module.programme
    scheduling.cohort(programme=page.module.programme)
    courses.module_page(second.modules.first(), slug="otrais")
    assert programme_in_training() == page.module.programme
    scheduling.cohort(programme=second)
    assert programme_in_training() == second


def test_learner_of_the_first_version_goes_on_while_the_second_is_published(
    writing, learner, page, second
):
    courses.module_page(second.modules.first(), slug="otrais")

    quizzes.take(writing)

    assert writing.get("/lv/module/M01/").url.startswith("/lv/moduli/m01/")
    assert QuizAttempt.objects.get().module == page.module
    assert ModuleProgress.objects.get().quiz_passed_at is not None


def test_learner_of_the_second_version_takes_its_own_quiz(learning, learner, page, second):
    newer = courses.module_page(second.modules.first(), slug="otrais")
    start_module(person=learner.person, module=newer.module)

    shown = learning.get("/lv/moduli/otrais/").content.decode()
    quizzes.take(learning, code=newer.module.address)

    assert f"/lv/module/{newer.module.address}/quiz/" in shown
    assert "/lv/module/M01/" not in shown
    assert QuizAttempt.objects.get().module == newer.module


def test_no_link_is_made_of_a_code_that_two_modules_may_share():
    """Codes are words for readers; addresses are made of ``module.address``."""
    in_templates = re.compile(r"""url ["']courses:\w+["'] [\w.]*module\.code""")
    in_code = re.compile(r"""["']courses:\w+["'],\s*(args=\[|code=)[\w.]*module\.code""")
    files = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("[a-z]*/**/*.py")]
    made = [
        str(path.relative_to(ROOT))
        for path in files
        if in_templates.search(text := path.read_text(encoding="utf-8")) or in_code.search(text)
    ]
    assert made == []
