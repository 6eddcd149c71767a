"""The catalogue and module page: weight, queries, and the tags other apps use."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses.actions.content import load_module_pages
from courses.actions.progress import start_module
from courses.models import Module, ModulePage, Programme, QuizAttempt
from tests.courses import quizzes
from tests.factories import courses, people, scheduling

LIMIT = 40 * 1024
QUIZ = "/lv/module/M01/quiz/"


@pytest.fixture
def loaded(db):
    courses.home("lv")
    courses.home("en")
    load_module_pages()
    return Programme.objects.get()


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("language", "index"), [("lv", "moduli"), ("en", "modules")])
def test_every_page_of_the_modules_is_light(loaded, client, language, index):
    # With a place in a group, each part also leads to what the group discusses.
    person = scheduling.enrolment(scheduling.group(scheduling.cohort(loaded))).person
    client.force_login(people.user(person=person))
    urls = [f"/{language}/{index}/"]
    for page in ModulePage.objects.filter(locale__language_code=language):
        start_module(person=person, module=page.module)
        urls += [
            f"/{language}/{index}/{page.slug}/",
            f"/{language}/{index}/{page.slug}/?part=aim",
            f"/{language}/module/{page.module.code}/quiz/",
        ]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200, url
        assert len(response.content) <= LIMIT, url


def test_catalogue_lists_ten_modules_on_five_days(loaded, client):
    text = client.get("/lv/moduli/").content.decode()
    assert text.count('<article class="card link">') == 10
    assert [text.count(f'id="day-{code}"') for code in ("K1", "K2", "K3", "T1", "T2")] == [1] * 5


def test_module_page_takes_few_queries(learning, learner, page):
    url = "/lv/moduli/m01/"
    assert queries(learning, url) == 10
    # Starting spares the prerequisites and the person, and costs the notes of one's own and the
    # group's discussions.
    start_module(person=learner.person, module=page.module)
    assert [queries(learning, url), queries(learning, f"{url}?part=aim")] == [10, 10]


@pytest.mark.parametrize("number", [3, 30])
def test_queries_do_not_grow_with_modules_attempts_and_people(learning, learner, page, number):
    start_module(person=learner.person, module=page.module)
    quizzes.take(learning)
    done = QuizAttempt.objects.get()
    running = quizzes.start(learning)
    urls = ["/lv/moduli/m01/", "/lv/moduli/", QUIZ, quizzes.url(done)]
    urls += [quizzes.url(running, act) for act in ("answer/", "submit/")]
    few = [queries(learning, url) for url in urls]
    for n in range(number):
        module = Module.objects.create(
            programme=page.module.programme, code=f"N{n}", day=page.module.day, position=n + 10
        )
        courses.module_page(module, slug=f"n{n}")
        start_module(person=learner.person, module=module)
        start_module(person=people.person(), module=page.module)
        submitted = QuizAttempt(
            person=learner.person, module=page.module, out_of=5, questions={"items": []}
        )
        submitted.submitted_at = timezone.now()
        submitted.save()
    assert [queries(learning, url) for url in urls] == few


def test_address_follows_the_catalogue_when_an_editor_renames_it(client, page):
    index = page.get_parent().specific
    index.slug = "macibu-moduli"
    index.save_revision().publish()
    assert client.get("/lv/macibu-moduli/m01/").status_code == 200
    assert client.get("/lv/moduli/m01/").status_code == 404


@pytest.mark.parametrize("path", ["module/M01/", "enrol/5/", "sessions/5/", "people/5/"])
def test_addresses_of_other_screens_are_not_taken_for_modules(page, path):
    assert resolve(f"/lv/{path}").view_name != "courses:module_page"


def test_unknown_page_below_the_catalogue_is_not_found(client, page):
    assert client.get("/lv/moduli/nav/").status_code == 404


def render(text, **context) -> str:
    return Template("{% load courses_tags %}" + text).render(Context(context))


def test_cards_show_the_first_modules(page, module):
    text = render("{% module_cards 3 %}")
    assert text.count("<article") == 1
    assert 'href="/lv/moduli/m01/"' in text
    assert "M01" in text


def test_cards_of_an_empty_catalogue_say_when_they_fill(db):
    assert "<article" not in render("{% module_cards 3 %}")


def test_module_list_shows_state_and_where_to_go_on(page, module):
    person = people.person()
    start_module(person=person, module=module)
    text = render("{% module_list person programme %}", person=person, programme=module.programme)
    assert 'href="/lv/moduli/m01/?part=aim"' in text
    assert "<progress" in text
    assert text.count("<li>") == 2


def test_preview_shows_the_whole_module(admin, page):
    response = admin.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert "Dariet" in response.content.decode()


@pytest.mark.parametrize("above", [0, 1, 2])
def test_private_page_asks_to_sign_in(client, page, above):
    closed = [page, page.get_parent(), page.get_parent().get_parent()][above]
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert client.get("/lv/moduli/m01/").status_code == 302


@pytest.mark.parametrize("method", ["put", "delete"])
def test_page_refuses_other_methods(client, page, method):
    assert getattr(client, method)("/lv/moduli/m01/").status_code == 405


def test_no_migration_is_missing(db):
    call_command("makemigrations", "courses", check=True, dry_run=True, verbosity=0)
