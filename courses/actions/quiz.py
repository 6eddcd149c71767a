"""Submitting a module's quiz."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.actions.completion import settle_completion
from courses.models import ModulePage, ModuleProgress, QuizAttempt
from courses.queries import Question, quiz_of
from people.models import User


class AnswersDoNotFit(Exception):
    """The answers are not one existing option for each question of the quiz."""


class FormAlreadyUsed(Exception):
    """Another person's try, or a try at another module, came in with this form."""


def correct_answers(questions: Sequence[Question], answers: Sequence[int]) -> int:
    """Count the questions whose chosen option is correct."""
    return sum(
        question.options[answer].is_correct
        for question, answer in zip(questions, answers, strict=True)
    )


def answers_needed(pass_mark: int, out_of: int) -> int:
    """Return how many must be correct; all correct is always enough."""
    return min(pass_mark, out_of)


@transaction.atomic
def submit_quiz(
    *,
    progress: ModuleProgress,
    version: ModulePage,
    answers: Sequence[int],
    nonce: UUID,
    by: User | None,
) -> QuizAttempt:
    """Store one try with the questions as they stood, and the pass if it is one.

    The answers are positions of options. Sending the same form again returns the stored try.
    Raises AnswersDoNotFit or FormAlreadyUsed and stores nothing.
    """
    questions = quiz_of(version)
    rows = ModuleProgress.objects.select_for_update(of=("self",)).select_related("module")
    progress = rows.get(pk=progress.pk)
    stored = QuizAttempt.objects.filter(nonce=nonce).first()
    if stored is not None:
        if (stored.person_id, stored.module_id) != (progress.person_id, progress.module_id):
            raise FormAlreadyUsed
        return stored
    _check_fit(questions, answers)
    attempt = _store(progress, version, questions, answers, nonce)
    progress.touched_at = timezone.now()
    if attempt.passed and progress.quiz_passed_at is None:
        progress.quiz_passed_at = progress.touched_at
    progress.save(update_fields=["quiz_passed_at", "touched_at"])
    settle_completion(progress, by=by)
    return attempt


def _check_fit(questions: Sequence[Question], answers: Sequence[int]) -> None:
    if not questions or len(answers) != len(questions):
        raise AnswersDoNotFit
    pairs = zip(questions, answers, strict=True)
    if not all(0 <= answer < len(question.options) for question, answer in pairs):
        raise AnswersDoNotFit


def _store(
    progress: ModuleProgress,
    version: ModulePage,
    questions: Sequence[Question],
    answers: Sequence[int],
    nonce: UUID,
) -> QuizAttempt:
    score = correct_answers(questions, answers)
    needed = answers_needed(progress.module.pass_mark, len(questions))
    try:
        with transaction.atomic():
            return QuizAttempt.objects.create(
                person_id=progress.person_id,
                module=progress.module,
                nonce=nonce,
                questions={
                    "language": version.locale.language_code,
                    "revision": version.live_revision_id,
                    "needed": needed,
                    "items": [asdict(question) for question in questions],
                },
                answers=list(answers),
                score=score,
                out_of=len(questions),
                passed=score >= needed,
            )
    except IntegrityError as taken:  # the same form from another account at the same moment
        raise FormAlreadyUsed from taken
