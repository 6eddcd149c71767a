"""The quiz's pages ask the database as often for one attempt as for three hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions.progress import start_module
from courses.models import Module, QuizAttempt
from tests.courses import quizzes
from tests.factories import courses, people

# Of five questions or of fifty.
EXPECTED = {
    "overview": 10,
    "go on": 12,
    "question": 7,
    "save": 8,
    "autosave": 7,
    "before submitting": 7,
    "submit": 9,
    "result": 9,
}


def queries(client, act, **data) -> int:
    getattr(client, act)(**data)
    with CaptureQueriesContext(connection) as captured:
        assert getattr(client, act)(**data).status_code in {200, 302}
    return len(captured)


def counts(client) -> dict[str, int]:
    """Queries of every step of the quiz, once each way is warm."""
    answered = quizzes.start(client)
    quizzes.answer(client, answered, right=0)
    with CaptureQueriesContext(connection) as submission:
        client.post(quizzes.url(answered, "submit/"))
    submitting = len(submission)
    running = quizzes.start(client)
    answer = quizzes.url(running, "answer/")
    return {
        "overview": queries(client, "get", path="/lv/module/M01/quiz/"),
        "go on": queries(client, "post", path="/lv/module/M01/quiz/"),
        "question": queries(client, "get", path=answer),
        "save": queries(client, "post", path=answer, data={"q": 1, "a": 0, "go": "2"}),
        "autosave": queries(client, "post", path=answer, data={"q": 1, "a": 1, "autosave": 1}),
        "before submitting": queries(client, "get", path=quizzes.url(running, "submit/")),
        "submit": submitting,
        "result": queries(client, "get", path=quizzes.url(answered)),
    }


@pytest.mark.parametrize("questions", [5, 50])
def test_steps_take_the_same_queries_for_any_number_of_attempts(client, module, learner, questions):
    courses.module_page(module, questions=questions)
    Module.objects.filter(pk=module.pk).update(quiz_draw=0)
    client.force_login(learner)
    start_module(person=learner.person, module=module)
    counted = []
    for number in (1, 3, 300):
        for person in (learner.person, people.person()):
            QuizAttempt.objects.bulk_create(
                QuizAttempt(
                    person=person,
                    module=module,
                    questions={"items": []},
                    out_of=5,
                    submitted_at=timezone.now(),
                )
                for _ in range(number)
            )
        counted.append(counts(client))
    assert counted[0] == counted[1] == counted[2]
    assert counted[0] == EXPECTED
