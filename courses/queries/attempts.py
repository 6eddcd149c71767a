"""A person's tries at a quiz: which one counts, whether another may begin, what each one said."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from courses.models import Module, ModulePage, QuizAttempt
from courses.queries.quiz import Question
from courses.queries.scoring import answers_needed, is_answered


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one quiz; submitted tries newest first."""

    submitted: tuple[QuizAttempt, ...]
    running: QuizAttempt | None
    counts: QuizAttempt | None
    left: int | None  # None where any number is allowed
    next_at: dt.datetime | None  # only while one has to wait

    @property
    def may_start(self) -> bool:
        return self.running is None and self.left != 0 and self.next_at is None


def standing(person_id: int, module: Module, now: dt.datetime) -> Standing:
    """Return where the person stands with the module's quiz; one query without the questions."""
    rows = QuizAttempt.objects.filter(person=person_id, module=module)
    return stands(list(rows.defer("questions", "answers", "marks")), module, now)


def stands(attempts: Sequence[QuizAttempt], module: Module, now: dt.datetime) -> Standing:
    """Return where somebody with these tries stands by the module's rules."""
    submitted = tuple(attempt for attempt in attempts if attempt.submitted_at is not None)
    limit = module.max_attempts
    return Standing(
        submitted=submitted,
        running=next((one for one in attempts if one.submitted_at is None), None),
        counts=deciding(submitted, module.result_rule),
        left=None if limit is None else max(0, limit - len(attempts)),
        next_at=_next_at(submitted, module, now),
    )


def deciding(submitted: Iterable[QuizAttempt], rule: str) -> QuizAttempt | None:
    """Return the try that counts: the last one, or the best one and of equals the first."""
    in_order = sorted(submitted, key=lambda attempt: attempt.pk)
    if not in_order or rule == Module.ResultRule.LAST:
        return in_order[-1] if in_order else None
    return max(in_order, key=lambda attempt: (attempt.passed, _share(attempt), -attempt.pk))


def _share(attempt: QuizAttempt) -> float:
    return attempt.score / attempt.out_of if attempt.out_of else 0.0


def _next_at(
    submitted: Sequence[QuizAttempt], module: Module, now: dt.datetime
) -> dt.datetime | None:
    last = max(submitted, key=lambda attempt: attempt.pk, default=None)
    if last is None or last.passed or last.submitted_at is None:
        return None
    free_at = last.submitted_at + dt.timedelta(minutes=module.waiting_minutes)
    return free_at if free_at > now else None


def frozen_quiz(version: ModulePage, drawn: Sequence[Question]) -> dict[str, Any]:
    """Return the drawn questions as an attempt keeps them, whatever becomes of the page."""
    return {
        "language": version.locale.language_code,
        "revision": version.live_revision_id,
        "needed": answers_needed(version.module.pass_mark, len(drawn)),
        "outcomes": [str(outcome.value) for outcome in version.outcomes],
        "items": [question.frozen() for question in drawn],
    }


def asked(attempt: QuizAttempt) -> tuple[Question, ...]:
    """Return the questions of the try as it asked them."""
    return tuple(Question.thawed(item) for item in attempt.questions["items"])


def unanswered(attempt: QuizAttempt) -> list[int]:
    """Return the numbers of the questions without a whole answer, counted from one."""
    return [
        number
        for number, question in enumerate(asked(attempt), 1)
        if not is_answered(question, attempt.answers.get(question.id))
    ]
