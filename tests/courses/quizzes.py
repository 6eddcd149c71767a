"""Answering a quiz through its pages."""

from django.http import HttpResponse
from django.test import Client

from courses.models import QuizAttempt


def start(client: Client, code: str = "M01", language: str = "lv") -> QuizAttempt:
    """Begin a try, or go on with the running one."""
    client.post(f"/{language}/module/{code}/quiz/")
    return QuizAttempt.objects.get(module__address=code, submitted_at=None)


def url(attempt: QuizAttempt, act: str = "", language: str = "lv") -> str:
    """The address of a try or of an act on it."""
    return f"/{language}/module/{attempt.module.address}/quiz/{attempt.pk}/{act}"


def position(question: dict, *, right: bool) -> str:
    """Where a right or a wrong option of the question stands."""
    found = [n for n, option in enumerate(question["options"]) if option["is_correct"] is right]
    return str(found[0])


def answer(client: Client, attempt: QuizAttempt, right: int = 5) -> None:
    """Answer every question, the first so many of them rightly."""
    for n, question in enumerate(attempt.questions["items"], 1):
        chosen = position(question, right=n <= right)
        client.post(url(attempt, "answer/"), {"q": n, "a": chosen})


def take(client: Client, right: int = 5, code: str = "M01", language: str = "lv") -> HttpResponse:
    """Start, answer and submit; return the answer to the last step."""
    attempt = start(client, code, language)
    answer(client, attempt, right)
    return client.post(url(attempt, "submit/", language))
