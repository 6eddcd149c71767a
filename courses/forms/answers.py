"""The form of one answer in a quiz."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.queries import Question, read_number

LONGEST_TYPED = 200


class AnswerForm(forms.Form):
    """The answer to one question of an attempt, whole or in part.

    Choices are sent as positions in the order shown: keys could tell which belong together.
    """

    def __init__(self, question: Question, stored: Any, data: Any = None) -> None:
        self.question = question
        self.stored = stored or {}
        initial, self.choices = _SHAPES[question.kind](question, self.stored)
        super().__init__(data, initial=initial)
        for name, number in self.choices.items():
            self.fields[name] = _choice(number, many=question.kind == "multiple")
        if not self.choices:
            self.fields["a"] = _typed()

    @property
    def selects(self) -> list[dict[str, Any]]:
        """Return what the template draws for matching and ordering: one list of choices each."""
        question = self.question
        if question.kind == "matching":
            labels = [pair.left for pair in question.pairs]
            rights = {pair.key: pair.right for pair in question.pairs}
            texts = [rights[key] for key in question.shown]
        else:
            steps = {item.key: item.text for item in question.items}
            labels = [steps[key] for key in question.shown]
            texts = [str(n) for n in range(1, len(labels) + 1)]
        return [
            {
                "field": self[f"a{n}"],
                "label": label,
                "choices": [(str(value), text) for value, text in enumerate(texts)],
            }
            for n, label in enumerate(labels)
        ]

    @property
    def first_chosen(self) -> str:
        """Return the text of a scenario's first answer once it is confirmed, else nothing."""
        if self.question.kind != "scenario" or not self.stored.get("locked"):
            return ""
        first = self.stored["first"]
        return next((one.text for one in self.question.options if one.key == first), "")

    @property
    def seen(self) -> str:
        """Return a mark of the answer as the page showed it."""
        kept = self.stored
        if self.question.kind == "scenario":
            name = "follow" if kept.get("locked") else "first"
            kept = {name: kept[name]} if kept.get(name) else {}
        return _mark_of(kept)

    @property
    def sent(self) -> str:
        """Return a mark of the answer as it came back; of a valid form."""
        return _mark_of(self.answer)

    @property
    def hint(self) -> str:
        """Return what cannot be right yet, though it is saved; empty where all may be."""
        answer, kind = self.answer, self.question.kind
        if kind == "ordering" and len(set(answer.values())) < len(answer):
            return gettext("Two steps have the same place. Give each its own.")
        if kind == "numeric" and answer and read_number(answer, self.question.unit) is None:
            return gettext("This is not a number. Write it in digits, for example 12.5.")
        return ""

    @property
    def answer(self) -> Any:
        """Return the answer as an attempt stores it; of a valid form."""
        given = self.cleaned_data
        kind, question = self.question.kind, self.question
        if kind in {"numeric", "short_text"}:
            return given.get("a", "")
        if kind == "multiple":
            return [question.options[int(n)].key for n in given.get("a") or ()]
        if kind == "matching":
            chosen = {pair.key: given.get(f"a{n}") for n, pair in enumerate(question.pairs)}
            return {key: question.shown[int(n)] for key, n in chosen.items() if n}
        if kind == "ordering":
            placed = {key: given.get(f"a{n}") for n, key in enumerate(question.shown)}
            return {key: int(n) + 1 for key, n in placed.items() if n}
        if kind == "scenario":
            chosen = {
                "first": _key_at(question.options, given.get("a")),
                "follow": _key_at(question.follow_up_options, given.get("b")),
            }
            return {name: key for name, key in chosen.items() if key}
        return _key_at(question.options, given.get("a"))


def _mark_of(answer: Any) -> str:
    written = json.dumps(answer or "", sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _key_at(options: Sequence[Any], position: str | None) -> str:
    return options[int(position)].key if position else ""


def _choice(number: int, *, many: bool) -> forms.Field:
    kind = forms.MultipleChoiceField if many else forms.ChoiceField
    wrong = _("This answer does not belong to the question. Choose one again.")
    return kind(
        choices=[(str(n), "") for n in range(number)],
        required=False,
        error_messages={"invalid_choice": wrong, "invalid_list": wrong},
    )


def _typed() -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=LONGEST_TYPED,
        error_messages={
            "max_length": _(
                "The text is too long to save. Shorten it to %(limit_value)d characters."
            )
        },
    )


def _position(options: Sequence[Any], key: str | None) -> str:
    return next((str(n) for n, option in enumerate(options) if option.key == key), "")


def _options(question: Question, stored: Any) -> tuple[dict[str, Any], dict[str, int]]:
    return {"a": _position(question.options, stored or None)}, {"a": len(question.options)}


def _multiple(question: Question, stored: Any) -> tuple[dict[str, Any], dict[str, int]]:
    chosen = [str(n) for n, option in enumerate(question.options) if option.key in stored]
    return {"a": chosen}, {"a": len(question.options)}


def _matching(question: Question, stored: Any) -> tuple[dict[str, Any], dict[str, int]]:
    number = len(question.shown)
    initial = {
        f"a{n}": str(question.shown.index(stored[pair.key])) if pair.key in stored else ""
        for n, pair in enumerate(question.pairs)
    }
    return initial, dict.fromkeys(initial, number)


def _ordering(question: Question, stored: Any) -> tuple[dict[str, Any], dict[str, int]]:
    initial = {
        f"a{n}": str(stored[key] - 1) if key in stored else ""
        for n, key in enumerate(question.shown)
    }
    return initial, dict.fromkeys(initial, len(question.shown))


def _text(question: Question, stored: Any) -> tuple[dict[str, Any], dict[str, int]]:
    return {"a": stored or ""}, {}


def _scenario(question: Question, stored: Any) -> tuple[dict[str, Any], dict[str, int]]:
    first = _position(question.options, stored.get("first"))
    if not stored.get("locked"):
        return {"a": first}, {"a": len(question.options)}
    follow = _position(question.follow_up_options, stored.get("follow"))
    return {"b": follow}, {"b": len(question.follow_up_options)}


_SHAPES = {
    "single": _options,
    "multiple": _multiple,
    "true_false": _options,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _text,
    "short_text": _text,
    "scenario": _scenario,
}
