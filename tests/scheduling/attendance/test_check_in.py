"""Checking in by oneself, from the phone's side: what is recorded, and what is only said."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.attendance import MarkInput, save_marks
from scheduling.actions.check_in import close_check_in
from scheduling.models import AttendanceMark, SessionBlock
from tests.factories import people, scheduling
from tests.scheduling.answers import said
from tests.scheduling.attendance.checking_in import (
    account,
    clock,
    drawn,
    marks,
    morning,
    phone,
    scan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine(time_machine):
    time_machine.move_to(clock("09:00:00"), tick=False)


def verdict(page) -> tuple[int, str]:
    return page.status_code, page.context["verdict"]


def spoken(check_in) -> str:
    return check_in.spoken(timezone.now())


def test_opening_the_address_changes_nothing_and_the_button_records():
    check_in, persons = morning()
    client, address = phone(persons[0]), drawn(check_in)

    page = client.get(address)
    assert page.templates[0].name == "scheduling/check_in.html"
    assert marks() == []

    answer = client.post(address, follow=True)
    assert answer.redirect_chain == [("/en/my/", 302)]
    assert said(answer) == ["Arrival recorded at 09:00."]
    mark = AttendanceMark.objects.get()
    assert (mark.block, mark.person, mark.recorded_by) == (
        check_in.block,
        persons[0],
        account(persons[0]),
    )
    assert marks() == [("present", "code")]
    saved = AuditEntry.objects.get(action="attendance.saved")
    assert saved.actor == account(persons[0])


def test_who_comes_later_than_the_grace_is_late_with_the_time(time_machine):
    check_in, persons = morning()
    time_machine.move_to(clock("10:40:20"), tick=False)
    client, address = phone(persons[0]), drawn(check_in)

    assert client.get(address).context["is_late"] is True
    answer = client.post(address, follow=True)

    assert said(answer) == ["Arrival recorded at 10:40, as late."]
    mark = AttendanceMark.objects.get()
    assert (mark.status, mark.arrived_at, mark.credited_hours) == ("late", dt.time(10, 40), 2)


@pytest.mark.parametrize(
    "crafted",
    [
        {"status": "excused"},
        {"status": "made_up", "credited_hours": "4"},
        {"mark": "present", "person": "1", "person_id": "1", "arrived_at": "09:00"},
        {"status": "x" * 5000},
    ],
)
def test_only_present_or_late_is_recorded_whatever_is_sent(crafted, time_machine):
    check_in, persons = morning(2)
    time_machine.move_to(clock("09:30:00"), tick=False)
    phone(persons[0]).post(drawn(check_in), crafted)

    mark = AttendanceMark.objects.get()
    assert (mark.person, mark.status, mark.arrived_at) == (persons[0], "late", dt.time(9, 30))


def test_scanning_twice_makes_one_mark_and_says_so(time_machine):
    check_in, persons = morning()
    client = phone(persons[0])
    scan(client, drawn(check_in))
    time_machine.move_to(clock("09:40:00"), tick=False)

    assert verdict(scan(client, drawn(check_in))) == (200, "here")
    assert verdict(client.post(drawn(check_in))) == (200, "here")
    assert marks() == [("present", "code")]


@pytest.mark.parametrize("status", ["absent", "present", "excused"])
def test_what_a_trainer_has_marked_stays(status):
    check_in, persons = morning()
    scheduling.mark(check_in.block, persons[0], check_in.opened_by, status=status)
    client = phone(persons[0])

    page = client.post(drawn(check_in))

    assert verdict(page) == (200, "marked")
    assert page.context["mark"].status == status
    assert marks() == [(status, "trainer")]


def test_a_mark_that_a_trainer_took_back_is_not_brought_back_by_a_code():
    check_in, persons = morning()
    client = phone(persons[0])
    scan(client, drawn(check_in))
    taken_back = MarkInput(check_in.block_id, persons[0].pk, "unmarked")
    save_marks(session=check_in.block.session, marks=[taken_back], by=check_in.opened_by)

    assert verdict(client.post(drawn(check_in))) == (200, "marked")
    assert marks() == [("present", "code"), ("unmarked", "trainer")]


def test_a_trainer_who_had_not_seen_the_arrival_contradicts_it():
    check_in, persons = morning()
    scan(phone(persons[0]), drawn(check_in))
    absent = MarkInput(check_in.block_id, persons[0].pk, "absent", seen=0)
    save_marks(session=check_in.block.session, marks=[absent], by=check_in.opened_by)

    standing = AttendanceMark.objects.order_by("position").values_list("standing", flat=True)
    assert list(standing) == ["counts", "contested"]


def test_too_early_a_scan_changes_nothing_and_the_next_one_counts(time_machine):
    check_in, persons = morning()
    client = phone(persons[0])
    time_machine.move_to(clock("08:29:50"), tick=False)
    address = drawn(check_in)

    page = client.get(address)
    assert verdict(page) == (409, "early")
    assert "Check-in opens on 08/05/2024 at 08:30." in page.content.decode()
    assert verdict(client.post(address)) == (409, "early")
    time_machine.move_to(clock("08:30:40"), tick=False)
    # The early scan was no valid one, so it buys no time.
    assert verdict(client.post(address)) == (410, "spent")
    assert marks() == []
    assert scan(client, drawn(check_in)).status_code == 302
    assert marks() == [("present", "code")]


@pytest.mark.parametrize("who", ["other group", "waiting", "withdrawn", "nobody's"])
def test_whoever_has_no_seat_is_sent_to_the_trainer(who):
    check_in, _persons = morning()
    other = scheduling.group()
    person = people.person()
    group = check_in.block.session.groups.get()
    if who == "other group":
        scheduling.enrolment(other, person=person)
    elif who != "nobody's":
        scheduling.enrolment(group, who, person=person)
    client = phone(person)

    for page in (client.get(drawn(check_in)), client.post(drawn(check_in))):
        assert verdict(page) == (409, "no_seat")
    answer = client.post("/en/check-in/", {"code": spoken(check_in)})
    assert answer.status_code == 422
    assert "speak to the trainer" in answer.context["form"].errors["code"][0]
    assert marks() == []


def test_a_trainer_does_not_check_in_even_with_a_seat():
    check_in, _persons = morning()
    trainer = check_in.opened_by
    scheduling.enrolment(check_in.block.session.groups.get(), person=trainer.person)
    client = phone(trainer.person)

    assert verdict(client.post(drawn(check_in))) == (409, "trainer")
    assert verdict(client.post("/en/check-in/", {"code": spoken(check_in)})) == (409, "trainer")
    assert marks() == []


@pytest.mark.parametrize(
    "how", ["by the trainer", "with the block", "with the day", "with cancelling"]
)
def test_a_closed_check_in_takes_nothing(how):
    check_in, persons = morning()
    client, address = phone(persons[0]), drawn(check_in)
    assert client.get(address).status_code == 200
    session = check_in.block.session
    if how == "by the trainer":
        close_check_in(check_in=check_in, by=check_in.opened_by)
    elif how == "with the block":
        SessionBlock.objects.update(closed_at=timezone.now(), closed_by=check_in.opened_by)
    else:
        session.state = {"with the day": "closed", "with cancelling": "cancelled"}[how]
        session.closed_at = timezone.now()
        session.save()

    assert verdict(client.post(address)) == (410, "over")
    assert verdict(client.get(address)) == (410, "over")
    typed = client.post("/en/check-in/", {"code": spoken(check_in)})
    assert (typed.status_code, typed.context["is_open"]) == (422, False)
    assert marks() == []


@pytest.mark.parametrize(
    "token", ["x", "1.x", "999999999999999999.x", "9" * 400, "٣.x", "%F0%9F.1"]
)
def test_made_up_addresses_get_a_sentence(token):
    _check_in, persons = morning()

    page = phone(persons[0]).get(f"/en/check-in/{token}/")

    assert verdict(page) == (410, "spent")


def test_the_address_on_the_wall_leads_to_the_page_in_the_phones_language():
    check_in, _persons = morning()
    token = check_in.token(timezone.now())
    client = Client()

    for language in ("lv", "en"):
        asked = client.get(f"/check-in/{token}/", headers={"accept-language": language})
        assert asked["Location"] == f"/{language}/check-in/{token}/"
        asked = client.get("/check-in/", headers={"accept-language": language})
        assert asked["Location"] == f"/{language}/check-in/"


def test_the_spoken_code_is_typed_with_or_without_a_space():
    check_in, persons = morning(2)
    code = spoken(check_in)

    for person, text in zip(persons, (code, f" {code[:3]} {code[3:]} "), strict=True):
        answer = phone(person).post("/en/check-in/", {"code": text})
        assert answer["Location"] == "/en/my/"

    assert marks() == [("present", "code")] * 2


def test_the_session_follows_from_the_persons_own_sessions():
    mine, persons = morning()
    other, _others = morning()

    phone(persons[0]).post("/en/check-in/", {"code": spoken(mine)})
    phone(persons[0]).post("/en/check-in/", {"code": spoken(other)})

    assert AttendanceMark.objects.get().block == mine.block


@pytest.mark.parametrize(
    "text", ["", "12345", "1234567", "abcdef", "٤٨٢٩١٣", "x" * 5000, "-1 000 0"]
)
def test_what_is_no_code_gets_a_sentence(text):
    _check_in, persons = morning()

    page = phone(persons[0]).post("/en/check-in/", {"code": text})

    assert page.status_code == 422
    assert len(page.context["form"].errors["code"]) == 1


def test_the_page_to_type_says_when_nothing_is_open():
    check_in, persons = morning()
    client = phone(persons[0])

    assert client.get("/en/check-in/").context["is_open"] is True
    close_check_in(check_in=check_in, by=check_in.opened_by)
    assert client.get("/en/check-in/").context["is_open"] is False


def ways_to_check_in(client) -> int:
    return client.get("/en/my/").content.decode().count('href="/en/check-in/"')


def test_own_training_leads_to_the_check_in_while_it_is_open_and_not_done():
    check_in, persons = morning(2)
    first, second = phone(persons[0]), phone(persons[1])

    assert (ways_to_check_in(first), ways_to_check_in(second)) == (1, 1)
    scan(first, drawn(check_in))
    assert (ways_to_check_in(first), ways_to_check_in(second)) == (0, 1)
    close_check_in(check_in=check_in, by=check_in.opened_by)
    assert ways_to_check_in(second) == 0


def test_staff_without_a_person_have_nothing_to_check_in():
    check_in, _persons = morning()
    client = Client()
    client.force_login(people.user("programme_manager"))

    assert client.get(drawn(check_in)).status_code == 403
    assert client.get("/en/check-in/").status_code == 403
