"""Making up: as a guest of another group, by a task, by equivalence; always two people."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions import guests
from scheduling.actions import make_ups as actions
from scheduling.actions.attendance import save_marks
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded, close_session
from scheduling.models import AttendanceMark, MakeUp, Session, SessionGuest
from scheduling.queries import credited_hours, roster
from tests.factories import people, scheduling
from tests.factories.scheduling import session_with
from tests.scheduling.answers import said
from tests.scheduling.attendance.deciding import current, waiting_mark

pytestmark = pytest.mark.django_db


def missed(trainer):
    """A closed day at which the person was absent."""
    session, blocks, persons = session_with(1, trainer.person)
    marks = [(block.pk, persons[0].pk, "absent", None) for block in blocks]
    save_marks(session=session, marks=marks, by=trainer)
    return close_session(session=session, by=trainer), blocks, persons[0]


def propose(block, person, by, kind="task", **fields):
    given = {"description": "Apraksts par moduli"} | fields
    return actions.propose_make_up(block=block, person=person, kind=kind, by=by, **given)


def test_a_task_is_handed_in_and_approved_by_a_second_person(trainer, manager):
    _session, blocks, person = missed(trainer)
    make_up = propose(blocks[0], person, trainer)
    assert make_up.state == "given"
    with pytest.raises(actions.TextMissing):
        actions.decide_make_up(make_up=make_up, approve=True, reason="Labi", by=manager)
    actions.hand_in(make_up=make_up, text="Mans darbs", by=people.user(person=person))
    with pytest.raises(SecondPersonNeeded):
        actions.decide_make_up(make_up=make_up, approve=True, reason="Labi", by=trainer)
    assert current(blocks[0], person) == [("absent", 0)]
    done = actions.decide_make_up(make_up=make_up, approve=True, reason="Labi", by=manager)
    assert (done.state, done.mark.source, done.mark.reason) == (
        "approved",
        "make_up",
        "Apraksts par moduli",
    )
    assert current(blocks[0], person) == [("made_up", 4)]
    ruling = AttendanceMark.objects.get(decides=done.mark)
    assert (ruling.recorded_by, ruling.reason, ruling.status) == (manager, "Labi", "made_up")
    lines = AuditEntry.objects.filter(action__startswith="make_up").order_by("id")
    assert [line.action for line in lines] == [
        "make_up.proposed",
        "make_up.handed_in",
        "make_up.approved",
    ]
    with pytest.raises(actions.NothingToDecide):
        actions.decide_make_up(make_up=make_up, approve=False, reason="Nē", by=manager)


def test_an_equivalence_waits_at_once_and_a_refusal_credits_nothing(trainer, manager):
    _session, blocks, person = missed(trainer)
    make_up = propose(blocks[0], person, manager, "equivalence", deadline=dt.date(2999, 1, 1))
    assert (make_up.state, make_up.deadline) == ("ready", None)
    actions.decide_make_up(make_up=make_up, approve=False, reason="Nav tas pats", by=trainer)
    assert current(blocks[0], person) == [("absent", 0)]
    again = propose(blocks[0], person, manager, "equivalence")
    actions.decide_make_up(make_up=again, approve=True, reason="Ir dokuments", by=trainer)
    assert current(blocks[0], person) == [("made_up", 4)]
    with pytest.raises(actions.NothingMissing):
        propose(blocks[0], person, manager)


def test_what_cannot_be_made_up_is_refused(trainer, manager):
    _session, blocks, person = missed(trainer)
    for refusal, given in [
        (ReasonMissing, {"description": "  "}),
        (actions.DeadlinePassed, {"deadline": timezone.localdate() - dt.timedelta(days=1)}),
        (actions.NotOnRoster, {"person": people.person()}),
        (SecondPersonNeeded, {"by": people.user(person=person)}),
    ]:
        with pytest.raises(refusal):
            propose(**({"block": blocks[0], "person": person, "by": trainer} | given))
    make_up = propose(blocks[0], person, trainer)
    with pytest.raises(actions.MakeUpPending):
        propose(blocks[0], person, manager)
    with pytest.raises(actions.TextMissing):
        actions.hand_in(make_up=make_up, text=" ", by=trainer)
    MakeUp.objects.update(deadline=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(actions.DeadlinePassed):
        actions.hand_in(make_up=make_up, text="Darbs", by=trainer)


def test_other_marks_that_wait_and_open_sheets_are_decided_first(trainer, manager):
    session, blocks, person = missed(trainer)
    waiting_mark(blocks[0], person, trainer)
    make_up = propose(blocks[0], person, trainer, "equivalence")
    given = {"make_up": make_up, "approve": True, "reason": "Labi", "by": manager}
    with pytest.raises(actions.CaseChanged):
        actions.decide_make_up(**given)
    Session.objects.filter(pk=session.pk).update(state="planned")
    session.blocks.update(closed_at=None)
    with pytest.raises(actions.SessionStillOpen):
        actions.decide_make_up(**given)
    make_up.refresh_from_db()
    assert (make_up.state, AttendanceMark.objects.filter(source="make_up").count()) == ("ready", 0)


def test_the_database_keeps_the_four_eyes(trainer, manager):
    _session, blocks, person = missed(trainer)
    make_up = propose(blocks[0], person, trainer)
    done = {"decided_at": timezone.now(), "decision_reason": "x", "state": "rejected"}
    for name, fields in {
        "make_up_decided_by_a_second_person": done | {"decided_by": trainer},
        "task_is_approved_once_handed_in": {"state": "ready"},
        "approved_make_up_has_its_mark": done
        | {"decided_by": manager, "state": "approved", "handed_in_at": timezone.now()},
        "decided_make_up_says_who_and_why": {"state": "rejected"},
        "make_up_says_what_it_is": {"description": ""},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            MakeUp.objects.filter(pk=make_up.pk).update(**fields)


def test_a_guest_is_marked_in_another_group_and_credited_once(trainer):
    _own, blocks, person = missed(trainer)
    other, other_blocks, _persons = session_with(1)
    guest = guests.add_guest(session=other, person=person, reason="Slimoja", by=trainer)
    assert person in [row.person for row in roster(other).rows]
    marks = [(block.pk, person.pk, "present", None) for block in other_blocks]
    save_marks(session=other, marks=marks, by=trainer)
    programme = other.day.programme
    assert credited_hours([person.pk], programme)[person.pk] == 8
    with pytest.raises(actions.NothingMissing):
        propose(blocks[0], person, trainer)
    with pytest.raises(guests.GuestMarked):
        guests.remove_guest(guest=guest, by=trainer)
    with pytest.raises(guests.AlreadyOnRoster):
        guests.add_guest(session=other, person=person, reason="Vēlreiz", by=trainer)


def test_only_people_of_the_cohort_are_guests_and_only_while_the_sheet_is_open(trainer):
    session, _blocks, person = missed(trainer)
    other, _other_blocks, _persons = session_with(1)
    with pytest.raises(guests.NotOfCohort):
        guests.add_guest(session=other, person=people.person(), reason="x", by=trainer)
    with pytest.raises(ReasonMissing):
        guests.add_guest(session=other, person=person, reason=" ", by=trainer)
    with pytest.raises(guests.SessionClosed):
        guests.add_guest(session=session, person=person, reason="x", by=trainer)
    guest = guests.add_guest(session=other, person=person, reason="x", by=trainer)
    with pytest.raises(IntegrityError, match="session"), transaction.atomic():
        SessionGuest.objects.create(session=other, person=person, reason="x", added_by=trainer)
    guests.remove_guest(guest=guest, by=trainer)
    guests.remove_guest(guest=guest, by=trainer)
    assert person not in [row.person for row in roster(other).rows]
    guests.add_guest(session=other, person=person, reason="Tomēr", by=trainer)
    assert SessionGuest.objects.count() == 2


def test_a_guest_is_found_by_name_and_added_through_the_page(client, trainer):
    _own, _blocks, person = missed(trainer)
    other, _other_blocks, _persons = session_with(1, trainer.person)
    client.force_login(trainer)
    path = f"/en/sessions/{other.pk}/guests/"
    assert client.get(path).context["found"] == []
    (found,) = client.get(f"{path}?q={person.family_name}").context["found"]
    assert (found.enrolment.person, found.missing) == (person, 8)
    for bad in ({"person": ""}, {"person": 10**30}, {"person": 1}, {"reason": "\x00"}):
        fields = {"person": person.pk, "reason": "Slimoja"} | bad
        assert client.post(path, fields).status_code == 422
    page = client.post(path, {"person": person.pk, "reason": "Slimoja"}, follow=True)
    assert said(page) == [f"On the list of this session: {person.full_name}"]
    (guest,) = page.context["guests"]
    assert client.post(path, {"remove": 10**30}).status_code == 404
    page = client.post(path, {"remove": guest.pk}, follow=True)
    assert said(page) == ["Taken off the list of this session."]


def test_pages_of_a_make_up_for_trainer_participant_and_manager(client, trainer, manager):
    session, blocks, person = missed(trainer)
    client.force_login(trainer)
    case = f"/en/sessions/{session.pk}/blocks/{blocks[0].pk}/people/{person.pk}/"
    assert f"{case}make-up/" in client.get(case).content.decode()
    fields = {"kind": "task", "description": "Uzrakstīt plānu", "deadline": "2999-01-01"}
    for bad in ({"kind": "x"}, {"description": " "}, {"deadline": "x"}, {"deadline": "1.1.2020"}):
        assert client.post(f"{case}make-up/", fields | bad).status_code == 422
    page = client.post(f"{case}make-up/", fields, follow=True)
    make_up = MakeUp.objects.get()
    assert (page.context["needs_another"], page.context["may_decide"]) == (True, False)
    client.force_login(people.user(person=person))
    own = f"/en/my/make-ups/{make_up.pk}/"
    assert own in client.get("/en/my/").content.decode()
    assert client.post(own, {"text": "a\x00"}).status_code == 422
    assert client.post(own, {"text": "x" * 20_001}).status_code == 422
    page = client.post(own, {"text": "Mans plāns"}, follow=True)
    assert said(page) == ["Handed in. You will see here what is decided."]
    assert client.get(f"/en/make-ups/{make_up.pk}/").status_code == 404
    client.force_login(manager)
    path = f"/en/make-ups/{make_up.pk}/"
    assert "Mans plāns" in client.get(path).content.decode()
    assert client.post(path, {"do": "x", "reason": "Labi"}).status_code == 422
    page = client.post(path, {"do": "approve", "reason": "Labi"}, follow=True)
    assert said(page) == ["Approved. The hours are credited."]
    page = client.post(path, {"do": "approve", "reason": "Labi"})
    assert page.context["form"].non_field_errors()[0].startswith("Somebody has decided")
    client.force_login(people.user(person=people.person()))
    assert client.get(own).status_code == 404


def test_the_list_takes_the_same_statements_however_long(as_manager, trainer):
    _session, blocks, _person = missed(trainer)
    counts, done = [], 0
    for wanted in (1, 3, 300):
        MakeUp.objects.bulk_create(
            MakeUp(
                person=people.person(),
                block=blocks[0].block,
                session_block=blocks[0],
                kind="equivalence",
                description="x",
                state="ready",
                proposed_by=trainer,
            )
            for _ in range(wanted - done)
        )
        done = wanted
        as_manager.get("/en/make-ups/")
        with CaptureQueriesContext(connection) as captured:
            assert as_manager.get("/en/make-ups/").status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
    assert len(as_manager.get("/en/make-ups/").context["page"].object_list) == 30


def test_guests_are_not_people_of_their_groups(trainer):
    other, _blocks, _persons = session_with(1)
    person = scheduling.enrolment(scheduling.group()).person
    guests.add_guest(session=other, person=person, reason="x", by=trainer)
    assert person.enrolments.get().group not in other.groups.all()
