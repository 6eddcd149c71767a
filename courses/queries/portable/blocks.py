"""Blocks as they are stored: walked by the definition, so that nothing unknown slips through."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Of each kind of field, what JSON may hold; the block's own check says more.
_LEAVES: list[tuple[type[blocks.Block], Callable[[Any], bool]]] = [
    (blocks.BooleanBlock, lambda raw: isinstance(raw, bool)),
    (blocks.IntegerBlock, lambda raw: isinstance(raw, int) and not isinstance(raw, bool)),
    (blocks.DecimalBlock, lambda raw: _is_text(raw, _NUMBER) or type(raw) is int),
    (blocks.DateBlock, lambda raw: _is_text(raw, _DATE)),
    (blocks.FieldBlock, lambda raw: isinstance(raw, str)),
]

# Given a field that refers to something, or rich text: its block, what is stored, and where.
Visit = Callable[[blocks.Block, Any, str], Any]


class BlockWrong(Exception):
    """What is stored is not what the block stores; place says where."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(sentence)
        self.place, self.sentence = place, sentence


def _is_text(raw: Any, form: re.Pattern[str]) -> bool:
    return isinstance(raw, str) and form.fullmatch(raw) is not None


def walk_field(
    block: blocks.Block, raw: Any, visit: Visit, place: str, *, inner_ids: bool
) -> list[dict[str, Any]]:
    """Return the stored value of a StreamField anew, with choosers and rich text as ``visit`` answers.

    Everything else is kept as it is. Every block must have its id, because what people read hangs
    on it; with inner_ids, members of lists too, as answers to questions do. Raises BlockWrong for
    whatever the blocks do not define.
    """
    _expect(isinstance(raw, list), place)
    for n, child in enumerate(raw, 1):
        _expect(isinstance(child, dict) and "id" in child, f"{place} → {n}")
    made: list[dict[str, Any]] = _walk(block, raw, visit, place, ids=inner_ids)
    return made


def _walk(block: blocks.Block, raw: Any, visit: Visit, place: str, *, ids: bool) -> Any:
    if isinstance(block, blocks.BaseStreamBlock):
        return _stream(block, raw, visit, place, ids=ids)
    if isinstance(block, blocks.BaseStructBlock):
        _expect(isinstance(raw, dict), place)
        for name in raw:
            _expect(name in block.child_blocks, place, _unknown(name))
        return {
            name: _walk(block.child_blocks[name], inner, visit, _at(place, block, name), ids=ids)
            for name, inner in raw.items()
        }
    if isinstance(block, blocks.ListBlock):
        _expect(isinstance(raw, list), place)
        return [
            _member(block.child_block, inner, visit, f"{place} → {n}", ids=ids)
            for n, inner in enumerate(raw, 1)
        ]
    if isinstance(block, BaseTypedTableBlock):
        return _table(block, raw, visit, place)
    return _leaf(block, raw, visit, place)


def _leaf(block: blocks.Block, raw: Any, visit: Visit, place: str) -> Any:
    if raw is None:
        return None
    if isinstance(block, blocks.RichTextBlock | blocks.ChooserBlock):
        return visit(block, raw, place)
    for kind, is_right in _LEAVES:
        if isinstance(block, kind):
            _expect(is_right(raw), place)
            return raw
    raise BlockWrong(place, _unknown(type(block).__name__))


def _stream(block: Any, raw: Any, visit: Visit, place: str, *, ids: bool) -> list[Any]:
    _expect(isinstance(raw, list), place)
    seen: set[str] = set()
    made = []
    for n, child in enumerate(raw, 1):
        _expect(isinstance(child, dict) and set(child) <= {"type", "value", "id"}, place)
        _expect({"type", "value"} <= set(child), place)
        kind = child["type"]
        here = f"{place} → {n}"
        _expect(isinstance(kind, str) and kind in block.child_blocks, here, _unknown(kind))
        inner = block.child_blocks[kind]
        here = f"{here}. {inner.label}"
        if "id" in child:
            _check_id(child["id"], seen, here)
        made.append({**child, "value": _walk(inner, child["value"], visit, here, ids=ids)})
    return made


