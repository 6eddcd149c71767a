"""What times in a meeting mean for a block: present, late, left early, absent, not told."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Programme
from scheduling.models import SessionBlock
from scheduling.queries.meetings import Span
from scheduling.queries.meetings.spans import merged, minutes_within
from scheduling.queries.meetings.verdict import is_told, verdict
from tests.scheduling.attendance.exports import at

RIGA = ZoneInfo("Europe/Riga")
RULE = Programme(grace_minutes=10, online_min_minutes=10)


def instant(clock):
    return at(clock).replace(tzinfo=RIGA).astimezone(dt.UTC)


BLOCK = SessionBlock(starts_at=instant("09:00"), ends_at=instant("12:15"))


def said(*spans, stated=None):
    found = verdict([Span(*map(instant, span)) for span in spans], BLOCK, RULE, stated)
    times = (found.arrived_at, found.left_at)
    return found.status, *(time and time.isoformat("minutes") for time in times)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([("08:50", "12:30")], ("present", None, None)),
        ([("09:10", "12:15")], ("present", None, None)),
        ([("09:10:59", "12:15")], ("present", None, None)),
        ([("09:11", "12:15")], ("late", "09:11", None)),
        ([("09:25:40", "12:15")], ("late", "09:25", None)),
        ([("09:00", "12:05")], ("present", None, None)),
        ([("09:00", "12:04")], ("left_early", None, "12:04")),
        ([("09:00", "11:30:20")], ("left_early", None, "11:31")),
        ([("09:05", "12:10")], ("present", None, None)),
        ([("09:06", "12:10")], ("late", "09:06", "12:10")),
        ([("09:01", "11:00")], ("left_early", None, "11:00")),
        ([("09:30", "11:00")], ("late", "09:30", "11:00")),
        ([("09:30", "12:10")], ("late", "09:30", None)),
        ([("09:00", "09:10")], ("left_early", None, "09:10")),
        ([("09:00", "09:09:59")], ("absent", None, None)),
        ([("13:00", "16:00")], ("absent", None, None)),
        ([], ("absent", None, None)),
        ([("09:00", "09:05"), ("12:10", "12:15")], ("present", None, None)),
    ],
)
def test_the_programmes_grace_and_least_minutes_decide(spans, expected):
    assert said(*spans) == expected


def test_time_away_in_between_is_shown():
    spans = [Span(instant("09:00"), instant("10:00")), Span(instant("11:30"), instant("12:15"))]
    found = verdict(spans, BLOCK, RULE)
    assert (found.status, found.minutes, found.gap) == ("present", 105, 90)


def test_a_file_that_grants_fewer_minutes_than_its_times_make_is_believed():
    assert said(("09:00", "12:15"), stated=9) == ("absent", None, None)
    assert verdict([Span(BLOCK.starts_at, BLOCK.ends_at)], BLOCK, RULE, 62).minutes == 62


def test_without_a_least_number_nobody_who_was_not_there_is_present():
    rule = Programme(grace_minutes=10, online_min_minutes=0)
    assert verdict([], BLOCK, rule).status == "absent"
    assert verdict([Span(instant("09:00"), instant("09:01"))], BLOCK, rule).status == "left_early"


def test_a_block_is_told_of_by_somebody_who_was_there_long_enough():
    lingering = [[Span(instant("12:06"), instant("12:40"))]]
    assert not is_told(lingering, BLOCK, 10)
    assert is_told(lingering, BLOCK, 9)
    assert not is_told([], BLOCK, 0)


@given(
    st.lists(st.tuples(st.integers(-60, 260), st.integers(-60, 260)).map(sorted), max_size=6),
    st.integers(0, 30),
    st.integers(0, 60),
)
def test_a_verdict_never_gives_more_than_the_times_allow(pairs, grace, least):
    rule = Programme(grace_minutes=grace, online_min_minutes=least)
    start = BLOCK.starts_at
    spans = merged(Span(*(start + dt.timedelta(minutes=m) for m in pair)) for pair in pairs)
    found = verdict(spans, BLOCK, rule)
    minutes = minutes_within(spans, BLOCK.starts_at, BLOCK.ends_at)
    assert found.minutes == minutes
    assert (found.status == "absent") == (minutes < max(least, 1))
    assert (found.arrived_at is not None) == (found.status == "late") or found.status != "late"
    if found.status == "left_early":
        assert (found.arrived_at, found.left_at is None) == (None, False)
    if found.status in {"present", "absent"}:
        assert (found.arrived_at, found.left_at) == (None, None)
