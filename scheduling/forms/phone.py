"""What a phone sends: marks as JSON, every value checked before anything is asked of the database."""

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from scheduling.actions.attendance import MarkInput
from scheduling.actions.intake import RECORDABLE

LARGEST_BODY = 256 * 1024
MOST_MARKS = 500
_SIGN = re.compile(r"[0-9a-f]{20}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_LARGEST_NUMBER = 2**31 - 1  # a length of the ledger
_LARGEST_ID = 2**63 - 1


class MalformedError(ValueError):
    """What the device sent cannot be read; the sentence says so to its owner."""


class TooManyError(ValueError):
    """More marks than one request may bring."""


@dataclass(frozen=True)
class SentMark:
    """One mark as the device wrote it; ``person`` is a sign, not yet a number."""

    nonce: str
    person: str
    block: int
    status: str
    arrived: dt.time | None
    left: dt.time | None
    device_at: dt.datetime
    seen: int

    def as_input(self) -> MarkInput:
        """Return what the action takes."""
        return MarkInput(
            block_id=self.block,
            person_id=self.person,
            status=self.status,
            arrived_at=self.arrived,
            left_at=self.left,
            nonce=self.nonce,
            device_at=self.device_at,
            seen=self.seen,
        )


@dataclass(frozen=True)
class Sent:
    """One request of a device: whose marks they are, its clock, and the marks."""

    owner: str
    device_now: dt.datetime
    marks: list[SentMark]


def read_sent(body: bytes) -> Sent:
    """Read a request of marks; raise with a sentence where it is not one."""
    content = _object(read_json(body))
    marks = content.get("marks")
    if not isinstance(marks, list):
        raise _malformed()
    if len(marks) > MOST_MARKS:
        raise TooManyError
    return Sent(
        owner=_sign(content.get("owner")),
        device_now=_moment(content.get("device_now")),
        marks=[_mark(_object(mark)) for mark in marks],
    )


def read_block(body: bytes) -> int:
    """Read which block is to be closed."""
    return _number(_object(read_json(body)).get("block"), _LARGEST_ID)


def read_json(body: bytes) -> Any:
    """Read JSON, whatever the bytes are."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _malformed() from None


def _mark(given: dict[str, Any]) -> SentMark:
    status = given.get("status")
    if not isinstance(status, str) or status not in RECORDABLE:
        raise _malformed()
    return SentMark(
        nonce=_nonce(given.get("nonce")),
        person=_sign(given.get("person")),
        block=_number(given.get("block"), _LARGEST_ID),
        status=status,
        arrived=_time(given.get("arrived")),
        left=_time(given.get("left")),
        device_at=_moment(given.get("device_at")),
        seen=_number(given.get("seen"), _LARGEST_NUMBER),
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _malformed()
    return value


def _text(value: Any, longest: int = 40) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise _malformed()
    return value


def _sign(value: Any) -> str:
    if not _SIGN.fullmatch(_text(value)):
        raise _malformed()
    return str(value)


def _nonce(value: Any) -> str:
    try:
        return str(uuid.UUID(_text(value)))
    except ValueError:
        raise _malformed() from None


def _number(value: Any, largest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= largest:
        raise _malformed()
    return value


def _time(value: Any) -> dt.time | None:
    if value is None:
        return None
    if not _CLOCK.fullmatch(_text(value)):
        raise _malformed()
    return dt.time.fromisoformat(value)


def _moment(value: Any) -> dt.datetime:
    try:
        moment = parse_datetime(_text(value))
        # A moment near the ends of time has no counterpart in another zone.
        return (moment or dt.datetime.min).astimezone(dt.UTC)  # noqa: DTZ901  # refused below
    except (ValueError, OverflowError):
        raise _malformed() from None


def _malformed() -> MalformedError:
    return MalformedError(
        _("What the device sent cannot be read. Nothing is recorded; open the roster again.")
    )
