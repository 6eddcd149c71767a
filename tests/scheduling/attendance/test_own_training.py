"""What a participant sees of their own days, block by block, and why."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from scheduling.actions.closing import close_session
from scheduling.actions.decisions import propose_correction
from scheduling.models import AttendanceMark, Session
from scheduling.queries.explanations import explain
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def trained(as_participant):
    """A participant whose first day was two days ago, with the account that marks."""
    client, person = as_participant
    group = scheduling.group()
    scheduling.enrolment(group, person=person)
    session = scheduling.session(group, "K1", timezone.localdate() - dt.timedelta(days=2))
    return client, person, session, people.user("programme_manager")


def parts_of(client):
    (day,) = client.get("/en/my/").context["current"].days
    return day.parts


def record(block, person, by, status="present", **fields):
    hours = Decimal(fields.pop("hours", 4 if status == "present" else 0))
    if fields.get("standing", "counts") != "counts":
        hours = Decimal(0)
    return AttendanceMark.objects.create(
        block=block,
        person=person,
        recorded_by=by,
        status=status,
        credited_hours=hours,
        **fields,
    )


SENTENCES = [
    ("present", {"hours": 4}, "Present for the whole block: 4 of 4 hours."),
    (
        "late",
        {"hours": 2, "arrived_at": dt.time(10, 40)},
        "Arrived 10:40: 95 of 195 minutes, to the nearest 0.25 hours: 2 of 4 hours.",
    ),
    (
        "late",
        {"hours": 4, "arrived_at": dt.time(9, 8)},
        "Arrived 09:08; missing up to 10 minutes costs nothing: 4 of 4 hours.",
    ),
    (
        "late",
        {"hours": "1.5", "arrived_at": dt.time(10, 40), "left_at": dt.time(11, 53)},
        "Arrived 10:40, left 11:53: 73 of 195 minutes, to the nearest 0.25 hours: 1.5 of 4 hours.",
    ),
    (
        "left_early",
        {"hours": 2, "left_at": dt.time(10, 35)},
        "Left 10:35: 95 of 195 minutes, to the nearest 0.25 hours: 2 of 4 hours.",
    ),
    ("absent", {}, "Absent: no hours are credited."),
    ("excused", {}, "The absence is excused, but hours are credited only for presence."),
    ("made_up", {"hours": 4}, "The absence is made up: 4 of 4 hours."),
]


@pytest.mark.parametrize(("status", "fields", "sentence"), SENTENCES)
def test_each_mark_says_its_rule_in_one_sentence(trained, status, fields, sentence):
    client, person, session, by = trained
    record(session.blocks.first(), person, by, status, **fields)
    part = parts_of(client)[0]
    expected = (status, sentence, Decimal(fields.get("hours", 0)))
    assert (part.state, part.rule, part.hours) == expected


def test_an_unmarked_block_is_neither_present_nor_absent(trained):
    client, *_ = trained
    assert [(part.state, part.sheet, part.rule) for part in parts_of(client)] == [
        (
            "unmarked",
            "open",
            "Unmarked is neither present nor absent: nothing is credited yet.",
        )
    ] * 2


def test_a_contradiction_and_a_held_mark_are_said_plainly(trained):
    client, person, session, by = trained
    first, second = session.blocks.all()
    record(first, person, by)
    record(first, person, people.user(), "absent", standing="contested")
    record(second, person, people.user(), "absent", standing="held", why_held="clock")
    one, two = parts_of(client)
    assert (one.state, one.hours, one.rule) == (
        "contested",
        Decimal(0),
        "Two marks contradict each other; nothing is credited until it is decided.",
    )
    assert (two.state, [mark.why_held for mark in two.held]) == ("unmarked", ["clock"])
    assert one.held == []
    page = client.get("/en/my/").content.decode()
    said = "Another mark (absent) waits for a decision: the clock of the device was wrong."
    assert page.count("Two marks contradict each other") == 1
    assert " ".join(page.replace("\n", " ").split()).replace("</svg> ", "</svg>").count(said) == 1


def test_hours_of_another_group_are_said_to_be_from_there(trained):
    client, person, session, by = trained
    record(session.blocks.first(), person, by, "absent")
    elsewhere = scheduling.session(scheduling.group(), "K1", session.date)
    record(elsewhere.blocks.first(), person, by)
    part = parts_of(client)[0]
    assert (part.state, part.rule) == ("absent", "Earned with another group: 4 of 4 hours.")


def test_the_sheet_goes_from_open_over_closed_to_locked(trained):
    client, person, session, by = trained
    assert parts_of(client)[0].sheet == "open"
    for block in session.blocks.all():
        record(block, person, by)
    close_session(session=session, by=by)
    assert parts_of(client)[0].sheet == "closed"
    Session.objects.update(closed_at=timezone.now() - dt.timedelta(hours=25))
    assert parts_of(client)[0].sheet == "locked"


def test_a_colleagues_correction_waits_and_is_seen_to(trained):
    client, person, session, by = trained
    for block in session.blocks.all():
        record(block, person, by)
    close_session(session=session, by=by)
    propose_correction(
        block=session.blocks.first(), person=person, status="absent", reason="Sajaukts", by=by
    )
    part = parts_of(client)[0]
    assert (part.state, part.hours, [mark.status for mark in part.held]) == (
        "present",
        Decimal(4),
        ["absent"],
    )


def test_the_next_steps_stand_where_hours_are_missing(trained):
    client, person, session, by = trained
    for block in session.blocks.all():
        record(block, person, by, "absent")
    for day in ("K2", "K3", "T1", "T2"):
        scheduling.session(session.groups.get(), day, scheduling.SOON)
    other = scheduling.group(name="Kurzeme I")
    later = scheduling.session(other, "K1", timezone.localdate() + dt.timedelta(days=9))
    page = client.get("/en/my/").content.decode()
    with translation.override("en"):
        step = f"Make up K1 with group Kurzeme I: {later.date:%d/%m/%Y}. Free places: 30"
    assert page.count("What can still be done") == 1
    assert page.count(step) == 2  # there and on the card of conditions


def test_sentences_are_latvian_for_latvians(trained):
    _client, person, session, by = trained
    block = session.blocks.first()
    mark = record(block, person, by, "late", hours=2, arrived_at=dt.time(10, 40))
    programme = session.day.programme
    assert explain(block, mark, Decimal(2), programme) == (
        "Ieradās plkst. 10.40: 95 no 195 minūtēm, noapaļojot līdz 0,25 stundām:"
        " ieskaitītas 2 no 4 stundām."
    )


def test_my_training_takes_as_many_statements_whatever_was_recorded(trained):
    client, person, session, by = trained
    blocks = list(session.blocks.all())
    counts = []
    for times in (1, 3, 30):
        for _ in range(times):
            record(blocks[0], person, by, "absent", standing="held", why_held="dispute")
            record(blocks[1], person, by)
        client.get("/en/my/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/my/")
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
