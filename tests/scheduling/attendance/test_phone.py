"""The roster on a phone, from the server's side: data without traces, marks taken in once."""

import datetime as dt
import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import AuditEntry
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock
from scheduling.queries.phone import owner_key, person_key
from tests.factories import people, scheduling
from tests.scheduling.attendance.phoning import Day, ledger, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(as_trainer):
    """A trainer's session of today with three people."""
    client, trainer = as_trainer
    return Day(client, trainer, 3)


def test_the_page_names_nobody_and_is_the_same_for_every_session(today):
    other = Day(today.client, today.account.person, 2)
    page = today.client.get(today.base)
    text = page.content.decode()

    assert text == today.client.get(other.base).content.decode()
    for secret in (today.account.username, today.people[0].full_name, "csrf", owner_key(1)):
        assert secret not in text
    assert 'href="../"' in text
    assert "<noscript>" in text


def test_the_page_and_its_scripts_weigh_less_than_forty_kilobytes(today):
    text = today.client.get(today.base).content.decode()
    scripts = set(re.findall(r'(?:href|src)="/static/([^"]+\.js)"', text))
    files = [Path(str(finders.find(one))).read_bytes() for one in scripts]
    crossing = len(text.encode()) + sum(len(gzip.compress(one)) for one in files)

    assert len(scripts) == 6
    assert crossing < 40_000


def test_the_data_hold_names_and_signs_and_nothing_else_of_people(today):
    scheduling.mark(today.blocks[0], today.people[1], today.account, "absent")
    found = today.data()

    assert found["session"] == {
        "id": today.session.pk,
        "title": f"K1 {today.session.day.local_title}",
        "place": "",
        "date": found["session"]["date"],
        "day": timezone.localdate().isoformat(),
        "groups": [today.group.code],
    }
    assert found["owner"] == owner_key(today.account.pk)
    assert found["length"] == 1
    assert found["blocks"][0] == {
        "id": today.blocks[0].pk,
        "part": 1,
        "label": "Rīts",
        "starts": "09:00",
        "ends": "12:15",
        "is_closed": False,
        "may_close": True,
    }
    by_name = {one["name"]: one for one in found["people"]}
    person = today.people[1]
    assert by_name[person.full_name] == {
        "id": person_key(today.session.pk, person.pk),
        "name": person.full_name,
        "search": person.search_key,
        "hint": "",
        "marks": {
            str(today.blocks[0].pk): {
                "status": "absent",
                "arrived": None,
                "left": None,
                "standing": "counts",
            }
        },
    }
    expires = dt.datetime.fromisoformat(found["expires"])
    assert expires - dt.datetime.fromisoformat(found["server_now"]) == dt.timedelta(hours=48)


def test_people_of_one_name_are_told_apart(today):
    place = people.municipality()
    twins = today.people[:2]
    for n, person in enumerate(twins):
        person.given_name, person.family_name = "Anna", "Dzeguzīte"
        person.municipality, person.birth_year = place, 1984 + n
        person.save()

    hints = [one["hint"] for one in today.data()["people"] if one["hint"]]
    assert hints == [f"{place} · dzimšanas gads: {year}" for year in (1984, 1985)]


def test_signs_differ_between_sessions_people_and_accounts(today):
    signs = {person_key(session, person) for session in range(1, 31) for person in range(1, 31)}

    assert len(signs) == 900
    assert {len(sign) for sign in signs} == {20}
    assert owner_key(1) not in signs | {owner_key(2)}


def test_marks_are_taken_in_one_by_one_and_once(today):
    marks = [today.mark(0), today.mark(1, "absent"), today.mark(2, "late", arrived="10:40")]
    first = today.send(*marks)
    again = today.send(*marks[::-1])

    assert outcomes(first) == outcomes(again) == ["counted"] * 3
    assert [one["nonce"] for one in first["results"]] == [mark["nonce"] for mark in marks]
    assert [one["position"] for one in first["results"]] == [1, 2, 3]
    assert (first["length"], again["length"]) == (3, 3)
    assert [status for _person, status, _standing in ledger()] == ["present", "absent", "late"]
    assert AttendanceMark.objects.get(status="late").arrived_at == dt.time(10, 40)


