"""Objecting to a mark: whose, until when, once at a time, and decided by somebody else."""

import datetime as dt

import pytest
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.attendance import SessionCancelled
from scheduling.actions.closing import SecondPersonNeeded, SessionStillOpen
from scheduling.actions.decisions import decide
from scheduling.actions.objections import (
    ForeignObjection,
    NotClaimable,
    ObjectionTooLate,
    ObjectionWaits,
    object_to_mark,
)
from scheduling.models import AttendanceMark, Session, SessionBlock
from tests.factories import people, scheduling
from tests.scheduling.answers import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(as_participant):
    """A participant marked absent on a sheet that was closed just now."""
    client, person = as_participant
    group = scheduling.group()
    scheduling.enrolment(group, person=person)
    session = scheduling.session(group, "K1", timezone.localdate() - dt.timedelta(days=1))
    by = people.user("trainer")
    for block in session.blocks.all():
        scheduling.mark(block, person, by, status="absent")
    close(session, 0)
    return client, person, session.blocks.first()


def close(session, days_ago):
    moment = timezone.now() - dt.timedelta(days=days_ago)
    session.blocks.update(closed_at=moment)
    Session.objects.filter(pk=session.pk).update(state="closed", closed_at=moment)


def claim(block, person, **fields):
    given = {"status": "present", "reason": "Biju klāt", "by": person.account} | fields
    return object_to_mark(block=block, person=person, **given)


def held():
    return AttendanceMark.objects.filter(why_held="dispute", standing="held")


def path_of(block):
    return f"/en/my/blocks/{block.pk}/objection/"


def test_an_objection_waits_and_changes_nothing_yet(closed):
    client, person, block = closed
    assert client.get(path_of(block)).status_code == 200
    answer = client.post(path_of(block), {"status": "present", "reason": "Biju"}, follow=True)
    assert said(answer) == ["Your objection is kept. Somebody else will decide it."]
    (mark,) = held()
    assert (mark.person, mark.status, mark.credited_hours, mark.source, mark.reason) == (
        person,
        "present",
        0,
        "dispute",
        "Biju",
    )
    part = answer.context["current"].days[0].parts[0]
    assert (part.state, part.open_objection, part.can_object) == ("absent", mark, False)
    line = AuditEntry.objects.get(action="attendance.correction_proposed")
    assert (line.actor.person, line.reason) == (person, "Biju")


def test_the_decision_and_its_reason_come_back(closed):
    client, person, block = closed
    claim(block, person)
    decide(
        block=block,
        person=person,
        chosen=held().get().pk,
        reason="Paraksts ir",
        by=people.user("programme_manager"),
    )
    page = client.get("/en/my/")
    part = page.context["current"].days[0].parts[0]
    assert (part.state, part.hours, part.open_objection) == ("present", 4, None)
    assert [one.decision.standing for one in part.decided_objections] == ["counts"]
    text = page.content.decode()
    assert text.count("Your objection was accepted.") == 1
    assert text.count("Paraksts ir") == 1


def test_a_refusal_comes_back_too_and_one_may_object_again(closed):
    client, person, block = closed
    claim(block, person)
    manager = people.user("programme_manager")
    decide(block=block, person=person, chosen=None, reason="Paraksta nav", by=manager)
    page = client.get("/en/my/")
    part = page.context["current"].days[0].parts[0]
    assert (part.state, part.can_object) == ("absent", True)
    assert page.content.decode().count("Your objection was not accepted.") == 1
    claim(block, person)
    assert held().awaiting_decision().count() == 1


def test_nobody_decides_their_own_objection(closed):
    _client, person, block = closed
    mark = claim(block, person)
    with pytest.raises(SecondPersonNeeded):
        decide(block=block, person=person, chosen=mark.pk, reason="x", by=person.account)


def test_one_open_objection_for_each_block(closed):
    client, person, block = closed
    claim(block, person)
    with pytest.raises(ObjectionWaits):
        claim(block, person, status="excused")
    answer = client.post(path_of(block), {"status": "excused", "reason": "x"}, follow=True)
    assert said(answer) == ["You have objected already. It waits for a decision."]
    claim(SessionBlock.objects.exclude(pk=block.pk).get(), person)
    assert held().count() == 2


@pytest.mark.parametrize(("days_ago", "is_taken"), [(0, True), (7, True), (8, False)])
def test_the_last_day_is_the_programmes_and_belongs_to_the_participant(closed, days_ago, is_taken):
    client, person, block = closed
    close(block.session, days_ago)
    last = timezone.localdate() + dt.timedelta(days=7 - days_ago)
    part = client.get("/en/my/").context["current"].days[0].parts[0]
    assert (part.last_day_to_object, part.can_object) == (last, is_taken)
    if is_taken:
        assert claim(block, person).standing == "held"
        return
    with pytest.raises(ObjectionTooLate) as refusal:
        claim(block, person)
    assert refusal.value.last_day == last
    answer = client.post(path_of(block), {"status": "present", "reason": "x"}, follow=True)
    assert said(answer)[0].startswith("The last day to object was ")
    assert answer.content.decode().count("The last day to object was ") == 3
    assert held().count() == 0


def test_an_objection_is_the_participants_alone(closed):
    client, person, block = closed
    for stranger in (people.user(), people.user("programme_manager"), people.user("trainer")):
        with pytest.raises(ForeignObjection):
            claim(block, person, by=stranger)
        client.force_login(stranger)
        assert client.get(path_of(block)).status_code == 404
        assert client.post(path_of(block), {"status": "present"}).status_code == 404
    client.force_login(people.user(person=people.person()))
    assert client.get(path_of(block)).status_code == 404
    assert held().count() == 0


def test_open_and_cancelled_sheets_take_none(closed):
    client, person, block = closed
    Session.objects.update(state="cancelled", closed_at=None)
    with pytest.raises(SessionCancelled):
        claim(block, person)
    Session.objects.update(state="planned", closed_at=None)
    SessionBlock.objects.update(closed_at=None)
    with pytest.raises(SessionStillOpen):
        claim(block, person)
    answer = client.post(path_of(block), {"status": "present", "reason": "x"}, follow=True)
    assert said(answer) == [
        "The sheet of this block is not closed, so there is nothing to object to yet."
    ]


@pytest.mark.parametrize("status", ["made_up", "unmarked", "absent", "nonsense"])
def test_nobody_claims_what_is_decided_elsewhere(closed, status):
    client, person, block = closed
    with pytest.raises(NotClaimable):
        claim(block, person, status=status)
    assert client.post(path_of(block), {"status": status, "reason": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ["status", "reason"]),
        ({"status": "present", "reason": " "}, ["reason"]),
        ({"status": "present", "reason": "x" * 501}, ["reason"]),
        ({"status": "present", "reason": "a\x00b"}, ["reason"]),
        ({"status": "late", "reason": "x"}, ["arrived_at"]),
        ({"status": "late", "reason": "x", "arrived_at": "99:99"}, ["arrived_at"]),
        ({"status": "late", "reason": "x", "arrived_at": "17:00"}, ["arrived_at"]),
    ],
)
def test_bad_input_gets_a_sentence(closed, fields, wrong):
    client, _person, block = closed
    answer = client.post(path_of(block), fields or {"status": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, wrong)
    assert held().count() == 0


def test_what_the_sheet_says_already_is_no_objection(closed):
    client, person, block = closed
    scheduling.mark(block, person, people.user(), status="excused")
    answer = client.post(path_of(block), {"status": "excused", "reason": "x"})
    assert answer.context["form"].errors["status"] == ["The sheet says that already."]
