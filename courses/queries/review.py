"""A submitted try as its maker reads it: own answer, right answer, feedback, what to read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from courses.models import QuizAttempt
from courses.queries.attempts import asked
from courses.queries.quiz import Option, Question
from courses.queries.scoring import mark


@dataclass(frozen=True)
class Said:
    """One thing answered, or one thing that would have been right."""

    text: str
    is_right: bool = True
    feedback: str = ""


@dataclass(frozen=True)
class Group:
    """One question with what was said and, where that was wrong, what is right."""

    text: str
    said: tuple[Said, ...]
    right: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Line:
    """One numbered question of the try."""

    number: int
    is_right: bool
    situation: str
    feedback: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Review:
    """The whole try, and the learning outcomes of the questions that were wrong."""

    lines: tuple[Line, ...]
    read_again: tuple[tuple[int, str], ...]


def review_of(attempt: QuizAttempt) -> Review:
    """Return the try as it was asked and marked; nothing is judged anew that was stored."""
    questions = asked(attempt)
    stored = {one["id"]: one["right"] for one in attempt.marks}
    lines, wrong = [], set()
    for number, question in enumerate(questions, 1):
        answer = attempt.answers.get(question.id)
        is_right = stored.get(question.id, mark(question, answer).is_right)
        if not is_right:
            wrong.add(question.outcome)
        groups = _GROUPS[question.kind](question, answer)
        lines.append(Line(number, is_right, question.situation, question.feedback, groups))
    outcomes = attempt.questions.get("outcomes", [])
    named = [(n, outcome) for n, outcome in enumerate(outcomes, 1) if n in wrong]
    return Review(tuple(lines), tuple(named))


def _choice(text: str, options: Sequence[Option], chosen: str | None) -> Group:
    said = tuple(Said(o.text, o.is_correct, o.feedback) for o in options if o.key == chosen)
    right = tuple(Said(o.text, feedback=o.feedback) for o in options if o.is_correct)
    return Group(text, said, () if said and said[0].is_right else right)


def _single(question: Question, answer: Any) -> tuple[Group, ...]:
    group = _choice(question.text, question.options, answer)
    if question.kind == "true_false":  # one feedback says it for both answers
        right = tuple(Said(said.text) for said in group.right) if group.said else group.right
        group = Group(group.text, group.said, right)
    return (group,)


def _multiple(question: Question, answer: Any) -> tuple[Group, ...]:
    chosen = set(answer or ())
    said = tuple(
        Said(o.text, o.is_correct, o.feedback) for o in question.options if o.key in chosen
    )
    is_right = mark(question, answer).is_right
    right = tuple(
        Said(o.text, feedback="" if o.key in chosen else o.feedback)
        for o in question.options
        if o.is_correct
    )
    return (Group(question.text, said, () if is_right else right),)


def _matching(question: Question, answer: Any) -> tuple[Group, ...]:
    given = answer or {}
    rights = {pair.key: pair.right for pair in question.pairs}
    said = tuple(
        Said(f"{pair.left} – {rights.get(given[pair.key], '')}", given[pair.key] == pair.key)
        for pair in question.pairs
        if given.get(pair.key)
    )
    right = tuple(
        Said(f"{pair.left} – {pair.right}")
        for pair in question.pairs
        if given.get(pair.key) != pair.key
    )
    return (Group(question.text, said, right),)


def _ordering(question: Question, answer: Any) -> tuple[Group, ...]:
    given = answer or {}
    right_place = {item.key: n for n, item in enumerate(question.items, 1)}
    placed = sorted(
        (item for item in question.items if given.get(item.key)), key=lambda item: given[item.key]
    )
    said = tuple(
        Said(f"{given[item.key]}. {item.text}", given[item.key] == right_place[item.key])
        for item in placed
    )
    is_right = len(said) == len(question.items) and all(one.is_right for one in said)
    right = tuple(Said(f"{n}. {item.text}") for n, item in enumerate(question.items, 1))
    return (Group(question.text, said, () if is_right else right),)


def _numeric(question: Question, answer: Any) -> tuple[Group, ...]:
    number = number_format(Decimal(question.answer).normalize(), force_grouping=True)
    return (_typed(question, answer, f"{number} {question.unit}".strip()),)


def _short_text(question: Question, answer: Any) -> tuple[Group, ...]:
    return (_typed(question, answer, question.accepted[0] if question.accepted else ""),)


def _typed(question: Question, answer: Any, right: str) -> Group:
    is_right = mark(question, answer).is_right
    said = (Said(answer, is_right),) if answer else ()
    return Group(question.text, said, () if is_right else (Said(right),))


def _scenario(question: Question, answer: Any) -> tuple[Group, ...]:
    given = answer or {}
    return (
        _choice(question.text, question.options, given.get("first")),
        _choice(question.follow_up, question.follow_up_options, given.get("follow")),
    )


_GROUPS = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _single,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short_text": _short_text,
    "scenario": _scenario,
}
