"""Signing in on the way: the scan is not lost, and it is not passed on either."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import people
from tests.scheduling.attendance.checking_in import account, clock, drawn, marks, morning, phone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine(time_machine):
    time_machine.move_to(clock("09:00:00"), tick=False)


def sign_in(client, asked, username, password=people.PASSWORD):
    """Fill the form of the sign-in page with all that it holds."""
    page = client.get(asked["Location"])
    return client.post("/en/login/", _fields(page) | {"login": username, "password": password})


def _fields(page):
    return {"next": page.context["redirect_field_value"]}


def test_signing_in_comes_back_to_the_check_in():
    check_in, persons = morning()
    address, client = drawn(check_in), Client()

    asked = client.get(address)
    assert asked["Location"] == f"/en/login/?next={address}"
    answer = sign_in(client, asked, account(persons[0]).username)

    assert answer["Location"] == address
    assert client.get(address).templates[0].name == "scheduling/check_in.html"
    assert client.post(address)["Location"] == "/en/my/"
    assert marks() == [("present", "code")]


def test_a_wrong_password_does_not_lose_the_way():
    check_in, persons = morning()
    address, client = drawn(check_in), Client()
    username = account(persons[0]).username

    wrong = sign_in(client, client.get(address), username, "nepareiza")
    answer = client.post(
        "/en/login/", _fields(wrong) | {"login": username, "password": people.PASSWORD}
    )

    assert answer["Location"] == address


@pytest.mark.parametrize(("seconds", "status"), [(60, 302), (299, 302), (302, 410), (600, 410)])
def test_a_scan_holds_five_minutes_for_the_browser_that_made_it(time_machine, seconds, status):
    check_in, persons = morning()
    address, client = drawn(check_in), Client()
    asked = client.get(address)
    time_machine.shift(seconds)

    sign_in(client, asked, account(persons[0]).username)

    assert client.post(address).status_code == status
    assert len(marks()) == (1 if status == 302 else 0)


def test_the_moment_of_the_scan_decides_who_is_late(time_machine):
    check_in, persons = morning()
    time_machine.move_to(clock("09:10:50"), tick=False)
    address, client = drawn(check_in), phone(persons[0])
    client.get(address)
    time_machine.move_to(clock("09:13:00"), tick=False)

    client.post(address)

    assert marks() == [("present", "code")]


def test_a_passed_on_address_holds_no_longer_than_its_code(time_machine):
    check_in, persons = morning(2)
    address = drawn(check_in)
    phone(persons[0]).get(address)
    time_machine.shift(60)

    friend = phone(persons[1])

    assert friend.get(address).status_code == 410
    assert friend.post(address).status_code == 410
    assert marks() == []


@pytest.mark.parametrize("how", ["spent code", "other check-in", "forged"])
def test_only_a_scan_that_held_is_remembered(time_machine, how):
    check_in, persons = morning()
    other, _others = morning()
    client, address = phone(persons[0]), drawn(check_in)
    if how == "spent code":
        time_machine.shift(90)
        client.get(address)
    elif how == "other check-in":
        client.get(drawn(other))
    else:
        session = client.session
        session["check_in_scan"] = f"[{check_in.pk}, {timezone.now().timestamp()}]"
        session.save()
    time_machine.shift(90)

    assert client.post(address).status_code == 410
    assert marks() == []


def test_the_scan_is_used_up(time_machine):
    check_in, persons = morning()
    client, address = phone(persons[0]), drawn(check_in)
    client.get(address)
    client.post(address)

    assert "check_in_scan" not in client.session


def test_the_block_must_still_be_running_when_the_button_is_pressed(time_machine):
    check_in, persons = morning()
    time_machine.move_to(clock("12:14:50"), tick=False)
    client, address = phone(persons[0]), drawn(check_in)
    client.get(address)
    time_machine.move_to(clock("12:15:10"), tick=False)

    assert client.post(address).status_code == 410
    assert marks() == []
