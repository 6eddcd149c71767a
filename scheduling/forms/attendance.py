"""The roster and the correction, as they come from the browser."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cms.templatetags.states import shown
from scheduling.actions.attendance import MarkInput
from scheduling.models import AttendanceMark, SessionBlock, Standing
from scheduling.models.credit import needs_time, time_is_inside
from scheduling.queries import Roster, RosterRow

# What is marked on the roster; a make-up is approved elsewhere.
ON_ROSTER = ("present", "late", "left_early", "absent", "excused")
_KEY = re.compile(r"mark-(?P<block>[0-9]{1,18})-(?P<person>[0-9]{1,18})")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(:[0-9]{2})?")


def parse_clock(text: str) -> dt.time | None:
    """Read 10:40 or 10.40."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return dt.time(int(found["hour"]), int(found["minute"]))
    except ValueError:
        return None


@dataclass
class Entry:
    """What the form shows and takes for one person in one block."""

    block: SessionBlock
    mark: AttendanceMark | None
    status: str = ""
    time: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        return str(self.block.pk)

    @property
    def label(self) -> str:
        """The mark's word with the time."""
        clock = parse_clock(self.time)
        written = formats.time_format(clock) if clock else ""
        return f"{shown(self.status).word} {written}".strip()


@dataclass
class RosterLine:
    """One person of the roster with an entry for each shown block."""

    row: RosterRow
    entries: list[Entry]

    @property
    def has_error(self) -> bool:
        return any(entry.error for entry in self.entries)


class RosterDataError(Exception):
    """A field of the sent roster names nothing a roster can have."""


def read_marks(data: Mapping[str, Any]) -> list[MarkInput]:
    """Read ``mark-<block>-<person>`` with ``time-<block>-<person>`` from a sent roster."""
    marks = []
    seen = _read_seen(data)
    for key in data:
        if not key.startswith("mark-"):
            continue
        found = _KEY.fullmatch(key)
        status = str(data[key])
        if found is None or status not in ON_ROSTER:
            raise RosterDataError
        clock = parse_clock(_typed_time(data, found["block"], found["person"]))
        is_late = status == AttendanceMark.Status.LATE
        marks.append(
            MarkInput(
                int(found["block"]),
                int(found["person"]),
                status,
                arrived_at=clock if is_late else None,
                left_at=None if is_late else clock,
                seen=seen,
            )
        )
    return marks


def _read_seen(data: Mapping[str, Any]) -> int | None:
    """Read how long the ledger was when the roster was shown; without it, all was seen."""
    seen = str(data.get("seen", ""))
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None  # noqa: PLR2004  # what a 32-bit number holds


def _typed_time(data: Mapping[str, Any], block: object, person: object) -> str:
    return str(data.get(f"time-{block}-{person}", ""))[:8]


def roster_lines(
    roster: Roster, blocks: list[SessionBlock], data: Mapping[str, Any] | None = None
) -> list[RosterLine]:
    """Return what the page shows: what counts now, or what was typed, with what is wrong in it."""
    return [RosterLine(row, [_entry(block, row, data) for block in blocks]) for row in roster.rows]


def _entry(block: SessionBlock, row: RosterRow, data: Mapping[str, Any] | None) -> Entry:
    mark = row.marks[block.pk]
    status = str((data or {}).get(f"mark-{block.pk}-{row.person.pk}", ""))
    if data is None or status not in ON_ROSTER:
        return _shown(block, mark)
    typed = _typed_time(data, block.pk, row.person.pk)
    entry = Entry(block, mark, status, typed)
    if needs_time(status) and not time_is_inside(block, parse_clock(typed)):
        entry.error = str(_("Enter a time within the block, for example 10:40."))
    return entry


def _shown(block: SessionBlock, mark: AttendanceMark | None) -> Entry:
    if mark is None or mark.standing == Standing.CONTESTED:
        return Entry(block, mark)
    at = mark.arrived_at or mark.left_at
    time = f"{at:%H:%M}" if at else ""
    return Entry(block, mark, mark.status, time)
