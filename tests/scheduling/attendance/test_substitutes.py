"""A substitute teaches one day: rights for that day only, and only until it is locked."""

import datetime as dt

import pytest
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.closing import SessionLocked
from scheduling.actions.substitutes import NotATrainer, SessionCancelled, name_substitutes
from scheduling.models import AttendanceMark, Session
from scheduling.queries import sessions_of
from tests.factories import people, scheduling
from tests.factories.scheduling import fields_for, session_with
from tests.scheduling.attendance.phoning import Day, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def substitute():
    return people.user("trainer", person=people.person())


def closed(session, **ago):
    session.state, session.closed_at = "closed", timezone.now() - dt.timedelta(**ago)
    session.save()


def test_a_substitute_marks_that_day_and_no_other(client, substitute):
    session, blocks, persons = session_with(1)
    other = scheduling.session(session.groups.get(), "K2")
    manager = people.user("programme_manager")
    name_substitutes(session=session, trainers=[substitute.person], by=manager)
    entry = AuditEntry.objects.get(action="session.substitutes_named")
    assert (entry.before, entry.after) == (
        {"trainers": []},
        {"trainers": [substitute.person_id]},
    )
    client.force_login(substitute)
    client.post(f"/en/sessions/{session.pk}/", fields_for(blocks, persons))
    assert AttendanceMark.objects.filter(recorded_by=substitute).count() == 2
    assert client.get(f"/en/sessions/{other.pk}/").status_code == 404
    assert client.get(f"/en/groups/{session.groups.get().pk}/").status_code == 404
    assert client.get(f"/en/sessions/{session.pk}/trainers/").context["may_name"] is False
    assert client.post(f"/en/sessions/{session.pk}/trainers/", {}).status_code == 404


@pytest.mark.parametrize(
    ("hours", "countersigned", "answer"), [(23, False, 200), (25, False, 404), (1, True, 404)]
)
def test_the_rights_end_when_the_sheet_is_locked(client, substitute, hours, countersigned, answer):
    session, blocks, persons = session_with(1)
    session.trainers.add(substitute.person)
    if countersigned:
        session.countersigned_at = timezone.now()
    closed(session, hours=hours)
    assert session.is_locked == (answer == 404)
    client.force_login(substitute)
    case = f"/en/sessions/{session.pk}/blocks/{blocks[0].pk}/people/{persons[0].pk}/"
    paths = [f"/en/sessions/{session.pk}/", case, f"/en/sessions/{session.pk}/decisions/"]
    assert [client.get(path).status_code for path in paths] == [answer] * 3
    assert sessions_of(substitute.person).count() == (answer == 200)
    session.groups.get().trainers.add(substitute.person)
    assert client.get(paths[0]).status_code == 200


def test_managers_and_the_groups_trainers_name_substitutes(client, substitute):
    own = people.user("trainer", person=people.person())
    session, _blocks, _persons = session_with(1, own.person)
    path = f"/en/sessions/{session.pk}/trainers/"
    for user, chosen in (
        (own, [substitute.person]),
        (people.user("programme_manager"), []),
    ):
        client.force_login(user)
        page = client.post(path, {"trainers": [person.pk for person in chosen]}, follow=True)
        assert [str(m) for m in page.context["messages"]] == ["The trainers of this day are saved."]
        assert list(session.trainers.all()) == chosen
    assert client.post(path, {"trainers": [people.person().pk]}).status_code == 422
    assert client.post(path, {"trainers": ["x", 10**30]}).status_code == 422


def test_the_sheet_says_who_taught(client, substitute):
    own = people.user("trainer", person=people.person())
    session, _blocks, _persons = session_with(1, own.person)
    session.trainers.add(substitute.person)
    client.force_login(own)
    page = client.get(f"/en/sessions/{session.pk}/").content.decode()
    assert f"Trainers of this day only: <strong>{substitute.person.full_name}</strong>" in page
    assert f"Trainers of the group: {own.person.full_name}" in page


def test_who_taught_a_locked_or_cancelled_day_is_settled(substitute):
    manager = people.user("programme_manager")
    session, _blocks, persons = session_with(1)
    with pytest.raises(NotATrainer):
        name_substitutes(session=session, trainers=persons, by=manager)
    closed(session, hours=25)
    with pytest.raises(SessionLocked):
        name_substitutes(session=session, trainers=[substitute.person], by=manager)
    Session.objects.update(state="cancelled")
    with pytest.raises(SessionCancelled):
        name_substitutes(session=session, trainers=[substitute.person], by=manager)
    assert AuditEntry.objects.filter(action="session.substitutes_named").count() == 0


def test_what_a_substitutes_phone_still_holds_after_the_lock_is_kept(client, substitute):
    day = Day(client, substitute.person, 1)
    day.group.trainers.clear()
    day.session.trainers.add(substitute.person)
    client.force_login(substitute)
    closed(day.session, hours=25)
    assert client.get(f"{day.base}roster.json").status_code == 404
    assert outcomes(day.send(day.mark())) == ["held"]
    assert AttendanceMark.objects.awaiting_decision().get().why_held == "closed"
    client.force_login(people.user("trainer", person=people.person()))
    assert day.post(day.sent(day.mark())).status_code == 404
