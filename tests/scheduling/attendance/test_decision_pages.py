"""The desk of decisions through the client: lists, one case, many at once, refusals."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.attendance import MarkInput
from scheduling.actions.intake import take_in
from scheduling.models import AttendanceMark
from tests.factories import people, scheduling
from tests.factories.scheduling import session_with
from tests.scheduling.answers import said
from tests.scheduling.attendance.deciding import contested, current, waiting_mark

pytestmark = pytest.mark.django_db
OUTSIDE = (
    "The time of the mark lies outside the block, so it cannot count."
    " Leave what counted before, and record the right time by itself."
)
DESK = "/en/sessions/decisions/"


def case_path(block, person):
    return f"/en/sessions/{block.session_id}/blocks/{block.pk}/people/{person.pk}/"


def names(response):
    return [(case.person, case.block) for case in response.context["cases"]]


@pytest.fixture
def phone():
    return people.user("trainer", person=people.person())


def test_a_trainer_sees_the_cases_of_own_sessions_and_managers_all(as_trainer, phone):
    client, trainer = as_trainer
    _mine, blocks, persons = session_with(1, trainer)
    _other, other_blocks, strangers = session_with(1)
    waiting_mark(blocks[0], persons[0], phone)
    waiting_mark(other_blocks[0], strangers[0], phone)
    assert names(client.get(DESK)) == [(persons[0], blocks[0])]
    assert client.get(case_path(other_blocks[0], strangers[0])).status_code == 404
    for role in ("programme_manager", "auditor"):
        client.force_login(people.user(role))
        both = [(persons[0], blocks[0]), (strangers[0], other_blocks[0])]
        assert names(client.get(DESK)) == both
    assert client.get(case_path(blocks[0], persons[0])).context["may_decide"] is False
    assert client.post(case_path(blocks[0], persons[0]), {}).status_code == 404


def test_one_case_holds_every_mark_with_the_hours_each_would_earn(as_manager, phone):
    _session, blocks, persons = session_with(1)
    scheduling.mark(blocks[0], persons[0], phone, status="absent")
    late = {"status": "late", "arrived_at": dt.time(10, 40)}
    off = timezone.now() - dt.timedelta(days=3)
    waiting_mark(blocks[0], persons[0], phone, "clock", device_at=off, **late)
    waiting_mark(blocks[0], persons[0], phone, "time", status="late", arrived_at=dt.time(8, 0))
    (case,) = as_manager.get(DESK).context["cases"]
    assert [(one.mark.status, one.hours, one.clock_differs) for one in case.waiting] == [
        ("late", 2, True),
        ("late", None, False),
    ]
    assert (case.before.status, case.now_hours) == ("absent", 0)
    page = as_manager.get(case_path(blocks[0], persons[0]))
    assert "The two times differ by 3 days" in page.content.decode()
    assert [mark.position for mark in page.context["history"]] == [3, 2, 1]


def choose(client, block, person, choice, **typed):
    waiting = AttendanceMark.objects.filter(block=block, person=person).awaiting_decision()
    seen = ".".join(str(mark.pk) for mark in waiting.order_by("position"))
    fields = {"choice": str(choice), "reason": "Zvanīju pasniedzējam", "seen": seen} | typed
    return client.post(case_path(block, person), fields, follow=True)


def test_two_marks_of_two_trainers_earn_nothing_until_one_is_chosen(as_manager, phone):
    _session, blocks, persons = session_with(1)
    contested(blocks[0], persons[0], phone, people.user("trainer"))
    assert current(blocks[0], persons[0]) == [("absent", 0)]
    (waits,) = AttendanceMark.objects.awaiting_decision()
    assert said(choose(as_manager, blocks[0], persons[0], "keep")) == ["Decided."]
    assert current(blocks[0], persons[0]) == [("present", 4)]
    page = as_manager.get(case_path(blocks[0], persons[0]))
    assert [(m.status, m.standing) for m in page.context["history"]] == [
        ("present", "counts"),
        ("absent", "contested"),
        ("present", "counts"),
    ]
    assert page.context["case"].waiting == []
    again = as_manager.post(case_path(blocks[0], persons[0]), {"choice": waits.pk}, follow=True)
    assert said(again) == ["Somebody has decided this meanwhile. Nothing waits here."]


def test_a_choice_without_reason_or_of_a_foreign_mark_decides_nothing(as_manager, phone):
    _session, blocks, persons = session_with(2)
    held = waiting_mark(blocks[0], persons[0], phone)
    other = waiting_mark(blocks[0], persons[1], phone)
    for choice, typed, field in [
        (held.pk, {"reason": "  "}, "reason"),
        (held.pk, {"reason": "a\x00b"}, "reason"),
        (held.pk, {"reason": "x" * 501}, "reason"),
        (other.pk, {}, "choice"),
        ("", {}, "choice"),
        (10**30, {}, "choice"),
        (held.pk, {"seen": "1;2"}, "seen"),
    ]:
        page = choose(as_manager, blocks[0], persons[0], choice, **typed)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert AttendanceMark.objects.count() == 2


def test_a_mark_that_came_in_meanwhile_is_not_decided_unseen(as_manager, phone):
    _session, blocks, persons = session_with(1)
    held = waiting_mark(blocks[0], persons[0], phone)
    waiting_mark(blocks[0], persons[0], phone, status="absent")
    page = choose(as_manager, blocks[0], persons[0], held.pk, seen=str(held.pk))
    assert page.context["form"].non_field_errors() == [
        "Another mark has come in meanwhile. Look at all of them and decide again."
    ]
    assert AttendanceMark.objects.awaiting_decision().count() == 2


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("own", "Somebody else needs to decide this"),
        ("about me", "Somebody else needs to decide this"),
        ("cancelled", "The session is cancelled"),
        ("time", "The time of the mark lies outside the block"),
    ],
)
def test_what_may_not_be_decided_is_said_in_a_sentence(as_trainer, phone, case, sentence):
    client, trainer = as_trainer
    session, blocks, persons = session_with(1, trainer)
    person, by, fields = persons[0], phone, {}
    if case == "own":
        session.state, session.closed_at = "closed", timezone.now()
        by = trainer.account
    elif case == "about me":
        person = trainer
    elif case == "cancelled":
        session.state = "cancelled"
    else:
        fields = {"status": "late", "arrived_at": dt.time(8, 0)}
    session.save()
    held = waiting_mark(blocks[0], person, by, **fields)
    page = choose(client, blocks[0], person, held.pk)
    assert page.context["form"].non_field_errors()[0].startswith(sentence)
    assert current(blocks[0], person) == []
    assert AttendanceMark.objects.awaiting_decision().get() == held


def test_many_marks_of_one_phone_are_accepted_with_one_reason(as_manager, phone):
    session, blocks, persons = session_with(30)
    held = [waiting_mark(blocks[0], person, phone) for person in persons]
    bad = waiting_mark(blocks[1], persons[0], phone, status="late", arrived_at=dt.time(8, 0))
    path = f"/en/sessions/{session.pk}/decisions/"
    fields = {"mark": [m.pk for m in [*held, bad]], "reason": "Tālrunis bija bez tīkla"}
    page = as_manager.post(path, fields | {"do": "accept"}, follow=True)
    assert said(page) == [
        "30 cases decided.",
        f"{persons[0].full_name}: {OUTSIDE}",
    ]
    assert [current(blocks[0], person) for person in persons] == [[("present", 4)]] * 30
    assert AuditEntry.objects.filter(action="attendance.decided").count() == 30
    page = as_manager.post(path, {"mark": [bad.pk], "reason": "x", "do": "dismiss"}, follow=True)
    assert said(page) == ["1 case decided."]
    assert AttendanceMark.objects.awaiting_decision().count() == 0


def test_many_are_decided_only_with_ticks_a_button_and_a_reason(as_manager, phone):
    session, blocks, persons = session_with(1)
    held = waiting_mark(blocks[0], persons[0], phone)
    _other, other_blocks, strangers = session_with(1)
    foreign = waiting_mark(other_blocks[0], strangers[0], phone)
    path = f"/en/sessions/{session.pk}/decisions/"
    good = {"mark": [held.pk], "reason": "Tā", "do": "accept"}
    for bad in ({"mark": []}, {"mark": ["x", 10**30]}, {"do": "x"}, {"reason": " "}):
        assert as_manager.post(path, good | bad).status_code == 422
    page = as_manager.post(path, good | {"mark": [foreign.pk]}, follow=True)
    assert said(page) == ["Somebody has decided this meanwhile. Nothing waits here."]
    assert AttendanceMark.objects.awaiting_decision().count() == 2


def test_what_phones_sent_for_nobody_is_listed_at_the_session(as_trainer, phone):
    client, trainer = as_trainer
    session, blocks, _persons = session_with(1, trainer)
    bad = MarkInput(blocks[0].pk, people.person().pk, "present", nonce="n1")
    take_in(session=session, marks=[bad], by=phone)
    page = client.get(f"/en/sessions/{session.pk}/decisions/")
    (entry,) = page.context["refused"]
    assert [mark["why"] for mark in entry.after["marks"]] == ["not_here"]
    assert "the person or the block is not of this session" in page.content.decode()


def test_the_number_of_cases_is_shown_where_people_begin(as_trainer, phone):
    client, trainer = as_trainer
    session, blocks, persons = session_with(2, trainer)
    for person in persons:
        waiting_mark(blocks[0], person, phone)
    waiting_mark(blocks[0], persons[0], phone, status="absent")
    sentence = "2 cases of attendance wait for a decision"
    assert sentence in client.get("/en/sessions/").content.decode()
    assert [row.waiting for row in client.get("/en/sessions/").context["overdue"]] == [2]
    assert sentence in client.get(f"/en/sessions/{session.pk}/").content.decode()
    client.force_login(people.user("programme_manager"))
    assert (
        sentence
        in client.get(reverse("monitoring:dashboard").replace("/lv/", "/en/")).content.decode()
    )


def test_a_person_or_block_of_elsewhere_has_no_page(as_manager):
    _session, blocks, persons = session_with(1)
    _other, other_blocks, strangers = session_with(1)
    assert as_manager.get(case_path(blocks[0], persons[0])).status_code == 200
    assert as_manager.get(case_path(blocks[0], strangers[0])).status_code == 404
    path = f"/en/sessions/{blocks[0].session_id}/blocks/{other_blocks[0].pk}/people/"
    assert as_manager.get(f"{path}{persons[0].pk}/").status_code == 404
    assert as_manager.get(f"{path}{10**30}/").status_code == 404


@pytest.mark.parametrize("page", ["desk", "session", "sessions"])
def test_lists_take_the_same_statements_however_many_cases(as_manager, phone, page):
    session, blocks, persons = session_with(300)
    path = {"desk": DESK, "session": f"/en/sessions/{session.pk}/decisions/"}
    counts, done = [], 0
    for wanted in (1, 3, 300):
        for person in persons[done:wanted]:
            waiting_mark(blocks[0], person, phone)
        done = wanted
        as_manager.get(path.get(page, "/en/sessions/"))
        with CaptureQueriesContext(connection) as captured:
            assert as_manager.get(path.get(page, "/en/sessions/")).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
