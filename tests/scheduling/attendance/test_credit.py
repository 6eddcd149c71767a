"""Hours earned by the clock, and hours credited once per programme block."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Programme, ProgrammeBlock
from people.models import Person
from scheduling.models import AttendanceMark, SessionBlock
from scheduling.models.credit import credit
from scheduling.queries import credited_blocks, credited_hours
from tests.factories import courses, people, scheduling

RULE = Programme(grace_minutes=10)


def block(start=(9, 0), end=(12, 15), hours=4, day=dt.date(2024, 5, 8)):
    instant = [timezone.make_aware(dt.datetime.combine(day, dt.time(*t))) for t in (start, end)]
    return SessionBlock(
        block=ProgrammeBlock(academic_hours=Decimal(hours)),
        starts_at=instant[0],
        ends_at=instant[1],
    )


def earned_at(of, status, at_time, programme):
    arrived, left = (at_time, None) if status == "late" else (None, at_time)
    return credit(of, status, arrived, left, programme)


@pytest.mark.parametrize(
    ("status", "at_time", "hours"),
    [
        ("present", None, "4"),
        ("absent", None, "0"),
        ("excused", None, "0"),
        ("late", dt.time(9, 0), "4"),
        ("late", dt.time(9, 10), "4"),
        ("late", dt.time(9, 11), "3.75"),
        ("late", dt.time(10, 40), "2"),
        ("late", dt.time(12, 15), "0"),
        ("left_early", dt.time(12, 5), "4"),
        ("left_early", dt.time(12, 4), "3.75"),
        ("left_early", dt.time(10, 35), "2"),
        ("left_early", dt.time(9, 0), "0"),
    ],
)
def test_hours_follow_the_clock(status, at_time, hours):
    assert earned_at(block(), status, at_time, RULE) == Decimal(hours)


@given(
    minute=st.integers(0, 195),
    status=st.sampled_from(["late", "left_early"]),
    hours=st.integers(1, 8),
)
def test_partial_hours_are_quarters_never_more_than_the_block_and_never_grow_with_absence(
    minute, status, hours
):
    def earned(at):
        clock = (dt.datetime(2024, 5, 8, 9) + dt.timedelta(minutes=at)).time()
        return earned_at(block(hours=hours), status, clock, RULE)

    value = earned(minute)
    assert 0 <= value <= hours
    assert value * 4 == int(value * 4)
    worse = earned(min(minute + 1, 195)) if status == "late" else earned(max(minute - 1, 0))
    assert worse <= value


def test_a_block_across_the_spring_change_is_worth_its_real_minutes():
    night = block(start=(1, 0), end=(5, 0), day=dt.date(2027, 3, 28))
    assert earned_at(night, "present", None, RULE) == Decimal(4)
    # Three real hours from 1.00 to 5.00; from 4.00 one of them is left.
    assert earned_at(night, "late", dt.time(4, 0), RULE) == Decimal("1.25")


@pytest.mark.django_db
def test_a_programme_day_attended_in_two_groups_counts_once_and_the_best_counts():
    by, person = people.user(), people.person()
    one, two = scheduling.group(), scheduling.group()
    scheduling.enrolment(one, person=person)
    first = scheduling.session(one, "K2").blocks.all()
    second = scheduling.session(two, "K2", dt.date(2024, 5, 16)).blocks.all()
    scheduling.mark(first[0], person, by)
    scheduling.mark(first[1], person, by, status="absent")
    scheduling.mark(second[0], person, by)
    made_up = scheduling.mark(second[1], person, by)
    programme = Programme.objects.get()
    assert credited_hours([person.pk], programme) == {person.pk: Decimal(8)}
    blocks = credited_blocks(person, programme)
    assert [(b.block.part, b.group_code) for b in blocks] == [(1, one.code), (2, two.code)]
    assert blocks[1].mark == made_up


@pytest.mark.django_db
def test_only_the_newest_mark_of_a_block_counts():
    by, person = people.user(), people.person()
    first = scheduling.session(scheduling.group(), "K1").blocks.all()[0]
    scheduling.mark(first, person, by)
    scheduling.mark(first, person, by, status="absent")
    programme = Programme.objects.get()
    assert credited_hours([person.pk], programme) == {person.pk: Decimal(0)}
    assert credited_blocks(person, programme) == []


@pytest.mark.django_db
def test_a_person_without_marks_has_no_hours_and_everybody_means_everybody_marked():
    courses.programme()
    person = people.person()
    programme = Programme.objects.get()
    assert credited_hours([person.pk], programme) == {person.pk: Decimal(0)}
    assert credited_hours(None, programme) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_credited_hours_take_one_statement_and_credited_blocks_three(
    count, django_assert_num_queries
):
    by, group = people.user(), scheduling.group()
    sessions = scheduling.week(group)
    persons = [scheduling.enrolment(group).person for _ in range(count)]
    AttendanceMark.objects.bulk_create(
        AttendanceMark(block=b, person=p, status="present", credited_hours=4, recorded_by=by)
        for s in sessions
        for b in s.blocks.all()
        for p in persons
    )
    programme = Programme.objects.get()
    ids = list(Person.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert set(credited_hours(ids, programme).values()) == {Decimal(40)}
    with django_assert_num_queries(3):
        assert len(credited_blocks(persons[0], programme)) == 10
