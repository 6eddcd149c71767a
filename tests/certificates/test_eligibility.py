"""The conditions of the certificate, one by one and at their edges."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.queries import eligibility, eligibility_of_many
from scheduling.models import AttendanceMark, SessionGuest
from scheduling.queries import credited_hours
from tests.factories import certificates, people, scheduling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
BEFORE_ALL = dt.datetime(2024, 5, 1, 9, 0, tzinfo=dt.UTC)
MID_WEEK = dt.datetime(2024, 5, 8, 20, 0, tzinfo=dt.UTC)  # after K3 of the group's week


def codes_met(answer):
    return {condition.code: condition.is_met for condition in answer.conditions}


def condition(answer, code):
    return next(one for one in answer.conditions if one.code == code)


def test_eligibility_met_in_every_condition(group, programme, manager):
    person = certificates.due_person(group, manager)
    answer = eligibility(person, programme)
    assert codes_met(answer) == {"place": True, "hours": True, "modules": True, "sheets": True}
    assert answer.is_met
    assert condition(answer, "hours").detail == "40 of 40; at least 32 needed"


@pytest.mark.parametrize(
    ("state", "is_met"),
    [
        ("confirmed", True),
        ("completed", True),
        ("applied", False),
        ("waiting", False),
        ("withdrawn", False),
    ],
)
def test_eligibility_needs_a_confirmed_place(group, programme, manager, state, is_met):
    person = certificates.due_person(group, manager)
    person.enrolments.update(state=state)
    answer = eligibility(person, programme)
    assert condition(answer, "place").is_met is is_met
    assert answer.is_met is is_met


def test_eligibility_without_any_enrolment_says_so(group, programme):
    answer = eligibility(people.person(), programme)
    assert condition(answer, "place").detail == "No place in any group yet."
    assert codes_met(answer) == {"place": False, "hours": False, "modules": False}


@pytest.mark.parametrize(("last_block", "missing"), [("3.75", "0.25"), ("4.00", "0")])
def test_eligibility_at_the_edge_of_the_hours(group, programme, manager, last_block, missing):
    person = certificates.due_person(group, manager, blocks=7)
    certificates.attend(person, certificates.blocks_of(group)[7:8], manager, Decimal(last_block))
    answer = eligibility(person, programme)
    assert answer.hours.done == 28 + Decimal(last_block)
    assert answer.hours.missing == Decimal(missing)
    assert answer.is_met is (missing == "0")


def test_hours_short_name_what_is_missing(group, programme, manager):
    person = certificates.due_person(group, manager, blocks=7)
    certificates.attend(person, certificates.blocks_of(group)[7:8], manager, Decimal("3.5"))
    detail = condition(eligibility(person, programme), "hours").detail
    assert (
        detail
        == "31.5 of 40; at least 32 needed. Missing hours: 0.5. Not fully credited: T1 afternoon, T2"
    )
    assert eligibility(person, programme).is_just_short


def test_hours_of_one_programme_block_count_once(group, programme, manager):
    person = certificates.due_person(group, manager, blocks=7)
    twin = scheduling.group(group.cohort)
    certificates.close(*scheduling.week(twin, dt.date(2024, 6, 3)))
    certificates.attend(person, certificates.blocks_of(twin)[:7], manager)
    assert eligibility(person, programme).hours.done == 28


def test_a_make_up_in_another_group_counts(group, programme, manager):
    person = certificates.due_person(group, manager, blocks=7)
    twin = scheduling.group(group.cohort)
    certificates.close(*scheduling.week(twin, dt.date(2024, 6, 3)))
    certificates.attend(person, certificates.blocks_of(twin)[7:8], manager)
    assert eligibility(person, programme).is_met


def test_a_corrected_mark_counts_instead_of_the_old_one(group, programme, manager):
    person = certificates.due_person(group, manager, blocks=8)
    block = certificates.blocks_of(group)[0]
    AttendanceMark.objects.create(
        block=block,
        person=person,
        status="absent",
        credited_hours=0,
        recorded_by=manager,
        source="correction",
        reason="Typed for the wrong person",
    )
    assert eligibility(person, programme).hours.done == 28


def test_modules_name_the_missing_ones(group, programme, manager):
    person = certificates.due_person(group, manager)
    person.module_progress.filter(module__code="M02").delete()
    modules = condition(eligibility(person, programme), "modules")
    assert not modules.is_met
    assert modules.detail == "1 of 2; at least 2 needed"
    assert modules.next_step == "Not completed yet: M02"


def test_an_open_sheet_holds_the_certificate_back(group, programme, manager):
    person = certificates.due_person(group, manager)
    group.sessions.filter(day__code="T2").update(state="planned", closed_at=None)
    answer = eligibility(person, programme)
    assert codes_met(answer)["sheets"] is False
    assert condition(answer, "sheets").next_step == "Not closed yet: T2 (10/05/2024)"
    assert not answer.is_met


def test_an_open_sheet_of_a_day_not_attended_does_not_matter(group, programme, manager):
    person = certificates.due_person(group, manager, blocks=8)
    group.sessions.filter(day__code="T2").update(state="planned", closed_at=None)
    assert eligibility(person, programme).is_met


@time_machine.travel(MID_WEEK)
def test_a_missed_day_leads_to_the_next_groups_that_hold_it(manager):
    programme = certificates.programme()
    group = scheduling.group(scheduling.cohort(programme))
    sessions = scheduling.week(group)
    person = people.person()
    scheduling.enrolment(group, person=person)
    certificates.close(*sessions[:3])
    certificates.attend(person, certificates.blocks_of(group)[:2], manager)  # K1, not K2 and K3
    for week in range(1, 6):
        other = scheduling.group(group.cohort, name=f"Latgale {week}")
        scheduling.week(other, dt.date(2024, 5, 6) + dt.timedelta(weeks=week))
    hours = condition(eligibility(person, programme), "hours")
    assert list(hours.next_steps) == [
        "Attend T1: 09/05/2024",
        "Make up K2 with group Latgale 1: 14/05/2024. Free places: 30",
        "Make up K3 with group Latgale 1: 15/05/2024. Free places: 30",
        "Make up K2 with group Latgale 2: 21/05/2024. Free places: 30",
    ]
    assert hours.can_be_met
    assert hours.detail == (
        "8 of 40; at least 32 needed. Missing hours: 24. Not fully credited: K2, K3"
    )


@time_machine.travel(MID_WEEK)
def test_a_missed_half_is_named_and_full_groups_are_not_offered(manager):
    programme = certificates.programme()
    group = scheduling.group(scheduling.cohort(programme))
    sessions = scheduling.week(group)
    person = people.person()
    scheduling.enrolment(group, person=person)
    certificates.close(*sessions[:3])
    certificates.attend(person, certificates.blocks_of(group)[:3], manager)  # K1, K2 morning
    certificates.attend(person, certificates.blocks_of(group)[4:6], manager)  # K3
    full = scheduling.group(group.cohort, name="Pilna", seats=1)
    scheduling.enrolment(full)
    roomy = scheduling.group(group.cohort, name="Brīva", seats=2)
    scheduling.week(full, dt.date(2024, 5, 13))
    made_up = scheduling.week(roomy, dt.date(2024, 5, 20))
    guest(made_up[1], manager)

    hours = condition(eligibility(person, programme), "hours")

    assert hours.detail == (
        "20 of 40; at least 32 needed. Missing hours: 12. Not fully credited: K2 afternoon"
    )
    assert list(hours.next_steps) == [
        "Attend T1: 09/05/2024",
        "Make up K2 afternoon with group Brīva: 21/05/2024. Free places: 1",
    ]


def guest(session, by):
    return SessionGuest.objects.create(
        session=session, person=people.person(), reason="Ill", added_by=by
    )


@time_machine.travel(MID_WEEK)
def test_hours_that_no_day_can_bring_any_more_cannot_be_met(manager):
    programme = certificates.programme()
    group = scheduling.group(scheduling.cohort(programme))
    sessions = scheduling.week(group)
    person = people.person()
    scheduling.enrolment(group, person=person)
    certificates.close(*sessions[:3])
    certificates.attend(person, certificates.blocks_of(group)[:2], manager)
    other_cohort = scheduling.group(scheduling.cohort(programme))
    scheduling.week(other_cohort, dt.date(2024, 6, 3))
    answer = eligibility(person, programme)
    assert answer.hours.possible == 16
    assert not answer.can_be_met
    assert condition(answer, "hours").next_steps[-1] == (
        "The condition can no longer be met in this cohort. Ask JSPA about the next one."
    )


@time_machine.travel(MID_WEEK)
def test_a_held_day_that_is_unmarked_may_still_bring_hours(manager):
    programme = certificates.programme()
    group = scheduling.group(scheduling.cohort(programme))
    scheduling.week(group)
    person = people.person()
    scheduling.enrolment(group, person=person)
    assert eligibility(person, programme).hours.possible == 40
    AttendanceMark.objects.create(
        block=certificates.blocks_of(group)[0],
        person=person,
        status="absent",
        credited_hours=0,
        recorded_by=manager,
    )
    assert eligibility(person, programme).hours.possible == 36


@time_machine.travel(BEFORE_ALL)
def test_before_the_training_everything_is_still_possible(manager):
    programme = certificates.programme()
    group = scheduling.group(scheduling.cohort(programme))
    scheduling.week(group)
    person = scheduling.enrolment(group).person
    answer = eligibility(person, programme)
    assert answer.can_be_met
    assert not answer.is_met
    assert answer.hours.possible == 40


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    quarters=st.lists(st.integers(min_value=1, max_value=16), min_size=10, max_size=10),
    attended=st.sets(st.integers(min_value=0, max_value=9)),
)
def test_eligible_exactly_when_the_credited_hours_reach_the_rule(
    group, programme, manager, quarters, attended
):
    person = people.person()
    scheduling.enrolment(group, person=person)
    certificates.complete_modules(person, programme)
    blocks = certificates.blocks_of(group)
    for n in attended:
        certificates.attend(person, [blocks[n]], manager, Decimal(quarters[n]) / 4)
    earned = sum((Decimal(quarters[n]) / 4 for n in attended), Decimal(0))
    answer = eligibility(person, programme)
    assert answer.hours.done == earned == credited_hours([person.pk], programme)[person.pk]
    assert answer.is_met is (earned >= 32)


def test_many_answers_equal_single_ones(group, programme, manager):
    some = [certificates.due_person(group, manager, blocks=n) for n in (0, 7, 8, 10)]
    many = eligibility_of_many([person.pk for person in some], programme)
    assert many == {person.pk: eligibility(person, programme) for person in some}


def test_queries_do_not_grow_with_people(group, programme, manager):
    counts = []
    for size in (3, 30, 300):
        while group.enrolments.count() < size:
            scheduling.enrolment(group)
        certificates.due_person(group, manager)
        ids = list(group.enrolments.values_list("person", flat=True))
        with CaptureQueriesContext(connection) as captured:
            eligibility_of_many(ids, programme)
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 12
