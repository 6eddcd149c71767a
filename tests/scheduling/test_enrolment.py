"""Places, waiting list, refusals."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions import enrolment as actions
from scheduling.models import Enrolment, Session
from scheduling.queries import WindowState
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=30)


def enrol(person, group):
    return actions.enrol_person(person=person, group=group, by=None)


def open_group(**fields):
    group = scheduling.group(**fields)
    scheduling.week(group, start=SOON)
    return group


def test_enrolling_gives_a_confirmed_place_with_audit_and_mail():
    person = people.person(municipality=people.municipality())
    made = enrol(person, open_group())
    assert (made.state, made.queue_number) == ("confirmed", 1)
    assert made.municipality == person.municipality
    assert AuditEntry.objects.filter(action="enrolment.created").count() == 1
    assert [m.to for m in mail.outbox] == [[person.email]]
    assert "K1" in mail.outbox[0].body


def test_enrolling_into_a_full_group_waits_with_position():
    group = open_group(seats=1)
    enrol(people.person(), group)
    first, second = enrol(people.person(), group), enrol(people.person(), group)
    assert [first.state, second.state] == ["waiting", "waiting"]
    assert [actions.queue_position(first), actions.queue_position(second)] == [1, 2]


def test_enrolling_twice_names_the_existing_enrolment():
    group, person = open_group(), people.person()
    made = enrol(person, group)
    with pytest.raises(actions.AlreadyEnrolled) as refusal:
        enrol(person, group)
    assert refusal.value.enrolment == made
    assert len(mail.outbox) == 1


def test_a_second_group_of_the_cohort_is_refused():
    group, person = open_group(), people.person()
    enrol(person, group)
    with pytest.raises(actions.AlreadyEnrolled):
        enrol(person, open_group())


def test_enrolling_again_after_withdrawal_takes_the_end_of_the_line():
    group, person = open_group(), people.person()
    actions.withdraw(enrolment=enrol(person, group), by=None)
    assert enrol(person, group).queue_number == 2


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"is_open": False}, WindowState.CLOSED),
        ({"enrolment_closes_at": timezone.now() - dt.timedelta(days=1)}, WindowState.CLOSED),
        ({"enrolment_opens_at": timezone.now() + dt.timedelta(days=1)}, WindowState.NOT_YET),
    ],
)
def test_a_group_that_takes_nobody_now_refuses_and_says_why(fields, state):
    group = open_group(**fields)
    with pytest.raises(actions.EnrolmentClosed) as refusal:
        enrol(people.person(), group)
    assert refusal.value.state == state
    assert refusal.value.at == next(iter(v for k, v in fields.items() if k != "is_open"), None)
    assert Enrolment.objects.count() == 0


def test_a_group_that_has_started_refuses():
    group = scheduling.group()
    scheduling.week(group)
    with pytest.raises(actions.EnrolmentClosed) as refusal:
        enrol(people.person(), group)
    assert refusal.value.state == WindowState.STARTED


def test_overlapping_sessions_are_refused_with_dates_and_groups():
    person = people.person()
    other = scheduling.group(scheduling.cohort())
    scheduling.session(other, "K2", SOON + dt.timedelta(days=1))
    enrol(person, other)
    with pytest.raises(actions.SessionsOverlap) as refusal:
        enrol(person, open_group(cohort_=scheduling.cohort()))
    assert [(c.date, c.group) for c in refusal.value.clashes] == [
        (SOON + dt.timedelta(days=1), other)
    ]


def test_a_cancelled_session_and_a_withdrawn_enrolment_do_not_clash():
    person = people.person()
    cancelled = scheduling.group(scheduling.cohort())
    scheduling.session(cancelled, "K1", SOON)
    enrol(person, cancelled)
    Session.objects.filter(groups=cancelled).update(state="cancelled")
    left = scheduling.group(scheduling.cohort())
    scheduling.session(left, "K1", SOON)
    actions.withdraw(enrolment=enrol(person, left), by=None)
    assert enrol(person, open_group(cohort_=scheduling.cohort())).state == "confirmed"


def test_a_session_shared_by_two_groups_does_not_clash_with_itself():
    person = people.person()
    one, two = scheduling.group(scheduling.cohort()), scheduling.group(scheduling.cohort())
    scheduling.session(one, "T1", SOON).groups.add(two)
    enrol(person, one)
    assert enrol(person, two).state == "confirmed"


def test_withdrawing_gives_the_seat_to_the_first_in_line_once():
    group = open_group(seats=1)
    seated = enrol(people.person(), group)
    first, second = enrol(people.person(), group), enrol(people.person(), group)
    mail.outbox.clear()
    actions.withdraw(enrolment=seated, by=None, reason="slimība")
    actions.withdraw(enrolment=seated, by=None)
    for row in (seated, first, second):
        row.refresh_from_db()
    assert [seated.state, first.state, second.state] == ["withdrawn", "confirmed", "waiting"]
    assert actions.queue_position(second) == 1
    assert AuditEntry.objects.filter(action="enrolment.withdrawn").count() == 1
    assert AuditEntry.objects.filter(action="enrolment.promoted").count() == 1
    assert [m.to for m in mail.outbox] == [[first.person.email]]


def test_leaving_the_waiting_list_promotes_nobody():
    group = open_group(seats=1)
    enrol(people.person(), group)
    waiting, other = enrol(people.person(), group), enrol(people.person(), group)
    actions.withdraw(enrolment=waiting, by=None)
    other.refresh_from_db()
    assert other.state == "waiting"


def test_a_seat_freed_after_the_start_is_offered_to_nobody():
    group = scheduling.group(seats=1)
    scheduling.week(group)
    seated = scheduling.enrolment(group)
    waiting = scheduling.enrolment(group, state="waiting")
    actions.withdraw(enrolment=seated, by=None)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_a_completed_training_is_not_withdrawn():
    made = scheduling.enrolment(open_group(), state="completed")
    with pytest.raises(actions.TrainingCompleted):
        actions.withdraw(enrolment=made, by=None)


def test_raising_the_seats_promotes_in_order():
    group = open_group(seats=1)
    made = [enrol(people.person(), group) for _ in range(4)]
    group.seats = 3
    group.save()
    assert actions.fill_free_seats(group=group, by=None) == made[1:3]


def test_a_person_without_an_address_gets_a_place_and_no_mail():
    assert enrol(people.person(email=""), open_group()).state == "confirmed"
    assert mail.outbox == []
