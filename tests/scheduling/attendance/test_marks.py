"""Marks, closing, corrections and the ledger."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry
from scheduling.actions import attendance as actions
from scheduling.actions import closing, decisions
from scheduling.models import AttendanceMark
from scheduling.models.attendance import MarkIsFinalError
from scheduling.queries import roster
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db


def day_of(count):
    group = scheduling.group(seats=max(count, 1))
    session = scheduling.session(group)
    made = [scheduling.enrolment(group).person for _ in range(count)]
    return session, list(session.blocks.all()), made


def all_present(blocks, persons):
    return [(block.pk, person.pk, "present", None) for block in blocks for person in persons]


def save(session, marks, by):
    return actions.save_marks(session=session, marks=marks, by=by)


def test_saving_marks_credits_hours_and_leaves_one_audit_line(trainer):
    session, blocks, persons = day_of(2)
    marks = [
        (blocks[0].pk, persons[0].pk, "present", None),
        (blocks[0].pk, persons[1].pk, "late", dt.time(10, 40)),
        (blocks[1].pk, persons[1].pk, "excused", None),
    ]
    save(session, marks, trainer)
    kept = AttendanceMark.objects.values_list("status", "credited_hours", "recorded_by")
    assert list(kept) == [
        ("present", Decimal(4), trainer.pk),
        ("late", Decimal(2), trainer.pk),
        ("excused", Decimal(0), trainer.pk),
    ]
    entry = AuditEntry.objects.get(action="attendance.saved")
    assert entry.after == {"marks": {"present": 1, "late": 1, "excused": 1}}


def test_saving_the_same_again_adds_nothing(trainer):
    session, blocks, persons = day_of(3)
    save(session, all_present(blocks, persons), trainer)
    assert save(session, all_present(blocks, persons), trainer) == []
    assert AttendanceMark.objects.count() == 6
    assert AuditEntry.objects.filter(action="attendance.saved").count() == 1


def test_a_changed_mark_is_added_and_the_earlier_one_stays(trainer):
    session, blocks, persons = day_of(1)
    save(session, all_present(blocks, persons), trainer)
    save(session, [(blocks[0].pk, persons[0].pk, "absent", None)], trainer)
    assert AttendanceMark.objects.filter(block=blocks[0]).count() == 2
    assert [m.status for m in AttendanceMark.objects.filter(block=blocks[0]).current()] == [
        "absent"
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_saving_a_group_takes_the_same_few_statements(trainer, count):
    session, blocks, persons = day_of(count)
    with CaptureQueriesContext(connection) as captured:
        save(session, all_present(blocks, persons), trainer)
    assert len([q for q in captured if "SAVEPOINT" not in q["sql"]]) == 7
    assert AttendanceMark.objects.count() == 2 * count


def test_marks_for_people_or_blocks_of_elsewhere_are_refused_whole(trainer):
    session, blocks, persons = day_of(1)
    _other, other_blocks, strangers = day_of(1)
    good = (blocks[0].pk, persons[0].pk, "present", None)
    for bad in [
        (blocks[0].pk, strangers[0].pk, "present", None),
        (other_blocks[0].pk, persons[0].pk, "present", None),
        (blocks[0].pk, 10**30, "present", None),
        (blocks[0].pk, persons[0].pk, "asleep", None),
    ]:
        with pytest.raises(actions.NotOnRoster):
            save(session, [good, bad], trainer)
    assert AttendanceMark.objects.count() == 0


@pytest.mark.parametrize("at_time", [None, dt.time(8, 59), dt.time(12, 16)])
def test_late_needs_a_time_within_the_block(trainer, at_time):
    session, blocks, persons = day_of(1)
    with pytest.raises(actions.TimeNotInBlock) as refusal:
        save(session, [(blocks[0].pk, persons[0].pk, "late", at_time)], trainer)
    assert refusal.value.person == persons[0]
    assert AttendanceMark.objects.count() == 0


def test_a_withdrawn_person_with_a_mark_stays_on_the_roster(trainer):
    session, blocks, persons = day_of(2)
    save(session, all_present(blocks[:1], persons[:1]), trainer)
    persons[0].enrolments.update(state="withdrawn")
    persons[1].enrolments.update(state="withdrawn")
    assert [row.person for row in roster(session).rows] == [persons[0]]


def test_equal_names_are_told_apart():
    session, _blocks, _persons = day_of(1)
    group = session.groups.get()
    for _ in range(2):
        scheduling.enrolment(group, person=people.person(given_name="Anna", family_name="Ausma"))
    assert sorted(row.has_namesake for row in roster(session).rows) == [False, True, True]


def test_closing_is_refused_while_anybody_is_unmarked(trainer):
    session, blocks, persons = day_of(2)
    save(session, all_present(blocks, persons[:1]), trainer)
    save(session, all_present(blocks[:1], persons[1:]), trainer)
    with pytest.raises(closing.PeopleUnmarked) as refusal:
        closing.close_session(session=session, by=trainer)
    assert refusal.value.people == [persons[1]]
    session.refresh_from_db()
    assert session.state == "planned"


def closed_day(trainer, count=1):
    session, blocks, persons = day_of(count)
    save(session, all_present(blocks, persons), trainer)
    return closing.close_session(session=session, by=trainer), blocks, persons


def test_a_closed_day_takes_no_marks_and_is_not_closed_twice(trainer):
    session, blocks, persons = closed_day(trainer)
    assert (session.state, session.closed_by) == ("closed", trainer)
    with pytest.raises(actions.SessionClosed):
        save(session, [(blocks[0].pk, persons[0].pk, "absent", None)], trainer)
    with pytest.raises(actions.SessionClosed):
        closing.close_session(session=session, by=trainer)


def test_a_cancelled_day_takes_no_marks(trainer):
    session, blocks, persons = day_of(1)
    session.state = "cancelled"
    session.save()
    with pytest.raises(actions.SessionCancelled):
        save(session, all_present(blocks, persons), trainer)


def propose(blocks, persons, by, **fields):
    values = {"status": "absent", "reason": "Nepareizi atzīmēts"} | fields
    return decisions.propose_correction(block=blocks[0], person=persons[0], by=by, **values)


def test_a_correction_waits_for_a_second_person_and_then_counts(trainer):
    _session, blocks, persons = closed_day(trainer)
    held = propose(blocks, persons, trainer)
    assert (held.standing, held.source, held.reason) == ("held", "correction", "Nepareizi atzīmēts")
    current = AttendanceMark.objects.filter(block=blocks[0]).current
    assert [(m.status, m.credited_hours) for m in current()] == [("present", Decimal(4))]
    accept = {"block": blocks[0], "person": persons[0], "chosen": held.pk, "reason": "Pārbaudīts"}
    with pytest.raises(decisions.SecondPersonNeeded):
        decisions.decide(by=trainer, **accept)
    (ruling,) = decisions.decide(by=people.user("programme_manager"), **accept)
    assert (ruling.source, ruling.standing, ruling.decides) == ("decision", "counts", held)
    assert [(m.status, m.credited_hours) for m in current()] == [("absent", Decimal(0))]
    assert AttendanceMark.objects.filter(block=blocks[0]).count() == 3
    proposed, decided = AuditEntry.objects.filter(action__startswith="attendance.").order_by("id")[
        1:
    ]
    assert (proposed.before["status"], proposed.after["status"], proposed.reason) == (
        "present",
        "absent",
        "Nepareizi atzīmēts",
    )
    assert (decided.action, decided.reason) == ("attendance.decided", "Pārbaudīts")


def test_a_correction_that_says_the_same_is_refused(trainer):
    _session, blocks, persons = closed_day(trainer)
    with pytest.raises(decisions.NothingChanges):
        propose(blocks, persons, trainer, status="present")
    assert AttendanceMark.objects.count() == 2


def test_a_correction_without_reason_or_of_an_open_day_is_refused(trainer):
    _session, blocks, persons = closed_day(trainer)
    with pytest.raises(closing.ReasonMissing):
        propose(blocks, persons, trainer, reason="  ")
    _open, open_blocks, open_persons = day_of(1)
    with pytest.raises(closing.SessionStillOpen):
        propose(open_blocks, open_persons, trainer)


def test_a_mark_is_never_changed_or_deleted(trainer):
    _session, blocks, persons = day_of(1)
    mark = scheduling.mark(blocks[0], persons[0], trainer)
    mark.status = "absent"
    with pytest.raises(MarkIsFinalError):
        mark.save()
    with pytest.raises(MarkIsFinalError):
        mark.delete()
    with pytest.raises(MarkIsFinalError):
        AttendanceMark.objects.all().update(status="absent")
    with pytest.raises(MarkIsFinalError):
        AttendanceMark.objects.all().delete()