def test_a_mark_is_taken_back_by_a_mark(today):
    today.send(today.mark(0))
    today.send(today.mark(0, "unmarked"))

    assert [status for _person, status, _standing in ledger()] == ["present", "unmarked"]
    assert [one["marks"] for one in today.data()["people"]] == [{}, {}, {}]


def test_marks_of_who_has_left_meanwhile_wait_for_a_decision(today):
    Enrolment.objects.filter(person=today.people[0]).update(state="withdrawn")
    answer = today.send(today.mark(0), today.mark(1))

    assert outcomes(answer) == ["held", "counted"]
    assert answer["results"][0]["text"] == (
        "Atzīme ir saglabāta un gaida lēmumu: cilvēkam grupā vairs nav vietas."
    )
    assert ledger()[0] == (today.people[0].pk, "present", "held")


def test_marks_of_a_cancelled_or_closed_day_are_kept(today):
    SessionBlock.objects.filter(pk=today.blocks[0].pk).update(closed_at=timezone.now())
    assert outcomes(today.send(today.mark(0))) == ["held"]
    Session.objects.filter(pk=today.session.pk).update(state="cancelled")
    assert outcomes(today.send(today.mark(1))) == ["held"]
    assert len(ledger()) == 2


@pytest.mark.parametrize("wrong", [{"person": "0" * 20}, {"block": 2**63 - 1}, {"block": 0}])
def test_a_mark_that_names_nothing_here_is_refused_alone_with_a_sentence(today, wrong):
    answer = today.send(today.mark(0), today.mark(1, **wrong), today.mark(2))

    assert outcomes(answer) == ["counted", "refused", "counted"]
    assert answer["results"][1]["text"] == (
        "Šajā nodarbībā tāda cilvēka vai bloka vairs nav. Atzīme nav ierakstīta."
    )
    assert len(ledger()) == 2
    assert AuditEntry.objects.filter(action="attendance.refused").count() == 1


def test_a_persons_sign_of_another_session_names_nobody(today):
    elsewhere = person_key(today.session.pk + 1, today.people[0].pk)

    assert outcomes(today.send(today.mark(0, person=elsewhere))) == ["refused"]


def test_a_nonce_is_its_accounts_own(today, client):
    first = today.mark(0)
    today.send(first)
    colleague = people.user("trainer", person=people.person())
    today.group.trainers.add(colleague.person)
    client = Client()
    client.force_login(colleague)
    content = today.sent(first | {"status": "absent"}, owner=owner_key(colleague.pk))
    answer = today.post(content, client=client).json()

    assert outcomes(answer) == ["contested"]
    assert answer["results"][0]["text"] == (
        "Šo atzīmi ir mainījusi arī cita persona. Izvēlieties pareizo."
    )
    assert [status for _person, status, _standing in ledger()] == ["present", "absent"]


def test_one_nonce_is_one_mark(today):
    first = today.mark(0)
    answer = today.send(first, first | {"status": "absent"})

    assert outcomes(answer) == ["counted", "refused"]
    assert [status for _person, status, _standing in ledger()] == ["present"]


def test_marks_of_another_account_are_left_with_the_device(today):
    response = today.post(today.sent(today.mark(0), owner=owner_key(today.account.pk + 1)))

    assert response.status_code == 409
    assert response.json() == {
        "text": "Šīs atzīmes veiktas ar citu kontu. Tās ierīcē gaida, kad ar to ieies."
    }
    assert ledger() == []


@pytest.mark.parametrize("path", ["roster.json", "marks/", "close/"])
def test_strangers_get_401_and_other_trainers_404(today, path):
    stranger, other = Client(), Client()
    other.force_login(people.user("trainer", person=people.person()))
    method = "get" if path == "roster.json" else "post"
    answer = getattr(stranger, method)(f"{today.base}{path}")

    assert (answer.status_code, answer.json()) == (401, {"text": "Ieejiet vēlreiz."})
    assert getattr(other, method)(f"{today.base}{path}").status_code == 404


