"""People who came without a place: written down, matched, made new, dismissed, enrolled."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.actions.teams import PossibleDuplicate
from people.models import AuditEntry, Person
from scheduling.actions import walk_ins as actions
from scheduling.actions.attendance import NotOnRoster, SessionCancelled, SessionNotBegun
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded
from scheduling.models import AttendanceMark, Enrolment, Session, WalkIn, WalkInPresence
from scheduling.queries.walk_ins import proposals
from tests.factories import people, scheduling
from tests.factories.scheduling import session_with
from tests.scheduling.answers import said
from tests.scheduling.attendance.deciding import current

pytestmark = pytest.mark.django_db


def came(session, by, presence=None, **fields):
    who = {"given_name": "Jānis", "family_name": "Bērziņš"} | fields
    if presence is None:
        presence = {block.pk: None for block in session.blocks.all()}
    return actions.record_walk_in(session=session, walk_in=WalkIn(**who), presence=presence, by=by)


def test_a_walk_in_earns_nothing_until_a_manager_says_who_it_is(trainer, manager):
    session, blocks, _persons = session_with(1)
    late = {blocks[0].pk: dt.time(10, 40), blocks[1].pk: None}
    walk_in = came(session, trainer, late)
    assert AttendanceMark.objects.count() == 0
    person = people.person()
    actions.match_walk_in(walk_in=walk_in, person=person, reason="Atpazinu", by=manager)
    assert [current(block, person) for block in blocks] == [[("late", 2)], [("present", 4)]]
    mark = AttendanceMark.objects.first()
    assert (mark.source, mark.recorded_by, mark.reason) == (
        "trainer",
        manager,
        f"Atpazinu ({trainer.get_full_name()}, Jānis Bērziņš)",
    )
    walk_in.refresh_from_db()
    assert (walk_in.state, walk_in.person, walk_in.decided_by) == ("matched", person, manager)
    actions_done = AuditEntry.objects.filter(action__startswith="walk_in").order_by("id")
    assert [line.action for line in actions_done] == ["walk_in.recorded", "walk_in.matched"]
    with pytest.raises(actions.NothingToDecide):
        actions.dismiss_walk_in(walk_in=walk_in, reason="Tomēr nē", by=manager)


def test_the_same_nonce_is_kept_once(trainer):
    session, _blocks, _persons = session_with(1)
    first = came(session, trainer, nonce="n-1")
    assert came(session, trainer, nonce="n-1") == first
    assert (WalkIn.objects.count(), WalkInPresence.objects.count()) == (1, 2)


def test_what_cannot_have_been_is_refused(trainer):
    session, blocks, _persons = session_with(1)
    other, other_blocks, _others = session_with(1)
    for refusal, presence, fields in [
        (actions.NameMissing, None, {"given_name": " "}),
        (actions.NoPresence, {}, {}),
        (NotOnRoster, {other_blocks[0].pk: None}, {}),
        (actions.ArrivalOutsideBlock, {blocks[0].pk: dt.time(8)}, {}),
    ]:
        with pytest.raises(refusal):
            came(session, trainer, presence, **fields)
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    Session.objects.filter(pk=other.pk).update(date=timezone.localdate() + dt.timedelta(days=1))
    with pytest.raises(SessionCancelled):
        came(session, trainer)
    with pytest.raises(SessionNotBegun):
        came(other, trainer)
    assert WalkIn.objects.count() == 0


@pytest.mark.parametrize(("is_closed", "standing"), [(False, "contested"), (True, "held")])
def test_a_mark_that_the_person_has_is_not_overruled(trainer, manager, is_closed, standing):
    session, blocks, persons = session_with(1)
    scheduling.mark(blocks[0], persons[0], trainer, status="absent")
    scheduling.mark(blocks[1], persons[0], trainer)
    walk_in = came(session, trainer)
    if is_closed:
        session.state, session.closed_at = "closed", timezone.now()
        session.save()
    actions.match_walk_in(walk_in=walk_in, person=persons[0], reason="Tas pats", by=manager)
    new = AttendanceMark.objects.exclude(recorded_by=trainer).get()
    assert (new.block, new.status, new.standing, new.credited_hours) == (
        blocks[0],
        "present",
        standing,
        0,
    )


def test_a_closed_sheet_needs_a_second_person_and_nobody_matches_themselves():
    me = people.person()
    manager = people.user("programme_manager", person=me)
    session, _blocks, persons = session_with(1)
    walk_in = came(session, manager)
    with pytest.raises(ReasonMissing):
        actions.match_walk_in(walk_in=walk_in, person=persons[0], reason=" ", by=manager)
    with pytest.raises(SecondPersonNeeded):
        actions.match_walk_in(walk_in=walk_in, person=me, reason="Es", by=manager)
    session.state, session.closed_at = "closed", timezone.now()
    session.save()
    with pytest.raises(SecondPersonNeeded):
        actions.match_walk_in(walk_in=walk_in, person=persons[0], reason="Es", by=manager)
    assert AttendanceMark.objects.count() == 0


def test_a_new_person_of_a_known_name_is_made_only_after_comparing(trainer, manager):
    session, blocks, _persons = session_with(1)
    people.person(given_name="Janis", family_name="Berzins")
    walk_in = came(session, trainer)
    new = {"given_name": "Jānis", "family_name": "Bērziņš"}
    given = {"walk_in": walk_in, "reason": "Jauns", "by": manager}
    with pytest.raises(PossibleDuplicate):
        actions.match_walk_in(person=Person(**new), **given)
    actions.match_walk_in(person=Person(**new), is_another_person=True, **given)
    made = Person.objects.get(given_name="Jānis")
    assert current(blocks[0], made) == [("present", 4)]


def test_proposals_weigh_name_phone_and_birth_year(trainer):
    session, _blocks, _persons = session_with(1)
    scheduling_group = session.groups.get()
    typo = people.person(given_name="Jānis", family_name="Bērzinš", birth_year=1990)
    swapped = people.person(given_name="Bērziņš", family_name="Jānis", birth_year=1970)
    phone = people.person(given_name="Cits", family_name="Vārds", phone="+371 26 111 222")
    people.person(given_name="Pilnīgi", family_name="Savādāks")
    scheduling.enrolment(scheduling_group, person=typo)
    walk_in = came(session, trainer, phone="26111222", birth_year=1990)
    found = [(one.person, one.same_phone, one.same_year) for one in proposals(walk_in)]
    assert found == [(typo, False, True), (swapped, False, False), (phone, True, None)]
    assert proposals(walk_in)[0].group == scheduling_group


def test_the_database_keeps_what_a_decided_walk_in_needs(trainer, manager):
    session, _blocks, _persons = session_with(1)
    walk_in = came(session, trainer, nonce="n")
    now = timezone.now()
    done = {"decided_by": manager, "decided_at": now, "decision_reason": "x"}
    for name, fields in {
        "matched_walk_in_names_a_person": {"state": "matched"} | done,
        "decided_walk_in_says_who_and_why": {"state": "dismissed"},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            WalkIn.objects.filter(pk=walk_in.pk).update(**fields)
    again = {"session": session, "recorded_by": trainer, "nonce": "n"}
    with pytest.raises(IntegrityError), transaction.atomic():
        WalkIn.objects.create(given_name="a", family_name="b", **again)


def test_a_trainer_writes_down_and_a_manager_decides(client, trainer, manager):
    session, blocks, _persons = session_with(1, trainer.person)
    path = f"/en/sessions/{session.pk}/walk-ins/"
    client.force_login(trainer)
    fields = {"given_name": "Jānis", "family_name": "Bērziņš", f"time-{blocks[0].pk}": "10.40"}
    for bad, field in [
        ({f"time-{blocks[0].pk}": "8:00"}, f"time-{blocks[0].pk}"),
        ({f"time-{blocks[0].pk}": ""}, f"there-{blocks[0].pk}"),
        ({"family_name": "a\x00"}, "family_name"),
        ({"phone": "1" * 31}, "phone"),
        ({"birth_year": "9" * 30}, "birth_year"),
    ]:
        page = client.post(path, fields | bad)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    page = client.post(path, fields, follow=True)
    assert said(page) == ["Written down: Jānis Bērziņš. A manager finds out who it is."]
    walk_in = WalkIn.objects.get()
    assert client.get(f"/en/walk-ins/{walk_in.pk}/").status_code == 404
    client.force_login(manager)
    assert "1 walk-in waits for a manager" in client.get("/en/sessions/").content.decode()
    known = people.person(given_name="Jānis", family_name="Bērziņš")
    page = client.get(f"/en/walk-ins/{walk_in.pk}/?q=Liepa")
    assert [one.person for one in page.context["proposals"]] == [known]
    match = {"do": "match", "reason": "Atpazinu"}
    for person in ("", "x", 10**30, 0):
        page = client.post(f"/en/walk-ins/{walk_in.pk}/", match | {"person": person})
        assert page.context["reason_form"].non_field_errors() == ["Choose a person."]
    page = client.post(f"/en/walk-ins/{walk_in.pk}/", match | {"person": known.pk}, follow=True)
    assert said(page) == ["The person is named, and the marks are in the session's ledger."]
    assert current(blocks[0], known) == [("late", 2)]
    page = client.post(f"/en/walk-ins/{walk_in.pk}/", match | {"person": known.pk})
    assert page.context["reason_form"].non_field_errors()[0].startswith("Somebody has decided")


def test_a_new_person_comes_from_the_form_and_a_dismissal_keeps_the_row(client, trainer, manager):
    session, blocks, _persons = session_with(1)
    client.force_login(manager)
    first, second = came(session, trainer), came(session, trainer)
    new = {"do": "new", "given_name": "Jānis", "family_name": "Bērziņš", "reason": "Jauns"}
    client.post(f"/en/walk-ins/{first.pk}/", new)
    assert current(blocks[0], Person.objects.get(given_name="Jānis")) == [("present", 4)]
    page = client.post(f"/en/walk-ins/{second.pk}/", new)
    assert page.context["person_form"].non_field_errors()[0].startswith("A person of this name")
    dismiss = {"do": "dismiss", "reason": "Tas pats cilvēks"}
    page = client.post(f"/en/walk-ins/{second.pk}/", dismiss, follow=True)
    assert said(page) == ["The walk-in earns nothing; the reason is kept."]
    decided = client.get("/en/walk-ins/?show=decided").context["page"].object_list
    assert list(decided) == [second, first]


def test_a_free_seat_is_offered_and_never_oversold(client, trainer, manager):
    session, _blocks, _persons = session_with(1)
    group = session.groups.get()
    client.force_login(manager)
    walk_in = came(session, trainer)
    person = people.person()
    actions.match_walk_in(walk_in=walk_in, person=person, reason="Tas", by=manager)
    path = f"/en/walk-ins/{walk_in.pk}/"
    enrol = {"do": "enrol", "group": group.pk}
    assert client.get(path).context["free_groups"] == []
    page = client.post(path, enrol, follow=True)
    assert said(page) == ["The group has no free seat any more. Nobody was enrolled."]
    group.seats = 2
    group.save()
    assert client.get(path).context["free_groups"] == [group]
    assert said(client.post(path, enrol, follow=True)) == [f"Enrolled in the group {group.name}."]
    assert Enrolment.objects.get(person=person).state == "confirmed"
    page = client.post(path, enrol, follow=True)
    assert said(page) == ["The group has no free seat any more. Nobody was enrolled."]
    assert group.enrolments.seated().count() == 2


def test_the_queue_takes_the_same_statements_however_long(as_manager, trainer):
    session, _blocks, _persons = session_with(1)
    counts, done = [], 0
    for wanted in (1, 3, 300):
        for _ in range(wanted - done):
            came(session, trainer)
        done = wanted
        as_manager.get("/en/walk-ins/")
        with CaptureQueriesContext(connection) as captured:
            assert as_manager.get("/en/walk-ins/").status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
