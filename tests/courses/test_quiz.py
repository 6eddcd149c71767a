"""The quiz through its pages: rules, answering, submitting, results."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from courses.actions.progress import start_module
from courses.models import Module, ModuleProgress, QuizAttempt
from people.models import AuditEntry
from tests.courses import quizzes
from tests.factories import courses, people

QUIZ = "/lv/module/M01/quiz/"


@pytest.fixture
def progress(learner, module, page) -> ModuleProgress:
    return start_module(person=learner.person, module=module)


@pytest.fixture
def running(learning, progress) -> QuizAttempt:
    return quizzes.start(learning)


def rule(**values) -> None:
    Module.objects.filter(code="M01").update(**values)


def stored(attempt: QuizAttempt) -> QuizAttempt:
    return QuizAttempt.objects.get(pk=attempt.pk)


def send(client, attempt, number, **fields):
    return client.post(quizzes.url(attempt, "answer/"), {"q": number} | fields)


# Starting


def test_quiz_of_a_module_not_started_sends_to_the_module(learning, page):
    for response in (learning.get(QUIZ, follow=True), learning.post(QUIZ, follow=True)):
        assert response.redirect_chain == [("/lv/moduli/m01/", 302)]
    assert QuizAttempt.objects.count() == 0


def test_getting_the_quiz_changes_nothing(learning, progress):
    before = ModuleProgress.objects.values().get()
    assert learning.get(QUIZ).status_code == 200
    assert ModuleProgress.objects.values().get() == before
    assert QuizAttempt.objects.count() == AuditEntry.objects.count() == 0


def test_start_freezes_the_questions_of_the_version_in_its_language(running, page):
    frozen = running.questions
    assert (frozen["language"], frozen["revision"], frozen["needed"], running.out_of) == (
        "lv",
        page.live_revision_id,
        4,
        5,
    )
    bank = {block["id"]: block["value"]["text"] for block in page.quiz.raw_data}
    assert {item["id"]: item["text"] for item in frozen["items"]} == bank


def test_quiz_in_english_asks_in_english(learning, module, page, learner):
    courses.module_page(module, "en")
    start_module(person=learner.person, module=module)
    assert quizzes.start(learning, language="en").questions["language"] == "en"


def test_starting_again_goes_on_with_the_running_attempt_at_the_first_open_question(
    learning, running
):
    send(learning, running, 1, a="0")
    assert learning.post(QUIZ).url == f"{quizzes.url(running, 'answer/')}?q=2"
    assert learning.get(quizzes.url(running)).url == f"{quizzes.url(running, 'answer/')}?q=2"
    assert QuizAttempt.objects.count() == 1


def test_module_without_questions_says_so(learning, learner):
    module = courses.programme(modules=1, code="cita").modules.get()
    courses.module_page(module, questions=0, slug="cits")
    start_module(person=learner.person, module=module)
    quiz = QUIZ.replace("M01", module.address)
    assert learning.get(quiz).status_code == 200
    response = learning.post(quiz, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert QuizAttempt.objects.count() == 0


def test_draw_takes_so_many_questions(learning, learner):
    module = courses.programme(modules=1, code="cita").modules.get()
    courses.module_page(module, questions=12, slug="cits")
    start_module(person=learner.person, module=module)
    running = quizzes.start(learning, module.address)
    assert len({item["id"] for item in running.questions["items"]}) == 5


# Answering


def test_question_shows_radio_buttons_and_not_which_is_right(learning, running):
    text = learning.get(quizzes.url(running, "answer/")).content.decode()
    assert text.count('type="radio"') == 2
    assert "Jautājums 1?" in text
    assert "Jā." not in text
    assert "Nē." not in text


@pytest.mark.parametrize(("go", "ending"), [("3", "answer/?q=3"), ("check", "submit/")])
def test_answer_is_saved_and_the_button_says_where_to(learning, running, go, ending):
    response = send(learning, running, 1, a="1", go=go)
    assert response.url == f"{quizzes.url(running)}{ending}"
    item = running.questions["items"][0]
    assert stored(running).answers == {item["id"]: item["options"][1]["key"]}


def test_saving_for_later_leads_back_to_the_quiz(learning, running):
    assert send(learning, running, 1, a="1", go="later").url == QUIZ


def test_autosave_answers_only_when_it_is_saved(learning, running):
    told = send(learning, running, 2, a="0", autosave="1").json()
    assert (told["saved"], told["answered"]) == (True, True)
    assert len(stored(running).answers) == 1
    refused = send(learning, running, 2, a="9", autosave="1").json()
    assert refused["saved"] is False
    assert refused["message"]
    assert len(stored(running).answers) == 1


def test_answer_given_on_one_device_is_there_on_the_other(learning, running, learner, client_class):
    send(learning, running, 1, a="1")
    other = client_class()
    other.force_login(learner)
    text = other.get(quizzes.url(running, "answer/")).content.decode()
    assert 'value="1" checked' in text


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


def test_page_left_open_in_another_tab_does_not_take_an_answer_away(learning, running):
    old = learning.get(quizzes.url(running, "answer/")).context["form"].seen
    send(learning, running, 1, a="1")
    kept = stored(running).answers
    send(learning, running, 1, seen=old, go="2")
    assert stored(running).answers == kept
    send(learning, running, 1, a="0", seen=old, go="2")
    assert stored(running).answers != kept


@pytest.mark.parametrize("bad", ["9", "-1", "1e0", '"', "9" * 40, "x", "²"])
def test_forged_answer_gets_a_sentence_and_changes_nothing(learning, running, bad):
    response = send(learning, running, 1, a=bad)
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()
    assert stored(running).answers == {}


@pytest.mark.parametrize("number", ["", "0", "6", "-1", "x", "²", "9" * 40])
def test_unknown_question_changes_nothing(learning, running, number):
    response = send(learning, running, number, a="0")
    assert response.url == f"{quizzes.url(running, 'answer/')}?q=1"
    assert stored(running).answers == {}
    assert learning.get(quizzes.url(running, "answer/"), {"q": number}).status_code == 200


def test_answers_of_a_submitted_attempt_stand(learning, progress):
    learning.get(quizzes.take(learning, 3).url)
    done = QuizAttempt.objects.get()
    response = send(learning, done, 1, a="1")
    assert response.url == quizzes.url(done)
    assert send(learning, done, 1, a="1", autosave="1").json()["saved"] is False
    assert stored(done).answers == done.answers


# Submitting


@pytest.mark.parametrize(("right", "passed"), [(5, True), (4, True), (3, False), (0, False)])
def test_quiz_is_passed_from_the_pass_mark_on(learning, progress, right, passed):
    response = quizzes.take(learning, right)
    attempt = QuizAttempt.objects.get()
    assert (attempt.score, attempt.out_of, attempt.passed) == (right, 5, passed)
    assert response.url == quizzes.url(attempt)
    progress.refresh_from_db()
    assert (progress.quiz_passed_at is not None) == passed


def test_quiz_with_fewer_questions_than_the_pass_mark_can_be_passed_by_all_right(learning, learner):
    module = courses.programme(modules=1, code="cita").modules.get()
    courses.module_page(module, questions=2, slug="cits")
    start_module(person=learner.person, module=module)
    quizzes.take(learning, 2, module.address)
    assert QuizAttempt.objects.get().passed


def test_unanswered_questions_are_named_and_nothing_is_submitted(learning, running):
    send(learning, running, 1, a="0")
    send(learning, running, 4, a="0")
    for response in (
        learning.get(quizzes.url(running, "submit/")),
        learning.post(quizzes.url(running, "submit/")),
        learning.post(quizzes.url(running, "submit/"), {"unanswered": ["2", "3", "x", "99"]}),
    ):
        assert response.context["missing"] == [2, 3, 5]
        assert response.content.decode().count("answer/?q=") == 4
    assert stored(running).submitted_at is None


def test_unanswered_questions_count_as_wrong_once_that_is_confirmed(learning, running):
    send(learning, running, 1, a=quizzes.position(running.questions["items"][0], right=True))
    learning.post(quizzes.url(running, "submit/"), {"unanswered": ["2", "3", "4", "5"]})
    done = stored(running)
    assert (done.score, done.passed) == (1, False)
    assert done.submitted_at is not None


def test_submitting_twice_is_one_result(learning, progress):
    running = quizzes.start(learning)
    quizzes.answer(learning, running, 4)
    first = learning.post(quizzes.url(running, "submit/"))
    done = stored(running)
    second = learning.post(quizzes.url(running, "submit/"))
    assert first.url == second.url
    assert stored(running).submitted_at == done.submitted_at
    assert QuizAttempt.objects.count() == 1


# Rules


def test_attempts_are_unlimited_where_the_rule_sets_no_limit(learning, progress):
    for right in (0, 1, 2, 3, 5):
        quizzes.take(learning, right)
    assert list(QuizAttempt.objects.values_list("passed", flat=True)) == [True] + [False] * 4


def test_no_more_attempts_than_allowed(learning, progress):
    rule(max_attempts=2)
    for right in (0, 1):
        quizzes.take(learning, right)
    response = learning.post(QUIZ, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert 'method="post" action="/lv/module/M01/quiz/"' not in response.content.decode()
    assert QuizAttempt.objects.count() == 2


def test_next_attempt_waits_after_a_failed_one(learning, progress):
    rule(waiting_minutes=30)
    failed_at = timezone.now()
    with time_machine.travel(failed_at, tick=False) as clock:
        quizzes.take(learning, 0)
        clock.shift(dt.timedelta(minutes=29, seconds=59))
        refused = learning.post(QUIZ, follow=True)
        free_at = failed_at + dt.timedelta(minutes=30)
        shown = date_format(timezone.localtime(free_at), "SHORT_DATETIME_FORMAT")
        assert shown in str(next(iter(refused.context["messages"])))
        assert refused.context["stands"].next_at == free_at
        assert QuizAttempt.objects.count() == 1
        clock.shift(dt.timedelta(seconds=1))
        quizzes.start(learning)
    assert QuizAttempt.objects.count() == 2


def test_nobody_waits_after_passing(learning, progress):
    rule(waiting_minutes=30)
    quizzes.take(learning, 5)
    quizzes.start(learning)
    assert QuizAttempt.objects.count() == 2


@pytest.mark.parametrize(("result_rule", "still_passed"), [("best", True), ("last", False)])
def test_later_failure_counts_only_where_the_last_attempt_does(
    learning, progress, result_rule, still_passed
):
    rule(result_rule=result_rule)
    for right in (5, 0):
        quizzes.take(learning, right)
    progress.refresh_from_db()
    assert (progress.quiz_passed_at is not None) == still_passed


def test_completed_module_stays_completed_after_a_later_failure(learning, progress):
    rule(result_rule="last", requires_all_parts=False)
    quizzes.take(learning, 5)
    progress.refresh_from_db()
    completed = progress.completed_at
    quizzes.take(learning, 0)
    progress.refresh_from_db()
    assert progress.completed_at == completed is not None
    assert progress.quiz_passed_at is not None


# Results


def test_result_explains_every_answer_and_lists_the_attempts(learning, progress):
    rule(max_attempts=3)
    quizzes.take(learning, 4)
    response = learning.get(quizzes.take(learning, 3).url)
    text = response.content.decode()
    assert text.count("Nē.") == 2
    assert text.count("Jā.") == 5
    assert response.context["stands"].left == 1
    assert [one.score for one in response.context["tries"]] == [3, 4]
    assert response.context["stands"].counts.score == 4
    assert response.context["review"].read_again == ((1, "prot kaut ko"),)


def test_result_stands_against_the_question_as_it_was(learning, progress, page):
    result = quizzes.take(learning, 5).url
    before = learning.get(result).context["review"]
    page.quiz = [("single", courses.question(1)[1] | {"text": "Pavisam cits jautājums?"})]
    page.save_revision().publish()
    assert learning.get(result).context["review"] == before
    assert [line.groups[0].text for line in before.lines] == [
        f"Jautājums {n}?" for n in range(1, 6)
    ]


def test_attempt_or_result_of_another_person_is_not_found(learning, running, client_class):
    for stranger in (people.user(person=people.person()), people.user("programme_manager")):
        client = client_class()
        client.force_login(stranger)
        for act in ("", "answer/", "submit/"):
            assert client.get(quizzes.url(running, act)).status_code == 404
            assert client.post(quizzes.url(running, act), {"q": 1, "a": 0}).status_code == 404
    assert client_class().get(quizzes.url(running)).status_code == 302
    assert stored(running).answers == {}


@pytest.mark.parametrize("pk", ["0", "999999999999999999", "9" * 30, "x"])
@pytest.mark.parametrize("act", ["", "answer/", "submit/"])
def test_unknown_attempt_is_not_found(learning, pk, act):
    assert learning.get(f"{QUIZ}{pk}/{act}").status_code == 404


def test_attempt_under_another_module_is_not_found(learning, running):
    for act in ("", "answer/", "submit/"):
        assert learning.get(f"/lv/module/M02/quiz/{running.pk}/{act}").status_code == 404


def test_old_attempts_beyond_twenty_are_counted(learning, progress):
    QuizAttempt.objects.bulk_create(
        QuizAttempt(
            person=progress.person,
            module=progress.module,
            questions={"items": []},
            out_of=5,
            submitted_at=timezone.now(),
        )
        for _ in range(22)
    )
    context = learning.get(QUIZ).context
    assert (len(context["tries"]), context["earlier"]) == (20, 2)
