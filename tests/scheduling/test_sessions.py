"""Planning, moving and calling off; the timetable of 2024."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from people.models import AuditEntry, TrainingRegion
from scheduling.actions import sessions as actions
from scheduling.actions.attendance import SessionCancelled, SessionClosed
from scheduling.actions.groups import load_groups_2024
from scheduling.models import Session, SessionBlock, TrainingGroup
from tests.factories import courses, people, scheduling

pytestmark = pytest.mark.django_db
REGIONS = ["Kurzeme", "Latgale", "Rīga-Pierīga", "Vidzeme", "Zemgale"]


@pytest.fixture
def loaded():
    for position, name in enumerate(REGIONS):
        TrainingRegion.objects.create(
            code=f"r{position}", name=name, name_en=name, position=position
        )
    programme = courses.programme()
    return programme, load_groups_2024(programme)


def clock(block):
    return [f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for at in (block.starts_at, block.ends_at)]


def test_the_cohort_of_2024_has_ten_groups_and_fifty_days(loaded):
    _programme, cohort = loaded
    assert (cohort.groups.count(), Session.objects.count(), SessionBlock.objects.count()) == (
        10,
        50,
        100,
    )
    group = cohort.groups.get(code="LAT-2")
    assert (group.name, group.region.name, group.seats) == ("Latgale II", "Latgale", 30)
    days = group.sessions.values_list("day__code", "date")
    assert [(code, f"{date:%d.%m.%Y}") for code, date in days] == [
        ("K1", "29.05.2024"),
        ("K2", "30.05.2024"),
        ("K3", "31.05.2024"),
        ("T1", "19.06.2024"),
        ("T2", "20.06.2024"),
    ]
    blocks = group.sessions.first().blocks.all()
    assert [clock(b) for b in blocks] == [
        ["2024-05-29 09:00", "2024-05-29 12:15"],
        ["2024-05-29 13:00", "2024-05-29 16:15"],
    ]
    assert group.enrolment_closes_at == blocks[0].starts_at
    assert TrainingGroup.objects.open_for_enrolment().count() == 0


def test_the_timetable_of_2024_is_that_of_the_agency(loaded):
    """Spelled out group by group, to catch a slip in the loader's arithmetic."""
    expected = """
        KUR-1 0508 0509 0510 0606 0607
        KUR-2 0522 0523 0524 0626 0627
        LAT-1 0508 0509 0510 0606 0607
        LAT-2 0529 0530 0531 0619 0620
        RIG-1 0508 0509 0510 0611 0612
        RIG-2 0522 0523 0524 0626 0627
        VID-1 0515 0516 0517 0604 0605
        VID-2 0529 0530 0531 0613 0614
        ZEM-1 0515 0516 0517 0604 0605
        ZEM-2 0529 0530 0531 0619 0620
    """
    rows = [
        " ".join([g.code, *(f"{d:%m%d}" for d in g.sessions.values_list("date", flat=True))])
        for g in TrainingGroup.objects.order_by("code")
    ]
    assert rows == [line.strip() for line in expected.strip().splitlines()]


def test_loading_twice_changes_nothing(loaded):
    programme, cohort = loaded
    uids = set(Session.objects.values_list("uid", flat=True))
    assert load_groups_2024(programme) == cohort
    assert set(Session.objects.values_list("uid", flat=True)) == uids
    assert TrainingGroup.objects.count() == 10


def test_a_planned_session_has_its_two_blocks():
    group = scheduling.group()
    day = group.cohort.programme.days.get(code="T1")
    made = actions.schedule_session(day=day, date=dt.date(2027, 1, 12), groups=[group], by=None)
    assert [clock(b)[0] for b in made.blocks.all()] == ["2027-01-12 09:00", "2027-01-12 13:00"]


@pytest.mark.parametrize("date", [dt.date(2026, 10, 26), dt.date(2027, 3, 29)])
def test_moving_across_a_clock_change_keeps_identity_times_and_length(date):
    group = scheduling.group()
    session = scheduling.session(group, "K1", date - dt.timedelta(days=7))
    enrolment = scheduling.enrolment(group)
    mail.outbox.clear()
    uid, before = session.uid, [b.ends_at - b.starts_at for b in session.blocks.all()]
    moved = actions.move_session(session=session, date=date, by=None)
    assert (moved.pk, moved.uid, moved.sequence, moved.date) == (session.pk, uid, 1, date)
    blocks = list(moved.blocks.all())
    assert [clock(b) for b in blocks] == [
        [f"{date} 09:00", f"{date} 12:15"],
        [f"{date} 13:00", f"{date} 16:15"],
    ]
    assert [b.ends_at - b.starts_at for b in blocks] == before
    assert AuditEntry.objects.get(action="session.moved").after == {"date": date.isoformat()}
    assert [m.to for m in mail.outbox] == [[enrolment.person.email]]


@pytest.mark.parametrize(
    ("start", "end"), [(dt.time(3, 30), dt.time(6, 0)), (dt.time(2, 0), dt.time(5, 0))]
)
def test_moving_onto_hours_the_clocks_skip_is_refused_whole(start, end):
    session = scheduling.session(scheduling.group(), "K1", dt.date(2027, 3, 21))
    block = session.blocks.all()[0]
    day = dt.date(2027, 3, 21)
    block.starts_at = timezone.make_aware(dt.datetime.combine(day, start))
    block.ends_at = timezone.make_aware(dt.datetime.combine(day, end))
    block.save()
    with pytest.raises(actions.ClockChanges):
        actions.move_session(session=session, date=dt.date(2027, 3, 28), by=None)
    session.refresh_from_db()
    assert (session.date, session.sequence) == (day, 0)


def test_moving_to_the_same_date_changes_nothing():
    session = scheduling.session(scheduling.group())
    assert actions.move_session(session=session, date=session.date, by=None).sequence == 0


def test_a_day_that_took_place_is_neither_moved_nor_cancelled():
    session = scheduling.session(scheduling.group())
    scheduling.mark(session.blocks.all()[0], people.person(), people.user())
    with pytest.raises(actions.AttendanceRecorded):
        actions.move_session(session=session, date=dt.date(2027, 1, 1), by=None)
    session.state, session.closed_at = "closed", timezone.now()
    session.save()
    with pytest.raises(SessionClosed):
        actions.cancel_session(session=session, by=None)


def test_cancelling_raises_the_sequence_once():
    session = scheduling.session(scheduling.group())
    cancelled = actions.cancel_session(session=session, by=None)
    assert (cancelled.state, cancelled.sequence) == ("cancelled", 1)
    with pytest.raises(SessionCancelled):
        actions.cancel_session(session=session, by=None)
