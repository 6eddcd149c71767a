"""Two hundred people press the button at once."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from people.models import Person
from scheduling.actions import enrolment as actions
from scheduling.models import Enrolment, TrainingGroup
from tests.factories import courses, people, scheduling

PEOPLE, SEATS, WORKERS = 200, 30, 20


def crowd(count):
    courses.programme()
    group = scheduling.group(seats=SEATS)
    scheduling.session(group, "K1", timezone.localdate() + dt.timedelta(days=30))
    for _ in range(count):
        people.person(email="")
    return group, list(Person.objects.all())


def all_at_once(person_list, group, workers):
    """Let the workers enrol everybody, released together; return what went wrong."""
    barrier = threading.Barrier(workers)
    queue = list(person_list)
    guard = threading.Lock()

    def work():
        faults = []
        barrier.wait(30)
        try:
            while True:
                with guard:
                    if not queue:
                        return faults
                    person = queue.pop()
                try:
                    actions.enrol_person(person=person, group=group, by=None)
                except Exception as fault:  # noqa: BLE001
                    faults.append(fault)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(work) for _ in range(workers)]
        return [fault for one in running for fault in one.result()]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_enrolments_fill_thirty_seats_and_a_line_without_gaps():
    group, crowded = crowd(PEOPLE)
    assert all_at_once(crowded, group, WORKERS) == []
    assert Enrolment.objects.filter(state="confirmed").count() == SEATS
    waiting = list(Enrolment.objects.filter(state="waiting").order_by("queue_number"))
    assert [actions.queue_position(row) for row in waiting] == list(range(1, PEOPLE - SEATS + 1))
    numbers = Enrolment.objects.order_by("queue_number").values_list("queue_number", flat=True)
    assert list(numbers) == list(range(1, PEOPLE + 1))


@pytest.mark.django_db(transaction=True)
def test_one_person_pressing_ten_times_at_once_gets_one_place():
    group, crowded = crowd(1)
    faults = all_at_once(crowded * 10, group, 10)
    assert Enrolment.objects.count() == 1
    assert [type(fault) for fault in faults] == [actions.AlreadyEnrolled] * 9


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite runs one writing transaction at a time, so it cannot oversell with the lock off",
)
def test_without_the_lock_seats_are_oversold(monkeypatch):
    """Proof that the first test can fail: same action, lock off, two people at the last seat."""
    group, crowded = crowd(SEATS + 1)
    for person in crowded[2:]:
        actions.enrol_person(person=person, group=group, by=None)
    both_have_counted, first_is_in = threading.Barrier(2), threading.Event()
    number = actions._next_number

    def number_after_both_counted(locked):
        if both_have_counted.wait(10) == 0:
            assert first_is_in.wait(10)
        return number(locked)

    def enrol(person):
        try:
            return actions.enrol_person(person=person, group=group, by=None).state
        finally:
            first_is_in.set()
            connection.close()

    monkeypatch.setattr(actions, "_lock_group", lambda pk: TrainingGroup.objects.get(pk=pk))
    monkeypatch.setattr(actions, "_next_number", number_after_both_counted)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(enrol, crowded[:2])) == ["confirmed", "confirmed"]
    assert Enrolment.objects.filter(state="confirmed").count() == SEATS + 1
