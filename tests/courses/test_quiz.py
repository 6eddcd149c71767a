"""The quiz: form, tries, results."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from courses.actions.progress import start_module
from courses.actions.quiz import FormAlreadyUsed, submit_quiz
from courses.models import ModuleProgress, QuizAttempt
from people.models import AuditEntry
from tests.factories import courses, people

QUIZ = "/lv/module/M01/quiz/"


@pytest.fixture
def progress(learner, module, page) -> ModuleProgress:
    return start_module(person=learner.person, module=module)


def answers(page, right: int = 5, **changes):
    """A filled-in form with so many right answers (the first option) of five."""
    chosen = {f"q{n}": "0" if n < right else "1" for n in range(5)}
    return {"nonce": str(uuid4()), "version": str(page.live_revision_id)} | chosen | changes


def test_quiz_shows_every_question_with_radio_buttons(learning, progress):
    text = learning.get(QUIZ).content.decode()
    assert text.count("<fieldset") == 5
    assert text.count('type="radio"') == 10
    assert "Jautājums 3?" in text


def test_quiz_form_does_not_tell_which_answer_is_right(learning, progress):
    text = learning.get(QUIZ).content.decode()
    assert "Jā." not in text
    assert "Nē." not in text


def test_quiz_of_a_module_not_started_sends_to_the_module(learning, page):
    response = learning.get(QUIZ, follow=True)
    assert response.redirect_chain == [("/lv/moduli/m01/", 302)]
    posted = learning.post(QUIZ, answers(page), follow=True)
    assert posted.redirect_chain == [("/lv/moduli/m01/", 302)]
    assert QuizAttempt.objects.count() == 0


@pytest.mark.parametrize(("right", "passed"), [(5, True), (4, True), (3, False), (0, False)])
def test_quiz_is_passed_from_the_pass_mark_on(learning, progress, page, right, passed):
    response = learning.post(QUIZ, answers(page, right))
    attempt = QuizAttempt.objects.get()
    assert (attempt.score, attempt.out_of, attempt.passed) == (right, 5, passed)
    assert response.url == f"/lv/module/M01/quiz/{attempt.pk}/"
    progress.refresh_from_db()
    assert (progress.quiz_passed_at is not None) == passed


def test_quiz_with_fewer_questions_than_the_pass_mark_can_be_passed_by_all_right(learning, learner):
    module = courses.programme(modules=1, code="cita").modules.get()
    page = courses.module_page(module, questions=2, slug="cits")
    start_module(person=learner.person, module=module)
    learning.post(QUIZ, {"nonce": uuid4(), "version": page.live_revision_id, "q0": 0, "q1": 0})
    assert QuizAttempt.objects.get().passed


def test_result_explains_every_answer(learning, progress, page):
    response = learning.post(QUIZ, answers(page, 3), follow=True)
    text = response.content.decode()
    assert text.count("Nē.") == 2
    assert text.count("Jā.") == 5
    assert "3 of 5; at least 4 needed" in text or "no 5; vajag vismaz 4" in text


def test_failed_quiz_can_be_tried_again_without_limit(learning, progress, page):
    for right in (0, 1, 2, 3, 5):
        learning.post(QUIZ, answers(page, right))
    assert list(QuizAttempt.objects.values_list("passed", flat=True)) == [True] + [False] * 4


def test_later_failure_does_not_take_the_pass_away(learning, progress, page):
    learning.post(QUIZ, answers(page, 5))
    learning.post(QUIZ, answers(page, 0))
    progress.refresh_from_db()
    assert progress.quiz_passed_at is not None


def test_same_form_sent_twice_is_one_try_with_one_result(learning, progress, page):
    form = answers(page, 4)
    first = learning.post(QUIZ, form)
    second = learning.post(QUIZ, form | {"q0": "1"})
    assert QuizAttempt.objects.count() == 1
    assert first.url == second.url
    assert QuizAttempt.objects.get().score == 4


def test_form_of_another_person_is_refused(progress, page):
    nonce = uuid4()
    submit_quiz(progress=progress, version=page, answers=[0] * 5, nonce=nonce, by=None)
    other = start_module(person=people.person(), module=page.module)
    with pytest.raises(FormAlreadyUsed):
        submit_quiz(progress=other, version=page, answers=[0] * 5, nonce=nonce, by=None)
    assert QuizAttempt.objects.get().person == progress.person


def test_form_of_another_person_gets_a_sentence(learning, progress, page):
    other = start_module(person=people.person(), module=page.module)
    form = answers(page)
    submit_quiz(progress=other, version=page, answers=[0] * 5, nonce=UUID(form["nonce"]), by=None)
    response = learning.post(QUIZ, form)
    assert response.context["form"].non_field_errors()
    assert response.content.count(b" checked") == 5
    assert QuizAttempt.objects.count() == 1


def test_missing_answer_is_named_and_chosen_ones_are_kept(learning, progress, page):
    form = answers(page, 5)
    del form["q2"]
    response = learning.post(QUIZ, form)
    text = response.content.decode()
    assert response.context["form"].errors == {"q2": ["Choose one answer."]} or (
        list(response.context["form"].errors) == ["q2"]
    )
    assert text.count(" checked") == 4
    assert 'href="#q2"' in text
    assert QuizAttempt.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"q1": "9"},
        {"q1": "-1"},
        {"q1": "1e0"},
        {"q1": '"'},
        {"q1": "9" * 40},
        {"q1": ""},
        {"nonce": "nonsense"},
        {"nonce": ""},
        {"version": "0"},
        {"version": "9" * 40},
        {"version": ""},
    ],
)
def test_forged_input_gets_a_sentence_and_stores_nothing(learning, progress, page, change):
    response = learning.post(QUIZ, answers(page, 5, **change))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert QuizAttempt.objects.count() == 0
    progress.refresh_from_db()
    assert progress.quiz_passed_at is None


def test_empty_post_gets_a_sentence(learning, progress):
    response = learning.post(QUIZ, {})
    assert response.status_code == 200
    assert QuizAttempt.objects.count() == 0


def test_module_without_questions_says_so(learning, learner):
    module = courses.programme(modules=1, code="cita").modules.get()
    courses.module_page(module, questions=0, slug="cits")
    start_module(person=learner.person, module=module)
    assert learning.get(QUIZ).status_code == 200
    response = learning.post(QUIZ, {"nonce": uuid4(), "version": ""})
    assert response.status_code == 200
    assert QuizAttempt.objects.count() == 0


def test_result_stands_against_the_question_as_it_was(learning, progress, page):
    learning.post(QUIZ, answers(page, 5))
    attempt = QuizAttempt.objects.get()
    question = page.questions.first()
    question.text = "Pavisam cits jautājums?"
    question.save()
    page.save_revision().publish()
    text = learning.get(reverse("courses:quiz_result", args=["M01", attempt.pk])).content.decode()
    assert "Jautājums 1?" in text
    assert "Pavisam cits" not in text


def test_result_of_another_person_is_not_found(learning, progress, page, client):
    learning.post(QUIZ, answers(page))
    attempt = QuizAttempt.objects.get()
    url = f"{QUIZ}{attempt.pk}/"
    for stranger in (people.user(person=people.person()), people.user("programme_manager")):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("pk", ["0", "999999999999999999", "9" * 30, "x"])
def test_unknown_result_is_not_found(learning, pk):
    assert learning.get(f"{QUIZ}{pk}/").status_code == 404


def test_result_under_another_module_is_not_found(learning, progress, page):
    learning.post(QUIZ, answers(page))
    attempt = QuizAttempt.objects.get()
    assert learning.get(f"/lv/module/M02/quiz/{attempt.pk}/").status_code == 404


def test_getting_the_quiz_changes_nothing(learning, progress, page):
    before = ModuleProgress.objects.values().get()
    learning.get(QUIZ)
    assert ModuleProgress.objects.values().get() == before
    assert QuizAttempt.objects.count() == AuditEntry.objects.count() == 0


def test_quiz_in_english_stores_the_english_questions(learning, module, page, learner):
    english = courses.module_page(module, "en")
    start_module(person=learner.person, module=module)
    learning.post("/en/module/M01/quiz/", answers(english))
    assert QuizAttempt.objects.get().questions["language"] == "en"