def _check_id(found: Any, seen: set[str], place: str) -> None:
    _expect(isinstance(found, str) and _UUID.fullmatch(found) is not None, place)
    _expect(found not in seen, place, _("Two blocks have the same id."))
    seen.add(found)


def _member(block: blocks.Block, raw: Any, visit: Visit, place: str, *, ids: bool) -> Any:
    if isinstance(raw, dict) and raw.get("type") == "item" and {"id", "value"} <= set(raw):
        _expect(set(raw) == {"type", "value", "id"}, place)
        _check_id(raw["id"], set(), place)
        return {**raw, "value": _walk(block, raw["value"], visit, place, ids=ids)}
    _expect(not ids, place)
    return _walk(block, raw, visit, place, ids=ids)


def _table(block: Any, raw: Any, visit: Visit, place: str) -> dict[str, Any]:
    _expect(isinstance(raw, dict) and set(raw) <= {"columns", "rows", "caption"}, place)
    _expect(isinstance(raw.get("caption", ""), str), place)
    columns = list(_columns(block, raw.get("columns"), place))
    rows = raw.get("rows")
    _expect(isinstance(rows, list), place)
    made = []
    for row in rows:
        _expect(isinstance(row, dict) and set(row) == {"values"}, place)
        _expect(isinstance(row["values"], list) and len(row["values"]) == len(columns), place)
        cells = zip(columns, row["values"], strict=True)
        made.append(
            {"values": [_walk(column, cell, visit, place, ids=False) for column, cell in cells]}
        )
    return {**raw, "rows": made}


def _columns(block: Any, raw: Any, place: str) -> Iterator[blocks.Block]:
    _expect(isinstance(raw, list), place)
    for column in raw:
        _expect(isinstance(column, dict) and set(column) == {"type", "heading"}, place)
        _expect(isinstance(column["heading"], str), place)
        kind = column["type"]
        _expect(isinstance(kind, str) and kind in block.child_blocks, place, _unknown(kind))
        yield block.child_blocks[kind]


def refusals(block: Any, raw: Any, wrong: ValidationError, place: str) -> Iterator[tuple[str, str]]:
    """Yield what a block's own check found, each sentence with its place in words."""
    nested = getattr(wrong, "block_errors", None) or {}
    members = nested.items() if isinstance(nested, dict) else enumerate(nested)
    for key, error in members:
        for one in error.as_data() if isinstance(error, ErrorList) else [error]:
            if one is not None:
                yield from refusals(
                    *_inside(block, raw, key), one, _inner_place(block, raw, key, place)
                )
    cells = getattr(wrong, "cell_errors", None) or {}
    for row, columns in cells.items():
        for column, error in columns.items():
            yield f"{place} → {row + 1}:{column + 1}", " ".join(error.messages)
    outer = getattr(wrong, "non_block_errors", None)
    if outer or not (nested or cells):
        yield from ((place, str(sentence)) for sentence in outer or wrong.messages)


def _inside(block: Any, raw: Any, key: Any) -> tuple[Any, Any]:
    """Return the block and the stored value in which an error stands."""
    if isinstance(block, blocks.BaseStreamBlock):
        return block.child_blocks[raw[key]["type"]], raw[key]["value"]
    if isinstance(block, blocks.ListBlock):
        member = raw[key]
        is_item = isinstance(member, dict) and member.get("type") == "item"
        return block.child_block, member.get("value") if is_item else member
    return block.child_blocks[key], raw.get(key)


def _inner_place(block: Any, raw: Any, key: Any, place: str) -> str:
    if isinstance(block, blocks.BaseStreamBlock):
        return f"{place} → {key + 1}. {block.child_blocks[raw[key]['type']].label}"
    return f"{place} → {key + 1}" if isinstance(block, blocks.ListBlock) else _at(place, block, key)


def _at(place: str, block: Any, name: str) -> str:
    return f"{place} → {block.child_blocks[name].label}"


def _unknown(name: object) -> str:
    return _("“%(name)s” is unknown here.") % {"name": str(name)[:40]}


def _expect(is_right: bool, place: str, sentence: str = "") -> None:
    if not is_right:
        raise BlockWrong(place, sentence or _("This is not what is stored here."))