def test_a_stale_form_token_is_refused_and_a_fresh_one_taken(today):
    client = Client(enforce_csrf_checks=True)
    client.force_login(today.account)
    assert today.post(today.sent(today.mark(0)), client=client).status_code == 403
    token = client.get(f"{today.base}roster.json").json()["token"]
    taken = client.post(
        f"{today.base}marks/",
        json.dumps(today.sent(today.mark(0))),
        content_type="application/json",
        headers={"x-csrftoken": token},
    )

    assert outcomes(taken.json()) == ["counted"]


def test_a_block_is_closed_when_everybody_is_marked(today):
    block = {"block": today.blocks[0].pk}
    refused = today.post(block, "close/").json()
    today.send(*[today.mark(n) for n in range(3)])
    closed = today.post(block, "close/").json()
    again = today.post(block, "close/").json()

    assert refused["closed"] is False
    assert today.people[0].full_name in refused["text"]
    assert closed == again == {"closed": True}
    assert SessionBlock.objects.filter(closed_at=None).count() == 1
    assert [one["is_closed"] for one in today.data()["blocks"]] == [True, False]


def test_a_block_that_is_not_there_or_not_yet_stays_open(today):
    other = Day(today.client, today.account.person, 1)
    assert today.post({"block": other.blocks[0].pk}, "close/").json() == {
        "closed": False,
        "text": "Šajā nodarbībā tāda bloka nav. Atveriet apmeklējuma lapu vēlreiz.",
    }
    Session.objects.filter(pk=today.session.pk).update(date=timezone.localdate() + dt.timedelta(1))
    assert today.post({"block": today.blocks[0].pk}, "close/").json()["closed"] is False
    Session.objects.filter(pk=today.session.pk).update(state="cancelled")
    assert today.post({"block": today.blocks[0].pk}, "close/").json() == {
        "closed": False,
        "text": "Nodarbība atcelta. Jaunu datumu paziņosim.",
    }


def test_sentences_are_in_the_readers_language(as_trainer):
    day = Day(*as_trainer, 1, language="en")
    answer = day.send(day.mark(0, person="0" * 20))

    assert answer["results"][0]["text"] == (
        "The session has no such person or block any more. The mark is not recorded."
    )


def test_the_lists_lead_to_the_phone_in_one_tap(today):
    link = f'href="{today.base}"'

    assert link in today.client.get("/lv/sessions/").content.decode()
    assert link in today.client.get(f"/lv/sessions/{today.session.pk}/").content.decode()


def test_the_data_take_the_same_statements_however_many_people(as_trainer):
    client, trainer = as_trainer
    counts = []
    for number in (3, 30, 300):
        day = Day(client, trainer, number)
        day.data()  # what is read once and kept
        with CaptureQueriesContext(connection) as captured:
            assert len(day.data()["people"]) == number
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


def test_sixty_marks_are_one_request_and_at_most_twelve_statements(as_trainer):
    day = Day(*as_trainer, 30)
    day.data()  # what is read once and kept
    marks = [day.mark(n, block=block.pk) for block in day.blocks for n in range(30)]
    with CaptureQueriesContext(connection) as captured:
        answer = day.send(*marks)
    kept = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]

    assert outcomes(answer) == ["counted"] * 60
    assert len(kept) <= 12, kept


def test_a_thousand_marks_sent_again_and_again_are_a_thousand_rows(as_trainer):
    day = Day(*as_trainer, 25)
    marks = [
        day.mark(n % 25, ["present", "absent"][n // 25 % 2], block=day.blocks[n % 2].pk)
        for n in range(1000)
    ]
    for start in range(0, 1000, 100):
        for _again in range(1 + start // 250):
            assert outcomes(day.send(*marks[start : start + 100])) == ["counted"] * 100

    assert AttendanceMark.objects.count() == 1000
    assert AttendanceMark.objects.values("nonce").distinct().count() == 1000
