"""Turning the parts of a content file into blocks of the module page."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.actions.richtext import to_rich_text
from cms.blocks import ContentBlock
from cms.blocks.tables import table_value
from cms.queries import page_key

Texts = Mapping[str, Any]
_BLOCKS = ContentBlock()
_LEAST = 3  # a module is more than one page of text
# These mean the same in every language; of other words only their being there is compared.
_SAME_IN_EVERY_LANGUAGE = {"kind", "tone"}


def part_blocks(code: str, parts: Sequence[Texts]) -> str:
    """Return the stored form of the parts; both languages get the same ids.

    What was read in one language is read in the other.
    """
    return json.dumps(
        [
            {"type": part["kind"], "value": _value(part), "id": str(page_key(name))}
            for name, part in ((f"modules/{code}/{n}", part) for n, part in enumerate(parts))
        ]
    )


def outcome_blocks(code: str, outcomes: Sequence[str]) -> str:
    """Return the stored form of the learning outcomes; both languages get the same ids."""
    return json.dumps(
        [
            {"type": "outcome", "value": text, "id": str(page_key(f"modules/{code}/outcome{n}"))}
            for n, text in enumerate(outcomes, 1)
        ]
    )


def shape_of_parts(parts: Sequence[Texts]) -> list[Any]:
    """Return what both languages must have in common; raises KeyError, TypeError or ValueError."""
    if len(parts) < _LEAST:
        raise ValueError(f"{len(parts)} parts; at least {_LEAST} are needed")
    for part in parts:
        _check(part)
    return [_structure(part) for part in parts]


def _value(part: Texts) -> dict[str, Any]:
    value = {name: part[name] for name in part if name != "kind"}
    make = _MAKERS.get(part["kind"])
    return make(part) if make else value


def _rich(*names: str) -> Callable[[Texts], dict[str, Any]]:
    """Return what makes running text of these entries and keeps the others."""

    def make(part: Texts) -> dict[str, Any]:
        return {
            name: to_rich_text(part[name]) if name in names else part[name]
            for name in part
            if name != "kind"
        }

    return make


def _steps(stored: str, told: str) -> Callable[[Texts], dict[str, Any]]:
    def make(part: Texts) -> dict[str, Any]:
        return {"title": part["title"], stored: [_rich("text")(item) for item in part[told]]}

    return make


def _table(part: Texts) -> dict[str, Any]:
    width = len(part["columns"])
    if any(len(row) != width for row in part["rows"]):
        raise ValueError(f"a row of “{part['caption']}” has more or fewer cells than columns")
    return table_value(part["caption"], part["columns"], part["rows"])


def _tool_card(part: Texts) -> dict[str, Any]:
    if type(part["checked_on"]) is not dt.date:
        raise ValueError(f"checked_on of “{part['name']}” is no date")
    return _rich()(part) | {"checked_on": part["checked_on"].isoformat()}


def _sorting(part: Texts) -> dict[str, Any]:
    groups = [{"name": group["name"], "entries": group["items"]} for group in part["groups"]]
    return _rich()(part) | {"groups": groups}


def _worksheet(part: Texts) -> dict[str, Any]:
    fields = [
        {
            "type": field["kind"],
            "value": {
                ("entries" if name == "items" else name): field[name]
                for name in field
                if name != "kind"
            },
        }
        for field in part["fields"]
    ]
    return _rich("instructions")(part) | {"fields": fields}


_MAKERS: dict[str, Callable[[Texts], dict[str, Any]]] = {
    "section": _rich("text"),
    "example": _rich("text"),
    "callout": _rich("text"),
    "steps": _steps("steps", "steps"),
    "accordion": _steps("entries", "items"),
    "table": _table,
    "tool_card": _tool_card,
    "sorting": _sorting,
    "worksheet": _worksheet,
    "matching": _rich(),
}


def _check(part: Texts) -> None:
    """Ask the block itself whether an editor could publish it so."""
    kind = part["kind"]
    name = part.get("heading") or part.get("title") or part.get("caption") or part.get("name")
    if kind not in _MAKERS:
        raise ValueError(f"“{name}” is of an unknown kind “{kind}”")
    block = _BLOCKS.child_blocks[kind]
    value = _value(part)
    if unknown := set(value) - set(getattr(block, "child_blocks", value)) - set(_stored(kind)):
        raise ValueError(f"“{name}” has an unknown entry “{min(unknown)}”")
    with override("en"):
        try:
            block.clean(block.to_python(value))
        except ValidationError as wrong:
            raise ValueError(f"“{name}”: {' '.join(_sentences(wrong))}") from wrong


def _stored(kind: str) -> tuple[str, ...]:
    return ("caption", "columns", "rows") if kind == "table" else ()


def _sentences(wrong: ValidationError) -> Iterator[str]:
    """Yield every sentence of an error of nested blocks, with the field it belongs to."""
    nested = getattr(wrong, "block_errors", None) or getattr(wrong, "cell_errors", None) or {}
    members = nested.items() if isinstance(nested, Mapping) else enumerate(nested)
    for field, error in members:
        if isinstance(error, Mapping):
            for inner in error.values():
                yield from _sentences(inner)
        elif error:
            for sentence in _sentences(error):
                yield f"{field}: {sentence}"
    outer = getattr(wrong, "non_block_errors", None)
    if outer:
        yield from (str(sentence) for sentence in outer)
    elif not nested:
        yield from wrong.messages


def _structure(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _structure(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_structure(member) for member in value]
    if isinstance(value, str) and name not in _SAME_IN_EVERY_LANGUAGE:
        return bool(value.strip())
    return value
