"""Two people decide about one case at the same moment: one ruling."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from scheduling.actions import decisions as actions
from scheduling.models import AttendanceMark, Session
from tests.factories import people
from tests.factories.scheduling import session_with
from tests.scheduling.attendance.deciding import current, waiting_mark


def case():
    phone = people.user("trainer", person=people.person())
    _session, blocks, persons = session_with(1)
    waiting_mark(blocks[0], persons[0], phone)
    return blocks[0], persons[0]


def decide_at_once(block, person, count):
    """Let that many managers decide, released together; return what each got."""
    deciders = [people.user("programme_manager") for _ in range(count)]
    held = AttendanceMark.objects.get()
    barrier = threading.Barrier(count)

    def one(n):
        barrier.wait(30)
        try:
            chosen = held.pk if n % 2 else None
            rows = actions.decide(
                block=block, person=person, chosen=chosen, reason="Tā", by=deciders[n]
            )
            return len(rows)
        except Exception as fault:  # noqa: BLE001
            return type(fault)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_ten_people_deciding_at_once_leave_one_ruling():
    block, person = case()
    got = decide_at_once(block, person, 10)
    assert sorted(got, key=str) == sorted([1, *[actions.NothingToDecide] * 9], key=str)
    assert AttendanceMark.objects.filter(source="decision").count() == 1
    assert AttendanceMark.objects.awaiting_decision().count() == 0
    assert len(current(block, person)) <= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite runs one writing transaction at a time, so two cannot decide with the lock off",
)
def test_without_the_lock_both_begin_to_rule_and_the_database_refuses_one(monkeypatch):
    """Proof that the first test can fail: with the lock off, two pass the action's own check."""
    block, person = case()
    both_have_read = threading.Barrier(2)
    read = actions._read_case

    def read_together(*args):
        found = read(*args)
        both_have_read.wait(10)
        return found

    def unlocked(session):
        return Session.objects.select_related("day__programme", "chain").get(pk=session.pk)

    AttendanceMark.objects.get()  # the chain's row is there
    monkeypatch.setattr(actions, "lock", unlocked)
    monkeypatch.setattr(actions, "_read_case", read_together)
    got = decide_at_once(block, person, 2)
    assert sorted(map(str, got)) == sorted(["1", "<class 'django.db.utils.IntegrityError'>"])
