"""JSON from outside: bounded in depth, without what no database or browser can hold."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

MAX_DEPTH = 40
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
# Control characters other than line ends and tabs, and halves of characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class JsonWrong(Exception):
    """The text is not the JSON we write; the message is a sentence for the reader."""


def read_json(raw: bytes) -> Any:
    """Return what the bytes say; raises JsonWrong."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise JsonWrong(_("The text is not UTF-8.")) from fault
    if _depth(text) > MAX_DEPTH:
        raise JsonWrong(_("The text is nested too deeply."))
    try:
        found = json.loads(
            text, object_pairs_hook=_no_twins, parse_constant=_no_number, parse_float=_no_number
        )
    except (ValueError, RecursionError) as fault:
        raise JsonWrong(_("The text cannot be read as JSON.")) from fault
    if any(_UNSTORABLE.search(piece) for piece in _strings(found)):
        raise JsonWrong(_("The text holds characters that cannot be stored."))
    return found


def _depth(text: str) -> int:
    deepest = depth = 0
    for piece in _PIECES.finditer(text):
        if piece[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif piece[0] in "]}":
            depth -= 1
    return deepest


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(_text: str) -> Any:
    """Refuse fractions and what is no number: exports write numbers with a point as text."""
    raise ValueError


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
