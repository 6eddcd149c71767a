"""Exports of four products, two languages and five ways of saving, read to the minute."""

import datetime as dt
import itertools
import random
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from scheduling.queries.meetings import Span, minutes_within, read_report
from scheduling.queries.meetings.moments import read_moment
from scheduling.queries.meetings.reading import seconds_of
from scheduling.queries.meetings.spans import longest_gap, merged, minutes_of, restored, stored
from tests.scheduling.attendance import exports
from tests.scheduling.attendance.exports import DAY, GOLDEN, PRODUCTS, SAVED, as_csv, as_xlsx, at

RIGA = ZoneInfo("Europe/Riga")
BLOCKS = (("09:00", "12:15"), ("13:00", "16:15"))


def read(content, ending="csv", **options):
    return read_report(content, ending, day=DAY, local=RIGA, **options)


def golden(report):
    found = {}
    for one in report.attendees:
        found[one.name] = tuple(
            minutes_within(one.spans, *(at(clock).replace(tzinfo=RIGA) for clock in block))
            for block in BLOCKS
        )
    return found


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_product_language_and_way_of_saving_gives_the_golden_minutes(product, saved):
    ending, write = SAVED[saved]
    report = read(write(PRODUCTS[product]()), ending)
    assert report.product == product.partition("-")[0]
    assert golden(report) == GOLDEN
    assert (report.unreadable, report.elsewhere) == (0, 0)
    assert [one.email for one in report.attendees] == ["abele@example.lv", "", ""]


def test_the_older_log_of_teams_counts_until_its_last_line_for_whoever_has_not_left():
    rows = [
        ["Full Name", "User Action", "Timestamp"],
        ["Izdomāta Ābele", "Joined before", "6/6/2024, 9:00:00 AM"],
        ["Izdomāts Bērziņš", "Joined", "6/6/2024, 9:10:00 AM"],
        ["Izdomāts Bērziņš", "Left", "6/6/2024, 9:40:00 AM"],
        ["Izdomāts Bērziņš", "Joined", "6/6/2024, 10:00:00 AM"],
        ["Izdomāta Ābele", "Left", "6/6/2024, 12:00:00 PM"],
    ]
    report = read(as_csv(rows, "utf-16", "\t"))
    assert report.product == "teams"
    assert golden(report) == {"Izdomāta Ābele": (180, 0), "Izdomāts Bērziņš": (150, 0)}


def test_a_report_of_first_and_last_times_keeps_the_total_it_states():
    rows = exports.teams_english()
    report = read(as_csv(rows[: rows.index(["3. In-Meeting Activities"])], "utf-16", "\t"))
    assert {one.name: one.stated for one in report.attendees} == {
        "Izdomāta Ābele": None,
        "Izdomāts Bērziņš": None,
        "iPad": None,
    }
    rows = [
        ["First name", "Last name", "Email", "Duration", "Time joined", "Time exited"],
        ["Izdomāta", "Ābele", "", "1 hr 2 min", "9:00 AM", "4:15 PM"],
        ["Izdomāts", "Bērziņš", "", "7 hr 15 min", "9:00 AM", "4:15 PM"],
    ]
    assert [one.stated for one in read(as_csv(rows)).attendees] == [62, None]


def test_times_are_found_where_the_words_of_the_headings_are_unknown():
    rows = [
        ["2. Dalībnieki"],
        ["Vārds", "Ieslēdzās", "Izslēdzās", "Ilgums", "E-pasts", "Dalībnieka ID (UPN)"],
        ["Izdomāta Ābele", "06.06.2024 09:00:00", "06.06.2024 10:00:00", "1 st.", "", ""],
    ]
    assert golden(read(as_csv(rows))) == {"Izdomāta Ābele": (60, 0)}


def test_a_spreadsheet_may_hold_times_as_numbers_of_its_own():
    rows = [
        ["First name", "Last name", "Email", "Duration", "Time joined", "Time exited"],
        ["Izdomāta", "Ābele", "", dt.time(3, 0), dt.time(9, 0), dt.time(12, 0)],
        ["Izdomāts", "Bērziņš", "", None, at("13:00"), at("14:30")],
    ]
    assert golden(read(as_xlsx(rows), "xlsx")) == {
        "Izdomāta Ābele": (180, 0),
        "Izdomāts Bērziņš": (0, 90),
    }


def test_a_zone_is_taken_from_the_cell_the_heading_or_the_reviewer():
    def zoom(heading, join, leave):
        rows = [
            ["Name (Original Name)", heading, "Leave Time"],
            ["Izdomāta Ābele", join, leave],
        ]
        return as_csv(rows)

    plain = ("2024-06-06 06:00:00", "2024-06-06 09:15:00")
    marked = ("2024-06-06T06:00:00Z", "2024-06-06T09:15:00Z")
    whole = {"Izdomāta Ābele": (195, 0)}
    assert golden(read(zoom("Join Time", *marked))) == whole
    assert golden(read(zoom("Join Time (UTC)", *plain))) == whole
    assert golden(read(zoom("Join Time", *plain), zone=dt.UTC)) == whole
    assert golden(read(zoom("Join Time", *plain))) == {"Izdomāta Ābele": (15, 0)}


