"""Which answers are right: pure functions of a question as it was asked and the answer given.

A question is right when all of it is right. An answer is stored as its kind needs it: a key, a
list of keys, a table of keys, the text typed, or for a scenario the two choices.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from courses.queries.quiz import Option, Question
from people.latvian import nfc, search_key

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:[.,][0-9]{1,9})?|[+-]?[.,][0-9]{1,9}")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?P<group>[.,])[0-9]{3})(?:(?P=group)[0-9]{3})*[.,]?[0-9]*"
)
# Ways to write the same unit.
_SAME_UNIT = {"eur": {"eur", "€", "eiro", "euro"}, "%": {"%", "procenti", "percent"}}
_PRECISION = 60


@dataclass(frozen=True)
class Marked:
    """What one answer to one question is worth; ``wrong`` names what was chosen wrongly."""

    is_right: bool
    is_answered: bool
    wrong: tuple[str, ...] = ()


def mark(question: Question, answer: Any) -> Marked:
    """Judge one answer; an answer left out or half given is wrong."""
    is_right, wrong = _JUDGES[question.kind](question, answer)
    return Marked(is_right, is_answered(question, answer), wrong)


def score(questions: Sequence[Question], answers: Mapping[str, Any]) -> int:
    """Count the questions answered rightly."""
    return sum(mark(question, answers.get(question.id)).is_right for question in questions)


def answers_needed(pass_mark: int, out_of: int) -> int:
    """Return how many must be correct; all correct is always enough."""
    return min(pass_mark, out_of)


def is_answered(question: Question, answer: Any) -> bool:
    """Tell whether every part of the question has an answer."""
    if not answer:
        return False
    if question.kind == "matching":
        return all(answer.get(pair.key) for pair in question.pairs)
    if question.kind == "ordering":
        places = [answer.get(item.key) for item in question.items]
        return sorted(place or 0 for place in places) == list(range(1, len(places) + 1))
    if question.kind == "scenario":
        return bool(answer.get("locked") and answer.get("first") and answer.get("follow"))
    return True


def read_number(typed: str, unit: str = "") -> Decimal | None:
    """Read a number as people write it: 1 234,5 or 1234.5, with or without its unit.

    Where point and comma both stand, the last one parts the decimals; one sign used several
    times parts thousands.
    """
    text = _without_unit(nfc(typed).replace("−", "-").replace("–", "-"), unit)
    text = "".join(text.replace("'", "").split())
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    grouped = _GROUPED.fullmatch(text)
    if grouped is None or len(text) > 30:  # noqa: PLR2004  # nobody means a longer number
        return None
    sign = grouped["group"]
    other = "," if sign == "." else "."
    whole, _sign, decimals = text.partition(other)
    groups = whole.split(sign)
    if sign in decimals or any(len(group) != 3 for group in groups[1:]):  # noqa: PLR2004
        return None
    return Decimal(f"{''.join(groups)}.{decimals or 0}")


def _without_unit(text: str, unit: str) -> str:
    folded = search_key(unit)
    for one in sorted(_SAME_UNIT.get(folded, {folded}), key=len, reverse=True):
        if one and search_key(text).endswith(one):
            return text[: len(text) - len(one)]
        if one and search_key(text).startswith(one):
            return text[len(one) :]
    return text


def right_key(options: Sequence[Option]) -> str:
    """Return the key of the one correct option."""
    return next((option.key for option in options if option.is_correct), "")


def _single(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    is_right = bool(answer) and answer == right_key(question.options)
    return is_right, () if is_right or not answer else (answer,)


def _multiple(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    chosen = set(answer or ())
    right = {option.key for option in question.options if option.is_correct}
    return bool(right) and chosen == right, tuple(sorted(chosen - right))


def _matching(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    given = answer or {}
    wrong = tuple(
        f"{pair.key}>{given[pair.key]}"
        for pair in question.pairs
        if given.get(pair.key) and given[pair.key] != pair.key
    )
    return all(given.get(pair.key) == pair.key for pair in question.pairs), wrong


def _ordering(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    given = answer or {}
    is_right = all(given.get(item.key) == n for n, item in enumerate(question.items, 1))
    if is_right or not is_answered(question, answer):
        return is_right, ()
    return False, (">".join(sorted(given, key=lambda key: given[key])),)


def _numeric(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    number = read_number(answer or "", question.unit)
    if number is None:
        return False, (nfc(answer),) if answer else ()
    with localcontext() as context:
        context.prec = _PRECISION
        off = abs(number - Decimal(question.answer))
        is_right = off <= Decimal(question.tolerance)
    return is_right, () if is_right else (f"{number.normalize():f}",)


def _short_text(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    typed = search_key(answer or "")
    is_right = bool(typed) and typed in {search_key(text) for text in question.accepted}
    return is_right, () if is_right or not typed else (typed,)


def _scenario(question: Question, answer: Any) -> tuple[bool, tuple[str, ...]]:
    given = answer or {}
    first, follow = given.get("first"), given.get("follow")
    rights = right_key(question.options), right_key(question.follow_up_options)
    wrong = tuple(
        chosen for chosen, right in zip((first, follow), rights, strict=True) if chosen != right
    )
    is_right = bool(given.get("locked") and first and follow and not wrong)
    return is_right, tuple(key for key in wrong if key)


_JUDGES = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _single,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short_text": _short_text,
    "scenario": _scenario,
}
