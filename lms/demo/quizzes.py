"""Quiz attempts of the running demo cohort, so that reviews and statistics have something to show."""

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from courses.models import ModulePage, ModuleProgress, QuizAttempt
from courses.queries import Question, draw, frozen_quiz, mark, quiz_of
from scheduling.models import Cohort

_MODULES = ("M01", "M02", "M03")
_PEOPLE = 40


def answer_quizzes(cohort: Cohort) -> None:
    """Store a passed attempt, and for some a failed one before it, of those who completed."""
    chance = random.Random(2024)  # noqa: S311  # the same demo every time
    pages = ModulePage.objects.filter(
        locale__language_code="lv", module__code__in=_MODULES, module__programme=cohort.programme
    )
    rows = []
    for page in pages.select_related("module", "locale").order_by("module__position"):
        done = ModuleProgress.objects.filter(module=page.module, completed_at__isnull=False)
        for n, progress in enumerate(done.order_by("person")[:_PEOPLE]):
            tries = (False, True) if n % 3 == 2 else (True,)
            rows += [_attempt(page, progress, passes, n, chance) for passes in tries]
    QuizAttempt.objects.bulk_create(rows)


def _attempt(
    page: ModulePage, progress: ModuleProgress, passes: bool, n: int, chance: random.Random
) -> QuizAttempt:
    drawn = draw(quiz_of(page), page.module.quiz_draw, shuffle=True, chance=chance)
    frozen = frozen_quiz(page, drawn)
    needed = frozen["needed"]
    wanted = (len(drawn) if n % 2 else needed) if passes else chance.randint(0, max(0, needed - 2))
    wrongly = {question.id for question in chance.sample(drawn, len(drawn) - wanted)}
    answers = {one.id: _answer(one, one.id not in wrongly, chance) for one in drawn}
    marked = {one.id: mark(one, answers[one.id]) for one in drawn}
    score = sum(one.is_right for one in marked.values())
    return QuizAttempt(
        person_id=progress.person_id,
        module=page.module,
        questions=frozen,
        answers=answers,
        marks=[
            {"id": key, "right": one.is_right, "wrong": list(one.wrong)}
            for key, one in marked.items()
        ],
        score=score,
        out_of=len(drawn),
        passed=score >= needed,
        submitted_at=timezone.now() - dt.timedelta(days=1 if passes else 2, minutes=n),
    )


def _answer(question: Question, right: bool, chance: random.Random) -> Any:
    """Return a right answer to the question, or a plausible wrong one."""
    chosen = [option.key for option in question.options if option.is_correct is right]
    if question.kind == "multiple":
        return chosen if right else chosen[:1]
    if question.kind == "scenario":
        rights = [option.key for option in question.follow_up_options if option.is_correct]
        return {"first": chance.choice(chosen), "locked": True, "follow": rights[0]}
    return chance.choice(chosen) if chosen else _written(question, right)


def _written(question: Question, right: bool) -> Any:
    if question.kind == "numeric":
        return question.answer if right else "1"
    if question.kind == "short_text":
        return question.accepted[0] if right else "nezinu"
    keys = [one.key for one in question.pairs or question.items]
    turned = keys if right else [*keys[1:], keys[0]]
    if question.kind == "matching":
        return dict(zip(keys, turned, strict=True))
    return {key: place for place, key in enumerate(turned, 1)}
