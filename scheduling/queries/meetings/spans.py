"""Stretches of time: joined where they touch, cut to a block, counted in minutes."""

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import NamedTuple

MINUTE = dt.timedelta(minutes=1)


class Span(NamedTuple):
    """From one instant until another, both in UTC."""

    start: dt.datetime
    end: dt.datetime


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time without overlaps, in order: two devices at once count once."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.end > span.start):
        if joined and span.start <= joined[-1].end:
            last = joined.pop()
            joined.append(Span(last.start, max(last.end, span.end)))
        else:
            joined.append(span)
    return joined


def within(spans: Iterable[Span], start: dt.datetime, end: dt.datetime) -> list[Span]:
    """Return what of the spans lies between the two instants, merged."""
    return merged(Span(max(span.start, start), min(span.end, end)) for span in spans)


def minutes_of(spans: Iterable[Span]) -> int:
    """Return the whole minutes that merged spans last together."""
    return sum((span.end - span.start for span in spans), dt.timedelta()) // MINUTE


def minutes_within(spans: Iterable[Span], start: dt.datetime, end: dt.datetime) -> int:
    """Return the whole minutes of the spans between the two instants."""
    return minutes_of(within(spans, start, end))


def longest_gap(spans: Iterable[Span]) -> int:
    """Return the minutes of the longest time away between merged spans."""
    ordered = list(spans)
    gaps = [after.start - before.end for before, after in itertools.pairwise(ordered)]
    return max(gaps, default=dt.timedelta()) // MINUTE


def stored(spans: Iterable[Span]) -> list[list[str]]:
    """Return the spans as JSON holds them."""
    return [[span.start.isoformat(), span.end.isoformat()] for span in spans]


def restored(rows: Iterable[Iterable[str]]) -> list[Span]:
    """Return spans from what JSON holds."""
    return [Span(*(dt.datetime.fromisoformat(at) for at in row)) for row in rows]
