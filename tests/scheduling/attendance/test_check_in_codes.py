"""The code of self check-in: how it changes, how long it holds, and from when to when."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from people.models import AuditEntry, User
from scheduling.actions.check_in import BlockIsOver, close_check_in, open_check_in
from scheduling.models import CheckIn, SessionBlock
from scheduling.queries.check_in import arrival
from tests.factories import people
from tests.factories.scheduling import session_with
from tests.scheduling.attendance.checking_in import clock, marks, morning, phone, scan

RIGA = ZoneInfo("Europe/Riga")
NINE = dt.datetime(2024, 5, 8, 6, tzinfo=dt.UTC)


def opening(starts_at=NINE, ends_at=NINE + dt.timedelta(hours=3), **fields) -> CheckIn:
    return CheckIn(pk=7, block=SessionBlock(starts_at=starts_at, ends_at=ends_at), **fields)


def after(seconds: float) -> dt.datetime:
    return NINE + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "holds"),
    [(0, True), (29.9, True), (30, True), (59.9, True), (60, False), (90, False), (600, False)],
)
def test_a_photographed_code_holds_for_less_than_a_minute_and_a_half(seconds, holds):
    check_in = opening()
    photographed, heard = check_in.token(NINE), check_in.spoken(NINE)

    assert check_in.accepts_token(photographed, after(seconds)) is holds
    assert check_in.accepts_spoken(heard, after(seconds)) is holds


def test_a_code_of_the_future_does_not_hold_yet():
    check_in = opening()

    assert not check_in.accepts_token(check_in.token(after(30)), NINE)


def test_the_drawn_code_has_at_least_eighty_bits_and_shares_none_with_the_spoken_one():
    check_in = opening()
    number, code = check_in.token(NINE).split(".")

    assert number == "7"
    assert re.fullmatch(r"[\w-]{20}", code)  # 6 bits a letter
    assert re.fullmatch(r"[0-9]{6}", check_in.spoken(NINE))
    assert check_in._digest("drawn", 1) != check_in._digest("spoken", 1)


def test_every_opening_has_a_key_of_its_own():
    one, other = opening(), opening()

    assert len(one.secret) == 64
    assert one.secret != other.secret
    assert not other.accepts_token(one.token(NINE), NINE)


@pytest.mark.parametrize("text", ["", "7.", "7.ā" * 9, "7." + "A" * 20, "\udcff", "x" * 10_000])
def test_made_up_codes_never_hold(text):
    assert not opening().accepts_token(text, NINE)
    assert not opening().accepts_spoken(text, NINE)


moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))


@given(moments, st.integers(0, 1200), st.integers(0, 240), moments)
@example(NINE, 195, 30, NINE - dt.timedelta(minutes=30))
@example(NINE, 195, 30, NINE + dt.timedelta(minutes=195))
def test_the_window_is_the_plain_one(starts_at, minutes, before, now):
    """By seconds since 1970, which know no zones and no clock changes."""
    ends_at = starts_at + dt.timedelta(minutes=minutes)
    check_in = opening(starts_at.astimezone(RIGA), ends_at.astimezone(RIGA), minutes_before=before)

    plain = starts_at.timestamp() - before * 60 <= now.timestamp() <= ends_at.timestamp()

    assert check_in.takes_codes(now.astimezone(RIGA)) is plain


@given(st.integers(0, 2_000_000_000), st.integers(-300, 300))
def test_a_code_holds_in_its_own_half_minute_and_the_next(moment, later):
    check_in = opening()
    shown = dt.datetime.fromtimestamp(moment, dt.UTC)
    used = shown + dt.timedelta(seconds=later)

    holds = (moment + later) // 30 - moment // 30 in (0, 1)

    assert check_in.accepts_token(check_in.token(shown), used) is holds


@pytest.mark.parametrize(
    ("date", "start", "opens"),
    [
        # Both nights: thirty minutes of time, not of the clock.
        ("2026-10-25", "2026-10-25T00:15:00+00:00", "2026-10-24T23:45:00+00:00"),
        ("2026-10-25", "2026-10-25T01:10:00+00:00", "2026-10-25T00:40:00+00:00"),
        ("2027-03-28", "2027-03-28T01:10:00+00:00", "2027-03-28T00:40:00+00:00"),
    ],
)
def test_the_window_opens_half_an_hour_before_the_start_when_clocks_change(date, start, opens):
    begins = dt.datetime.fromisoformat(start).astimezone(RIGA)
    check_in = opening(begins, begins + dt.timedelta(hours=3))

    assert check_in.opens_at == dt.datetime.fromisoformat(opens)
    assert check_in.takes_codes(dt.datetime.fromisoformat(opens))
    assert check_in.is_early(dt.datetime.fromisoformat(opens) - dt.timedelta(seconds=1))


@pytest.mark.django_db
@pytest.mark.parametrize("date", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
def test_lateness_is_the_same_on_days_when_clocks_change(date):
    _session, blocks, _persons = session_with(1)
    start = dt.datetime.combine(date, dt.time(9), RIGA)
    block = blocks[0]
    block.starts_at = start

    found = [
        arrival(block, start.astimezone(dt.UTC) + dt.timedelta(minutes=m, seconds=59))
        for m in (-20, 10, 11)
    ]

    assert found == [("present", None), ("present", None), ("late", dt.time(9, 11))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time", "status", "recorded"),
    [
        ("08:29:59", 409, []),
        ("08:30:00", 302, [("present", "code")]),
        ("09:10:59", 302, [("present", "code")]),
        ("09:11:00", 302, [("late", "code")]),
        ("12:15:00", 302, [("late", "code")]),
        ("12:15:01", 410, []),
    ],
)
def test_the_morning_takes_codes_from_half_past_eight_to_its_end(
    time_machine, time, status, recorded
):
    time_machine.move_to(clock("08:00:00"), tick=False)
    check_in, persons = morning()
    time_machine.move_to(clock(time), tick=False)

    address = f"/en/check-in/{check_in.token(dt.datetime.fromisoformat(clock(time)))}/"

    assert scan(phone(persons[0]), address).status_code == status
    assert marks() == recorded


@pytest.mark.django_db
def test_opening_the_afternoon_closes_the_morning_and_opening_twice_changes_nothing(time_machine):
    time_machine.move_to(clock("12:00:00"), tick=False)
    first, _persons = morning()
    afternoon = first.block.session.blocks.last()
    by = User.objects.get(pk=first.opened_by_id)

    second = open_check_in(block=afternoon, by=by)
    again = open_check_in(block=afternoon, by=by)

    first.refresh_from_db()
    assert (first.closed_at, first.closed_by) == (dt.datetime.fromisoformat(clock("12:00:00")), by)
    assert (second.pk, second.closed_at) == (again.pk, None)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "check_in.opened",
        "check_in.closed",
        "check_in.opened",
    ]


@pytest.mark.django_db
def test_a_new_opening_has_new_codes(time_machine):
    time_machine.move_to(clock("09:00:00"), tick=False)
    first, persons = morning()
    old = first.token(NINE)
    close_check_in(check_in=first, by=first.opened_by)
    close_check_in(check_in=first, by=people.user())
    second = open_check_in(block=first.block, by=first.opened_by)

    assert scan(phone(persons[0]), f"/en/check-in/{old}/").status_code == 410
    assert not second.accepts_token(old, NINE)
    assert CheckIn.objects.get(pk=first.pk).closed_by == first.opened_by
    assert marks() == []


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["over", "closed", "cancelled"])
def test_what_is_over_or_closed_cannot_be_opened(time_machine, why):
    time_machine.move_to(clock("12:15:01" if why == "over" else "09:00:00"), tick=False)
    session, blocks, _persons = session_with(1)
    if why != "over":
        session.state, session.closed_at = why, dt.datetime.now(dt.UTC)
        session.save()

    with pytest.raises(BlockIsOver):
        open_check_in(block=blocks[0], by=people.user("programme_manager"))

    assert CheckIn.objects.count() == 0


@pytest.mark.django_db
def test_the_database_keeps_the_laws():
    _session, blocks, _persons = session_with(1)
    by = people.user()
    check_in = CheckIn.objects.create(block=blocks[0], opened_by=by)
    bad = [
        {"block": blocks[0], "opened_by": by},
        {"block": blocks[1], "opened_by": by, "secret": ""},
        {"block": blocks[1], "opened_by": by, "closed_at": check_in.opened_at},
        {"block": blocks[1], "opened_by": by, "closed_by": by},
        {
            "block": blocks[1],
            "opened_by": by,
            "closed_at": check_in.opened_at - dt.timedelta(days=1),
            "closed_by": by,
        },
    ]
    for fields in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.create(**fields)
    assert CheckIn.objects.count() == 1
