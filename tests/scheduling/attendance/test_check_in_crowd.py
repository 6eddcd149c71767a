"""A whole course at once: behind one address, ten times the same phone, guessing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from people.models import User
from scheduling.actions.attendance import MarkInput, save_marks
from scheduling.actions.check_in import CheckInRefused, record_arrival
from scheduling.models import AttendanceMark, CheckIn
from scheduling.queries.check_in import arrivals
from tests.factories import people
from tests.scheduling.attendance.checking_in import account, clock, drawn, marks, morning, phone


@pytest.fixture(autouse=True)
def _nine(time_machine):
    time_machine.move_to(clock("09:00:00"), tick=False)
    cache.clear()


@pytest.mark.django_db
def test_three_hundred_people_behind_one_address_sign_in_and_check_in():
    check_in, persons = morning(300)
    address = drawn(check_in)
    answers = []
    for person in persons:
        client = Client(REMOTE_ADDR="192.0.2.7")
        asked = client.get(address)
        form = {"login": account(person).username, "password": people.PASSWORD, "next": address}
        answers.append(client.post(asked["Location"], form)["Location"])
        answers.append(client.post(address)["Location"])

    assert answers == [address, "/en/my/"] * 300
    assert marks() == [("present", "code")] * 300
    assert arrivals(check_in.block).arrived == 300


@pytest.mark.django_db
def test_three_hundred_people_behind_one_address_type_the_spoken_code():
    check_in, persons = morning(300)
    code = check_in.spoken(timezone.now())
    answers = []
    for person in persons:
        client = phone(person)
        answer = client.post("/en/check-in/", {"code": code}, REMOTE_ADDR="192.0.2.7")
        answers.append(answer.status_code)

    assert answers == [302] * 300
    assert marks() == [("present", "code")] * 300


@pytest.mark.django_db
def test_an_account_has_ten_tries_in_ten_minutes_and_others_are_not_disturbed(time_machine):
    check_in, persons = morning(2)
    client = phone(persons[0])
    right = check_in.spoken(timezone.now())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert not check_in.accepts_spoken(wrong, timezone.now())

    answers = [client.post("/en/check-in/", {"code": wrong}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    refused = client.post("/en/check-in/", {"code": right})
    assert (refused.status_code, marks()) == (429, [])
    assert list(refused.context["form"].errors["code"]) == [
        "Too many attempts. Try again in 10 min."
    ]
    assert phone(persons[1]).post("/en/check-in/", {"code": right}).status_code == 302
    # The drawn code cannot be guessed, so it stays open to who has mistyped.
    client.post(drawn(check_in))
    assert marks() == [("present", "code")] * 2


@pytest.mark.django_db
def test_the_door_opens_again_after_ten_minutes(time_machine):
    check_in, persons = morning()
    client = phone(persons[0])
    for n in range(10):
        assert client.post("/en/check-in/", {"code": f"{n:06}"}).status_code == 422
    time_machine.shift(601)

    answer = client.post("/en/check-in/", {"code": check_in.spoken(timezone.now())})

    assert answer.status_code == 302


def at_once(act, times: int) -> list:
    """Run the act in so many threads, released together, each with a connection of its own."""
    barrier = threading.Barrier(times)

    def one(_n: int) -> object:
        barrier.wait(30)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def arrive(check_in: CheckIn, user: User) -> str:
    try:
        mark = record_arrival(
            check_in=CheckIn.objects.get(pk=check_in.pk), by=User.objects.get(pk=user.pk)
        )
    except CheckInRefused as refusal:
        return refusal.answer.verdict.value
    return mark.status


@pytest.mark.django_db(transaction=True)
def test_ten_scans_of_one_person_at_once_make_one_mark():
    check_in, persons = morning()
    user = account(persons[0])

    answers = at_once(lambda: arrive(check_in, user), 10)

    assert sorted(answers) == ["here"] * 9 + ["present"]
    assert AttendanceMark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_thirty_people_at_once_are_all_there():
    check_in, persons = morning(30)
    users = [account(person) for person in persons]
    left = list(users)

    answers = at_once(lambda: arrive(check_in, left.pop()), 30)

    assert answers == ["present"] * 30
    assert set(AttendanceMark.objects.values_list("person", flat=True)) == {
        person.pk for person in persons
    }


@pytest.mark.django_db(transaction=True)
def test_a_trainer_who_marks_at_the_same_moment_is_never_overwritten():
    """Ten phones and ten strokes of the trainer at once: whoever comes second sees the first."""
    check_in, persons = morning(10)
    trainer, session = check_in.opened_by, check_in.block.session
    acts = []
    for person in persons:
        user = account(person)
        absent = MarkInput(check_in.block_id, person.pk, "absent")
        acts.append(lambda user=user: arrive(check_in, user))
        acts.append(lambda mark=absent: save_marks(session=session, marks=[mark], by=trainer))

    def next_act() -> object:
        return acts.pop()()

    at_once(next_act, 20)

    rows = AttendanceMark.objects.order_by("position").values_list("person", "source")
    for person in persons:
        told = [source for number, source in rows if number == person.pk]
        assert told in (["trainer"], ["code", "trainer"])
