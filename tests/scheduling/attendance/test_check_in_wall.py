"""The screen of the room: what it shows, what it costs, and what it never shows."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from scheduling.models import CheckIn
from tests.factories import people, scheduling
from tests.factories.scheduling import session_with
from tests.scheduling.answers import said
from tests.scheduling.attendance.checking_in import clock, morning
from tests.scheduling.test_page_growth import statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine(time_machine):
    time_machine.move_to(clock("09:00:00"), tick=False)


def screen(check_in, language="en", part=""):
    client = Client()
    client.force_login(check_in.opened_by)
    return client.get(f"/{language}/sessions/{check_in.block.session_id}/check-in/{part}")


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_wall_shows_a_code_to_scan_one_to_say_and_the_number_without_names():
    check_in, persons = morning(30)
    for person in persons[:18]:
        scheduling.mark(check_in.block, person, check_in.opened_by)
    scheduling.mark(check_in.block, persons[18], check_in.opened_by, status="absent")
    scheduling.mark(check_in.block, people.person(), check_in.opened_by)

    page = screen(check_in)

    token, code = check_in.token(timezone.now()), check_in.spoken(timezone.now())
    html = page.content.decode()
    assert re.findall(r'data-address="([^"]+)"', html) == [
        f"http://127.0.0.1:8000/check-in/{token}/"
    ]
    assert f"{code[:3]} {code[3:]}" in text(page)
    assert "18 of 30 have arrived" in text(page)
    assert [person for person in persons if person.family_name in html] == []
    assert check_in.secret not in html


@pytest.mark.parametrize(
    ("language", "arrived", "sentence"),
    [
        ("en", 0, "0 of 30 have arrived"),
        ("en", 1, "1 of 30 has arrived"),
        ("en", 18, "18 of 30 have arrived"),
        ("lv", 0, "Pagaidām neviens no 30 nav klāt"),
        ("lv", 1, "1 no 30 ir klāt"),
        ("lv", 18, "18 no 30 ir klāt"),
        ("lv", 21, "21 no 30 ir klāt"),
    ],
)
def test_the_number_is_a_sentence_in_every_plural_form(language, arrived, sentence):
    check_in, persons = morning(30)
    for person in persons[:arrived]:
        scheduling.mark(check_in.block, person, check_in.opened_by)

    assert sentence in text(screen(check_in, language))


def test_the_drawing_is_svg_without_styles_or_addresses_of_others():
    check_in, _persons = morning()

    drawing = re.search(r"<svg.*?</svg>", screen(check_in).content.decode(), re.DOTALL)[0]

    root = ET.fromstring(drawing)
    assert [e.attrib.get("style") for e in root.iter()] == [None] * len(list(root.iter()))
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")
    assert root.attrib["viewBox"].split()[:2] == ["0", "0"]


def test_the_page_works_without_a_script_and_the_script_asks_for_what_changes():
    check_in, _persons = morning()
    page = screen(check_in).content.decode()
    fragment = screen(check_in, part="code/").content.decode()

    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    assert fragment.strip() in page
    assert "<html" not in fragment
    assert " style=" not in page


@pytest.mark.parametrize(
    ("time", "state", "sentence"),
    [
        ("08:29:59", "early", "Check-in opens on 08/05/2024 at 08:30."),
        ("08:30:00", "open", "Press “I am here”."),
        ("12:15:00", "open", "Press “I am here”."),
        ("12:15:01", "over", "Check-in for this block is over."),
    ],
)
def test_the_wall_shows_a_code_only_while_it_is_taken(time_machine, time, state, sentence):
    time_machine.move_to(clock("08:00:00"), tick=False)
    check_in, _persons = morning()
    time_machine.move_to(clock(time), tick=False)

    page = screen(check_in)

    assert page.context["wall"].state == state
    assert sentence in text(page)
    assert ("data-address" in page.content.decode()) is (state == "open")


@pytest.mark.parametrize("part", ["", "code/"])
def test_the_wall_takes_the_same_number_of_statements_however_many_people(as_manager, part):
    counts = []
    for number in (3, 30, 300):
        session, blocks, persons = session_with(number)
        by = people.user()
        for person in persons:
            scheduling.mark(blocks[0], person, by)
        as_manager.post(f"/en/sessions/{session.pk}/check-in/open/", {"part": "1"})
        counts.append(statements(as_manager, f"/en/sessions/{session.pk}/check-in/{part}"))
    assert CheckIn.objects.count() == 3
    assert counts == [counts[0]] * 3
    assert counts[0] <= 12


def test_the_trainer_opens_and_closes_from_the_sheet(as_trainer):
    client, trainer = as_trainer
    session, blocks, _persons = session_with(1, trainer)
    sheet, screen_path = f"/en/sessions/{session.pk}/", f"/en/sessions/{session.pk}/check-in/"
    assert 'value="1">Open self check-in: morning' in client.get(sheet).content.decode()

    opened = client.post(f"{screen_path}open/", {"part": "1"})
    assert opened["Location"] == screen_path
    assert CheckIn.objects.standing().get().block == blocks[0]
    assert f'href="{screen_path}"' in client.get(sheet).content.decode()

    closed = client.post(f"{screen_path}close/", follow=True)
    assert said(closed) == ["Self check-in is closed."]
    assert CheckIn.objects.standing().count() == 0
    assert "Self check-in is not open." in text(client.get(screen_path))


def test_the_sheet_offers_the_afternoon_once_the_morning_is_over(as_trainer, time_machine):
    client, trainer = as_trainer
    session, _blocks, _persons = session_with(1, trainer)
    sheet = f"/en/sessions/{session.pk}/"
    time_machine.move_to(clock("12:30:00"), tick=False)
    assert "Open self check-in: afternoon" in client.get(sheet).content.decode()
    time_machine.move_to(clock("16:15:01"), tick=False)
    assert "Open self check-in" not in client.get(sheet).content.decode()

    refused = client.post(f"{sheet}check-in/open/", {"part": "2"}, follow=True)
    assert said(refused) == ["This block is over, so arrivals can no longer be recorded."]


@pytest.mark.parametrize("part", ["", "3", "x", "1" * 500, "٢"])
def test_a_made_up_part_opens_nothing(as_trainer, part):
    client, trainer = as_trainer
    session, _blocks, _persons = session_with(1, trainer)

    answer = client.post(f"/en/sessions/{session.pk}/check-in/open/", {"part": part}, follow=True)

    assert said(answer) == ["Choose the morning or the afternoon."]
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("role", ["trainer", "auditor", "participant"])
def test_the_wall_is_for_the_trainers_of_the_day_and_managers(role):
    check_in, persons = morning()
    client = Client()
    person = persons[0] if role == "participant" else people.person()
    client.force_login(people.user(*([role] if role != "participant" else []), person=person))
    path = f"/en/sessions/{check_in.block.session_id}/check-in/"

    answers = [client.get(path), client.get(f"{path}code/"), client.post(f"{path}close/")]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert CheckIn.objects.standing().count() == 1
