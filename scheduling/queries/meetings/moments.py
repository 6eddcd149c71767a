"""Instants as exports write them, told apart by the day of the session."""

import datetime as dt
import re
from collections.abc import Iterator

from people.latvian import search_key
from scheduling.queries.meetings.tables import Cell

# Months by how their names begin, in English and in Latvian, without diacritics.
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,7})?)?"
    r" ?(?P<half>am|pm|a\.m\.|p\.m\.|priekspusdiena|pecpusdiena)?"
    r" ?(?P<zone>z|utc|gmt)? ?\(?(?P<offset>(?:utc|gmt)?[+-]\d{1,2}:?\d{2}|[+-]\d{2})?\)?",
)
_NUMBERS = re.compile(r"(\d{1,4})\. ?(\d{1,2})\. ?(\d{2,4})\.?|(\d{1,4})([/-])(\d{1,2})\5(\d{2,4})")
_WORDS = re.compile(
    r"(?:(?P<year1>\d{4})\.? ?(?:gada|g\.)? ?)?(?:(?P<day1>\d{1,2})\.? )?(?P<month>[a-z]{3,10})\.?"
    r" ?(?P<day2>\d{1,2})?,? ?(?P<year2>\d{4})?"
)
_ZONE = re.compile(r"\b(?:utc|gmt)\b ?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?", re.IGNORECASE)
_CENTURY = 100
_NOON = 12
LONGEST = 60


def zone_of(heading: str) -> dt.tzinfo | None:
    """Return the zone that a heading states: "Join Time (UTC)", "(GMT+02:00)"; None if none."""
    found = _ZONE.search(heading[:200])
    return _offset(found["offset"] or "") if found else None


def _offset(text: str) -> dt.tzinfo | None:
    """Return the zone of +03:00, +0300, +3 or UTC+3; UTC for nothing."""
    digits = text.lower().removeprefix("utc").removeprefix("gmt").replace(":", "")
    if not digits:
        return dt.UTC
    number = digits[1:]
    hours, minutes = (number[:-2], number[-2:]) if len(number) > 2 else (number, "0")  # noqa: PLR2004  # hours alone
    shift = dt.timedelta(hours=int(hours), minutes=int(minutes))
    if shift > dt.timedelta(hours=14):
        return None
    return dt.timezone(-shift if digits[0] == "-" else shift)


def read_moment(cell: Cell, day: dt.date, zone: dt.tzinfo) -> dt.datetime | None:
    """Return the instant a cell means, in UTC, or None.

    Where the numbers can be read in several ways (03/04/2026), the day of the session decides. A
    time without a date is of that day. The zone holds where the cell states none of its own.
    """
    if isinstance(cell, dt.time):
        return _instant(day, cell, zone)
    if isinstance(cell, dt.datetime):
        readings = {cell.date(), _swapped(cell.date())} - {None}
        clock, stated = cell.time(), None
    else:
        found = _clock(cell)
        if found is None:
            return None
        rest, clock, stated = found
        readings = set(_dates(rest, day))
    best = min(readings, key=lambda date: abs((date or day) - day), default=None)
    return _instant(best, clock, stated or zone) if best else None


def has_date(cell: Cell) -> bool:
    """Whether the cell says the day as well as the time."""
    if isinstance(cell, dt.datetime | dt.time):
        return isinstance(cell, dt.datetime)
    found = _clock(cell)
    return found is not None and bool(found[0])


def _instant(day: dt.date, clock: dt.time, zone: dt.tzinfo) -> dt.datetime | None:
    try:
        return dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None


def _swapped(date: dt.date) -> dt.date | None:
    """Return the date with day and month exchanged: what a spreadsheet of another country made."""
    try:
        return date.replace(month=date.day, day=date.month)
    except ValueError:
        return None


def _clock(text: str) -> tuple[str, dt.time, dt.tzinfo | None] | None:
    """Return what stands before the time, the time, and the zone it states."""
    folded = search_key(text[:LONGEST]).replace("t", " ", 1) if _is_iso(text) else search_key(text)
    folded = folded[:LONGEST].replace("plkst.", " ").replace(",", " ")
    # Dots part dates as well as times: the last match that ends the text is the time.
    for found in reversed(list(_CLOCK.finditer(folded))):
        if folded[found.end() :].strip():
            continue
        clock = _time(found)
        if clock is None:
            return None
        stated = _offset(found["offset"] or "") if found["zone"] or found["offset"] else None
        return folded[: found.start()].strip(), clock, stated
    return None


def _is_iso(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d{2}-\d{2}T", text))


def _time(found: re.Match[str]) -> dt.time | None:
    hour = int(found["hour"])
    half = (found["half"] or "").replace(".", "")
    if half and not 1 <= hour <= _NOON:
        # 13:05 PM is written by some spreadsheets; the hour says enough.
        half = ""
    if half:
        hour = hour % _NOON + (_NOON if half in {"pm", "pecpusdiena"} else 0)
    try:
        return dt.time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def _dates(text: str, day: dt.date) -> Iterator[dt.date]:
    """Yield every date the text may mean; without one, the day itself."""
    if not text:
        yield day
        return
    found = _NUMBERS.search(text)
    if found:
        first, second, third = (int(n) for n in found.groups() if n and n.isdigit())
        for year, month, of_month in _orders(first, second, third):
            yield from _date(year, month, of_month)
        return
    for words in _WORDS.finditer(text):
        named = _MONTHS.get(words["month"][:3])
        if named:
            year = int(words["year1"] or words["year2"] or day.year)
            yield from _date(year, named, int(words["day1"] or words["day2"] or 0))


def _orders(first: int, second: int, third: int) -> list[tuple[int, int, int]]:
    """Return year, month and day in the orders that three numbers can have."""
    if first >= _CENTURY:
        return [(first, second, third)]
    year = third if third >= _CENTURY else 2000 + third
    short = [(2000 + first, second, third)] if third < _CENTURY else []
    return [(year, second, first), (year, first, second), *short]


def _date(year: int, month: int, day: int) -> Iterator[dt.date]:
    try:
        yield dt.date(year, month, day)
    except ValueError:
        return