@pytest.mark.parametrize(
    "text",
    [
        *("6/6/24, 9:02:11 AM", "06.06.2024 09:02:11", "06.06.2024. plkst. 9.02:11"),
        *("2024-06-06T09:02:11", "2024-06-06T06:02:11Z", "06/06/2024 09:02:11 AM"),
        *("2024. gada 6. jūnijs 9:02:11", "Jun 6, 2024 09:02:11 AM", "9:02:11", "09.02.11"),
        *("Thursday, June 6, 2024 9:02:11 AM", "2024.06.06. 09:02:11", "6.6.24 9:02:11"),
        "06.06.2024 09:02:11 (GMT+03:00)",
    ],
)
def test_an_instant_is_read_however_it_is_written(text):
    assert read_moment(text, DAY, RIGA) == dt.datetime(2024, 6, 6, 6, 2, 11, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "day"), [("03/04/2024 09:00", (2024, 4, 3)), ("03/04/2024 09:00", (2024, 3, 4))]
)
def test_the_day_of_the_session_tells_day_from_month(text, day):
    found = read_moment(text, dt.date(*day), RIGA)
    assert found.astimezone(RIGA).date() == dt.date(*day)


@pytest.mark.parametrize("text", ["", "garbage", "99:99", "1h 3m", "31.02.2024 9:00", "9" * 60])
def test_what_is_no_instant_is_none(text):
    assert read_moment(text, DAY, RIGA) is None


@pytest.mark.parametrize(
    ("text", "heading", "seconds"),
    [
        ("1h 3m 20s", "", 3800),
        ("1 st. 3 min. 20 sek.", "", 3800),
        ("1:03:20", "", 3800),
        ("63", "duration (minutes)", 3780),
        ("97 mins", "", 5820),
        ("1 hr 2 min", "", 3720),
        ("–", "", None),
    ],
)
def test_durations_are_read_in_both_languages(text, heading, seconds):
    assert seconds_of(text, heading) == seconds


def test_one_name_with_two_addresses_is_two_people_and_without_one_the_only_other():
    rows = [
        ["Name (Original Name)", "User Email", "Join Time", "Leave Time"],
        ["Anna Izdomātā", "a@example.lv", "09:00", "10:00"],
        ["Anna Izdomātā", "", "10:00", "11:00"],
    ]
    assert len(read(as_csv(rows)).attendees) == 1
    rows.append(["Anna Izdomātā", "b@example.lv", "09:00", "10:00"])
    assert len(read(as_csv(rows)).attendees) == 3


def test_rows_of_other_days_and_unreadable_rows_are_counted():
    rows = [
        ["Name (Original Name)", "Join Time", "Leave Time"],
        ["Izdomāta Ābele", "06.06.2024 09:00", "06.06.2024 10:00"],
        ["Izdomāta Ābele", "05.06.2024 09:00", "05.06.2024 10:00"],
        ["Izdomāta Ābele", "drīz", "06.06.2024 10:00"],
        ["Izdomāta Ābele", "06.06.2024 10:00", "06.06.2024 09:00"],
    ]
    report = read(as_csv(rows))
    assert (report.unreadable, report.elsewhere) == (2, 1)
    assert golden(report) == {"Izdomāta Ābele": (60, 0)}


def test_a_report_of_another_day_names_both_days():
    rows = [["Name (Original Name)", "Join Time", "Leave Time"]]
    rows.append(["Izdomāta Ābele", "13.06.2024 09:00", "13.06.2024 10:00"])
    with pytest.raises(ValidationError) as refused:
        read(as_csv(rows))
    assert refused.value.code == "another_day"
    assert refused.value.params == {"found": "13.06.2024", "expected": "06.06.2024"}


def test_ten_thousand_random_merges_agree_with_sets_of_minutes():
    chance = random.Random(11)
    base = dt.datetime(2024, 6, 6, tzinfo=dt.UTC)

    def instant(minute):
        return base + dt.timedelta(minutes=minute)

    for _example in range(10_000):
        pairs = [sorted(chance.sample(range(600), 2)) for _ in range(chance.randrange(9))]
        start, end = sorted(chance.sample(range(600), 2))
        spans = [Span(*map(instant, pair)) for pair in pairs]
        reference = set().union(*(range(*pair) for pair in pairs)) & set(range(start, end))
        assert minutes_within(spans, instant(start), instant(end)) == len(reference)
        again = merged(merged(spans) + spans)
        assert again == merged(spans)
        assert restored(stored(again)) == again


@given(st.lists(st.tuples(st.integers(0, 86_400), st.integers(0, 86_400)), max_size=12))
def test_merged_spans_are_apart_in_order_and_never_longer(pairs):
    base = dt.datetime(2024, 6, 6, tzinfo=dt.UTC)
    spans = [Span(*(base + dt.timedelta(seconds=s) for s in sorted(pair))) for pair in pairs]
    found = merged(spans)
    assert all(before.end < after.start for before, after in itertools.pairwise(found))
    assert minutes_of(found) <= sum((s.end - s.start).total_seconds() for s in spans) // 60
    assert longest_gap(found) >= 0
