"""An export read into people with the times they were there."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from people.latvian import search_key
from scheduling.queries.meetings.headings import Table, product_of, tables_of
from scheduling.queries.meetings.moments import has_date, read_moment, zone_of
from scheduling.queries.meetings.refusals import refusal
from scheduling.queries.meetings.spans import Span, merged
from scheduling.queries.meetings.tables import Cell, Row, read_rows

MAX_PEOPLE = 1000
LONGEST_NAME = 200
LONGEST_STAY = dt.timedelta(hours=24)
DAY = dt.timedelta(days=1)
# Exports round to whole minutes: so much less than the clock says is not a break.
ROUNDING = 90
_AMOUNT = re.compile(r"(?P<n>\d{1,5}) ?(?P<unit>h|st|m|s)[a-z]*\.?")
_CLOCKED = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})")
_SECONDS = {"h": 3600, "st": 3600, "m": 60, "s": 1}
_YES = {"yes", "ja", "true", "y"}
_JOINED = re.compile(r"join|pievieno|ienac|piesled")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")


@dataclass(frozen=True)
class ParsedAttendee:
    """A name as the meeting showed it, and when it was there.

    stated is the total the file gives where that is less than the times make: somebody who came
    and went in between, the file does not say when. The address serves the match and is not kept.
    """

    name: str
    email: str
    spans: list[Span]
    stated: int | None = None


@dataclass(frozen=True)
class ParsedReport:
    """Who was there, by whose export, and how many of its rows could not be used."""

    product: str
    attendees: list[ParsedAttendee]
    unreadable: int = 0
    elsewhere: int = 0


@dataclass
class _Gathered:
    """What is known so far of one name with one address."""

    name: str
    spans: list[Span] = field(default_factory=list)
    seconds: list[int | None] = field(default_factory=list)


def read_report(
    content: bytes, ending: str, *, day: dt.date, local: dt.tzinfo, zone: dt.tzinfo | None = None
) -> ParsedReport:
    """Read an export that has passed the check of uploads; raises ValidationError with a sentence.

    Times without a zone of their own are local; ``zone`` says otherwise for the whole file.
    """
    rows = read_rows(content, ending)
    tables = tables_of(rows)
    product = product_of(rows, tables) if tables else ""
    if not product:
        raise refusal("not_a_report")
    table = _best(tables)
    reader = _Reader(table, day, local, zone or _stated_zone(table) or local)
    reader.read()
    return ParsedReport(product, reader.attendees(), reader.unreadable, reader.elsewhere)


def _best(tables: list[Table]) -> Table:
    """Return the table that says most exactly when people were there."""
    timed = [table for table in tables if table.is_timed and table.rows]
    exact = [table for table in timed if not table.tells_ends_only]
    logs = [table for table in tables if table.is_log and table.rows]
    for found in (exact, timed, logs):
        if found:
            best = found[0]
            # A workbook may part one table over several sheets.
            same = [table for table in found[1:] if table.columns == best.columns]
            best.rows += [row for table in same for row in table.rows]
            return best
    has_rows = any(table.rows for table in tables)
    raise refusal("no_times" if has_rows else "nobody")


def _stated_zone(table: Table) -> dt.tzinfo | None:
    return zone_of(table.heading("join")) or zone_of(table.heading("stamp"))


class _Reader:
    """Reads one table row by row."""

    def __init__(self, table: Table, day: dt.date, local: dt.tzinfo, zone: dt.tzinfo) -> None:
        self.table, self.day, self.local, self.zone = table, day, local, zone
        self.found: dict[str, dict[str, _Gathered]] = {}
        self.days: Counter[dt.date] = Counter()
        self.unreadable = 0
        self.elsewhere = 0

    def read(self) -> None:
        if self.table.is_timed:
            for row in self.table.rows:
                self._timed_row(row)
        else:
            self._log()
        if not self.found:
            if self.days:
                other = self.days.most_common(1)[0][0]
                raise refusal(
                    "another_day",
                    found=f"{other:%d.%m.%Y}",
                    expected=f"{self.day:%d.%m.%Y}",
                )
            raise refusal("nobody")

    def _cell(self, row: Row, meaning: str) -> Cell:
        place = self.table.columns.get(meaning)
        return row[place] if place is not None and place < len(row) else ""

    def _name(self, row: Row) -> str:
        if "name" in self.table.columns:
            name = str(self._cell(row, "name"))
        else:
            name = f"{self._cell(row, 'given')} {self._cell(row, 'family')}"
        return name.strip()[:LONGEST_NAME]

    def _email(self, row: Row) -> str:
        for meaning in ("email", "upn"):
            found = _EMAIL.fullmatch(str(self._cell(row, meaning)))
            if found:
                return found[0].lower()
        return ""

    def _timed_row(self, row: Row) -> None:
        if search_key(str(self._cell(row, "waiting"))) in _YES:
            return  # in the waiting room nobody hears the training
        name = self._name(row)
        start = read_moment(self._cell(row, "join"), self.day, self.zone)
        leave = self._cell(row, "leave")
        end = read_moment(leave, self.day, self.zone)
        if start and end and end < start and not has_date(leave):
            end += DAY
        if not name or start is None or end is None or not start <= end <= start + LONGEST_STAY:
            self.unreadable += bool(name)
            return
        seconds = seconds_of(self._cell(row, "duration"), self.table.heading("duration"))
        self._add(name, self._email(row), Span(start, end), seconds)

    def _add(self, name: str, email: str, span: Span, seconds: int | None) -> None:
        days = {at.astimezone(self.local).date() for at in span}
        if self.day not in days:
            self.elsewhere += 1
            self.days.update(days)
            return
        one = self.found.setdefault(search_key(name), {}).setdefault(email, _Gathered(name))
        one.spans.append(span)
        one.seconds.append(seconds)
        if len(self.found) > MAX_PEOPLE:
            raise refusal("too_long")

    def _log(self) -> None:
        """Read a log of comings and goings; who has not left was there until its last line."""
        inside: dict[tuple[str, str], dt.datetime] = {}
        last: dt.datetime | None = None
        for row in self.table.rows:
            name, at = self._name(row), read_moment(self._cell(row, "stamp"), self.day, self.zone)
            if not name or at is None:
                self.unreadable += bool(name)
                continue
            last = max(last or at, at)
            key = (name, self._email(row))
            if _JOINED.search(search_key(str(self._cell(row, "action")))):
                inside.setdefault(key, at)
            elif key in inside:
                self._add(*key, _ordered(inside.pop(key), at), None)
        for key, since in inside.items():
            self._add(*key, _ordered(since, last or since), None)

    def attendees(self) -> list[ParsedAttendee]:
        """Return one row for each name and address; a name without one joins the only other."""
        people = []
        for by_email in self.found.values():
            if "" in by_email and len(by_email) == 2:  # noqa: PLR2004  # with and without an address
                nameless = by_email.pop("")
                (one,) = by_email.values()
                one.spans += nameless.spans
                one.seconds += nameless.seconds
            people += [
                ParsedAttendee(one.name, email, merged(one.spans) or one.spans[:1], _stated(one))
                for email, one in by_email.items()
            ]
        return people


def _ordered(one: dt.datetime, other: dt.datetime) -> Span:
    return Span(min(one, other), max(one, other))


def _stated(one: _Gathered) -> int | None:
    """Return the minutes the file gives in all, if they are fewer than its times make."""
    known = [seconds for seconds in one.seconds if seconds is not None]
    if len(known) < len(one.seconds):
        return None
    length = sum((span.end - span.start).total_seconds() for span in merged(one.spans))
    total = sum(known)
    return total // 60 if total + ROUNDING * len(known) < length else None


def seconds_of(cell: Cell, heading: str) -> int | None:
    """Return the seconds a stated duration means: 1h 3m 20s, 1 st. 3 min., 1:03:20, 63 minutes."""
    if isinstance(cell, dt.datetime):
        return None
    if isinstance(cell, dt.time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    text = search_key(cell)
    clocked = _CLOCKED.fullmatch(text)
    if clocked:
        return _total(zip((3600, 60, 1), clocked.groups(), strict=True))
    if text.isdecimal() and text.isascii():
        return int(text[:6]) * (60 if "min" in heading or not heading else 1)
    amounts = list(_AMOUNT.finditer(text))
    return _total((_SECONDS[a["unit"]], a["n"]) for a in amounts) if amounts else None


def _total(parts: Iterable[tuple[int, str]]) -> int:
    return sum(unit * int(number) for unit, number in parts)
