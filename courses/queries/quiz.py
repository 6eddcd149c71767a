"""The questions of a module's quiz as one version of its page has them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils.translation import override, pgettext

from courses.models import ModulePage

CHOICES = ("single", "multiple", "true_false", "scenario")
TRUE, FALSE = "true", "false"


@dataclass(frozen=True)
class Option:
    """A possible answer; its key stays the same when the text is edited."""

    key: str
    text: str
    is_correct: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """Two things that belong together."""

    key: str
    left: str
    right: str


@dataclass(frozen=True)
class Item:
    """One of the things to be put in order."""

    key: str
    text: str


@dataclass(frozen=True)
class Question:
    """A question of any kind with its answers; what its kind does not need stays empty.

    Options and pairs stand in the order shown, items in the right order. ``shown`` holds the keys
    of the items, or of the right sides of pairs, in the order shown.
    """

    id: str
    kind: str
    text: str
    outcome: int = 1
    feedback: str = ""
    options: tuple[Option, ...] = ()
    situation: str = ""
    follow_up: str = ""
    follow_up_options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    items: tuple[Item, ...] = ()
    shown: tuple[str, ...] = ()
    answer: str = ""
    tolerance: str = "0"
    unit: str = ""
    accepted: tuple[str, ...] = ()

    def frozen(self) -> dict[str, Any]:
        """Return the question as an attempt stores it."""
        return asdict(self)

    @classmethod
    def thawed(cls, stored: Mapping[str, Any]) -> Self:
        """Return the question that an attempt stored."""
        return cls(
            **{
                **stored,
                "options": tuple(Option(**option) for option in stored["options"]),
                "follow_up_options": tuple(Option(**o) for o in stored["follow_up_options"]),
                "pairs": tuple(Pair(**pair) for pair in stored["pairs"]),
                "items": tuple(Item(**item) for item in stored["items"]),
                "shown": tuple(stored["shown"]),
                "accepted": tuple(stored["accepted"]),
            }
        )


def quiz_of(version: ModulePage) -> tuple[Question, ...]:
    """Return the questions of this version; no query, whichever version it is."""
    with override(version.locale.language_code):
        return questions_in(version.quiz.get_prep_value())


def questions_in(bank: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Return the questions of a bank as it is stored."""
    return tuple(_question(block) for block in bank)


def _question(block: Mapping[str, Any]) -> Question:
    value, kind = block["value"], block["type"]
    pairs = tuple(
        Pair(key, pair.get("left") or "", pair.get("right") or "")
        for key, pair in _listed(value.get("pairs"))
    )
    items = tuple(Item(key, text or "") for key, text in _listed(value.get("items")))
    options = _options(value.get("options"))
    if kind == "true_false":
        options = _true_false(bool(value.get("answer")), value.get("feedback") or "")
    return Question(
        id=str(block.get("id") or ""),
        kind=kind,
        text=value.get("text") or "",
        outcome=int(value.get("outcome") or 1),
        feedback="" if kind == "true_false" else value.get("feedback") or "",
        options=options,
        situation=value.get("situation") or "",
        follow_up=value.get("follow_up") or "",
        follow_up_options=_options(value.get("follow_up_options")),
        pairs=pairs,
        items=items,
        shown=tuple(one.key for one in pairs or items),
        answer=_number(value.get("answer")) if kind == "numeric" else "",
        tolerance=_number(value.get("tolerance")) or "0",
        unit=value.get("unit") or "",
        accepted=tuple(text or "" for _key, text in _listed(value.get("accepted"))),
    )


def _number(value: Any) -> str:
    return "" if value is None else str(value)


def _options(stored: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            key,
            option.get("text") or "",
            bool(option.get("correct")),
            option.get("feedback") or "",
        )
        for key, option in _listed(stored)
    )


def _true_false(answer: bool, feedback: str) -> tuple[Option, ...]:
    return (
        Option(TRUE, pgettext("statement", "True"), answer, feedback),
        Option(FALSE, pgettext("statement", "False"), not answer, feedback),
    )


def _listed(stored: Any) -> list[tuple[str, Any]]:
    """Return the members of a list block with their keys."""
    return [(str(member["id"]), member["value"]) for member in stored or ()]
