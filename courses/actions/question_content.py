"""Turning the questions of a content file into blocks of the question bank."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import override

from cms.queries import page_key
from courses.queries import questions_in
from courses.queries.question_check import problems

# What one attempt draws unless a manager decides otherwise: a bank must not hold fewer.
_LEAST = 5
_COMMON = ("text", "feedback", "situation", "follow_up", "unit")
_LISTS = ("options", "follow_up_options", "pairs", "items", "accepted")
_NEEDED = {
    "single": ("options",),
    "multiple": ("options",),
    "true_false": ("answer", "feedback"),
    "matching": ("pairs", "feedback"),
    "ordering": ("items", "feedback"),
    "numeric": ("answer", "feedback"),
    "short_text": ("accepted", "feedback"),
    "scenario": ("situation", "options", "follow_up", "follow_up_options"),
}


def question_bank(code: str, questions: Sequence[Mapping[str, Any]]) -> str:
    """Return the stored form of the bank; both languages get the same ids."""
    return json.dumps(_blocks(code, questions))


def _blocks(code: str, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [_block(f"modules/{code}/q{n}", question) for n, question in enumerate(questions, 1)]


def _block(name: str, question: Mapping[str, Any]) -> dict[str, Any]:
    kind = question["kind"]
    value: dict[str, Any] = {"outcome": question["outcome"]}
    value |= {field: question[field] for field in _COMMON if field in question}
    value |= {
        field: [
            {"type": "item", "id": str(page_key(f"{name}/{field}{n}")), "value": member}
            for n, member in enumerate(question[field], 1)
        ]
        for field in _LISTS
        if field in question
    }
    if kind == "true_false":
        value["answer"] = question["answer"] is True
    elif kind == "numeric":
        value["answer"] = str(question["answer"])
        value["tolerance"] = str(question.get("tolerance", "0"))
    return {"type": kind, "id": str(page_key(name)), "value": value}


def shape_of_questions(questions: Sequence[Mapping[str, Any]], outcomes: int) -> list[Any]:
    """Return what both languages must have in common; raises KeyError or ValueError."""
    if len(questions) < _LEAST:
        raise ValueError(f"{len(questions)} questions; at least {_LEAST} are needed")
    return [_shape(question, outcomes) for question in questions]


def _shape(question: Mapping[str, Any], outcomes: int) -> list[Any]:
    kind, text = question["kind"], question["text"]
    if kind not in _NEEDED:
        raise ValueError(f"“{text}” is of an unknown kind “{kind}”")
    missing = [field for field in _NEEDED[kind] if field not in question]
    if missing:
        raise ValueError(f"“{text}” has no {missing[0]}")
    if kind == "numeric":
        _check_numbers(question)
    with override("en"):
        [asked] = questions_in([_block("check", question)])
        wrong = problems(asked, outcomes)
    if wrong:
        raise ValueError(f"“{text}”: {wrong[0]}")
    return [
        kind,
        question["outcome"],
        [option["correct"] for option in question.get("options", ())],
        [option["correct"] for option in question.get("follow_up_options", ())],
        len(question.get("pairs", ())),
        len(question.get("items", ())),
        question.get("answer"),
        question.get("tolerance", "0"),
        bool(question.get("unit")),
    ]


def _check_numbers(question: Mapping[str, Any]) -> None:
    try:
        numbers = [Decimal(question["answer"]), Decimal(question.get("tolerance", "0"))]
    except InvalidOperation:
        numbers = []
    if not numbers or not all(number.is_finite() for number in numbers):
        raise ValueError(f"“{question['text']}” has a number that cannot be read")
