"""Answering a module's quiz: start a try, save answers one by one, submit."""

import datetime as dt
import random
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.actions.completion import settle_completion
from courses.models import Module, ModulePage, ModuleProgress, QuizAttempt
from courses.queries import (
    Question,
    asked,
    draw,
    frozen_quiz,
    mark,
    quiz_of,
    standing,
    unanswered,
)
from people.models import User

_CHANCE = random.SystemRandom()


class NoQuestions(Exception):
    """The version the person reads has no quiz."""


class NoAttemptsLeft(Exception):
    """The person has used every attempt the module allows."""


class MustWait(Exception):
    """The next attempt is possible only later."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


class AttemptOver(Exception):
    """The attempt is submitted; its answers stand."""


class UnknownQuestion(Exception):
    """The attempt asks no such question."""


class QuestionsUnanswered(Exception):
    """Some questions have no whole answer, and nobody has confirmed that."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


@transaction.atomic
def start_attempt(*, progress: ModuleProgress, version: ModulePage) -> QuizAttempt:
    """Draw the questions and freeze them; a try that is running is returned instead.

    Raises NoQuestions, NoAttemptsLeft or MustWait and stores nothing.
    """
    progress = _lock_progress(pk=progress.pk)
    now = timezone.now()
    stands = standing(progress.person_id, progress.module, now)
    if stands.running is not None:
        return stands.running
    bank = quiz_of(version)
    if not bank:
        raise NoQuestions
    if stands.left == 0:
        raise NoAttemptsLeft
    if stands.next_at is not None:
        raise MustWait(stands.next_at)
    return _store(progress, version, bank)


def _lock_progress(**which: int) -> ModuleProgress:
    rows = ModuleProgress.objects.select_for_update(of=("self",)).select_related("module")
    return rows.get(**which)


def _store(
    progress: ModuleProgress, version: ModulePage, bank: tuple[Question, ...]
) -> QuizAttempt:
    module = progress.module
    drawn = draw(bank, module.quiz_draw, shuffle=module.shuffle_answers, chance=_CHANCE)
    try:
        with transaction.atomic():
            return QuizAttempt.objects.create(
                person_id=progress.person_id,
                module=module,
                questions=frozen_quiz(version, drawn),
                out_of=len(drawn),
            )
    except IntegrityError:  # another process has begun it without our lock
        return QuizAttempt.objects.get(person=progress.person_id, module=module, submitted_at=None)


@transaction.atomic
def save_answer(
    *, attempt: QuizAttempt, question_id: str, answer: Any, lock: bool = False
) -> QuizAttempt:
    """Keep one answer of a running try; the first answer of a scenario stays once it is locked.

    Raises AttemptOver or UnknownQuestion and changes nothing.
    """
    attempt = QuizAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        raise AttemptOver
    question = next((one for one in asked(attempt) if one.id == question_id), None)
    if question is None:
        raise UnknownQuestion
    if question.kind == "scenario":
        answer = _scenario(attempt.answers.get(question_id) or {}, answer or {}, lock=lock)
    if answer:
        attempt.answers[question_id] = answer
    else:
        attempt.answers.pop(question_id, None)
    attempt.save(update_fields=["answers"])
    return attempt


def _scenario(stored: dict[str, Any], given: dict[str, Any], *, lock: bool) -> dict[str, Any]:
    if stored.get("locked"):
        return stored | ({"follow": given["follow"]} if given.get("follow") else {})
    first = given.get("first") or stored.get("first")
    if not first:
        return {}
    return {"first": first, "locked": True} if lock else {"first": first}


@transaction.atomic
def submit_attempt(
    *, attempt: QuizAttempt, confirmed: Collection[int] = (), by: User | None
) -> QuizAttempt:
    """Score a running try and let it count; submitting it again returns it as it is.

    ``confirmed`` are the numbers of questions knowingly left unanswered, which count as wrong.
    Raises QuestionsUnanswered if there are others, and changes nothing.
    """
    progress = _lock_progress(person=attempt.person_id, module=attempt.module_id)
    attempt = QuizAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        return attempt
    missing = unanswered(attempt)
    if not set(missing) <= set(confirmed):
        raise QuestionsUnanswered(missing)
    _score(attempt)
    _let_count(progress, attempt)
    settle_completion(progress, by=by)
    return attempt


def _score(attempt: QuizAttempt) -> None:
    marked = [(one.id, mark(one, attempt.answers.get(one.id))) for one in asked(attempt)]
    attempt.marks = [
        {"id": key, "right": one.is_right, "wrong": list(one.wrong)} for key, one in marked
    ]
    attempt.score = sum(one.is_right for _key, one in marked)
    attempt.passed = attempt.score >= attempt.questions["needed"]
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["marks", "score", "passed", "submitted_at"])


def _let_count(progress: ModuleProgress, attempt: QuizAttempt) -> None:
    """Let the try decide as the module's rule says; what is completed keeps its pass."""
    rule = progress.module.result_rule
    if attempt.passed and progress.quiz_passed_at is None:
        progress.quiz_passed_at = attempt.submitted_at
    elif not attempt.passed and rule == Module.ResultRule.LAST and progress.completed_at is None:
        progress.quiz_passed_at = None
    progress.touched_at = timezone.now()
    progress.save(update_fields=["quiz_passed_at", "touched_at"])
