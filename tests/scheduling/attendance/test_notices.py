"""Saying in advance that one will not come: no mark, seen by the trainer, never too late."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.notices import (
    NoPlaceInSession,
    TooLateToAnnounce,
    announce_absence,
    take_back_absence,
)
from scheduling.models import AbsenceNotice, AttendanceMark, Session, SessionBlock
from tests.factories import people, scheduling
from tests.scheduling.answers import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def ahead(as_participant):
    client, person = as_participant
    group = scheduling.group()
    scheduling.enrolment(group, person=person)
    return client, person, scheduling.session(group, "K2", scheduling.SOON)


def path_of(session):
    return f"/en/my/sessions/{session.pk}/absence/"


def test_a_notice_is_kept_and_marks_nothing(ahead):
    client, person, session = ahead
    assert client.get(path_of(session)).status_code == 200
    answer = client.post(path_of(session), {"reason": "health"}, follow=True)
    assert said(answer) == ["The trainer will see that you are not coming."]
    notice = AbsenceNotice.objects.get()
    assert (notice.person, notice.session, notice.reason) == (person, session, "health")
    assert AttendanceMark.objects.count() == 0
    day = answer.context["current"].days[0]
    assert (day.notice, day.hours, day.may_announce) == (notice, 0, True)
    line = AuditEntry.objects.get(action="absence.announced")
    assert line.after == {"person": person.pk, "is_new": True}  # not the reason


def test_writing_again_changes_the_reason_and_twice_the_same_nothing(ahead):
    _client, person, session = ahead
    for reason in ("health", "work", "work"):
        announce_absence(session=session, reason=reason, by=person.account)
    assert AbsenceNotice.objects.get().reason == "work"
    assert AuditEntry.objects.filter(action="absence.announced").count() == 2


def test_a_notice_can_be_taken_back(ahead):
    client, person, session = ahead
    announce_absence(session=session, reason="work", by=person.account)
    answer = client.post(f"{path_of(session)}take-back/", follow=True)
    assert said(answer) == ["The notice is taken back. You are expected."]
    assert AbsenceNotice.objects.count() == 0
    assert take_back_absence(session=session, by=person.account) is False
    assert AuditEntry.objects.filter(action="absence.taken_back").count() == 1


def test_once_the_day_has_begun_it_is_too_late(ahead):
    client, person, session = ahead
    now = timezone.now()
    SessionBlock.objects.update(starts_at=now - dt.timedelta(minutes=1))
    with pytest.raises(TooLateToAnnounce):
        announce_absence(session=session, reason="work", by=person.account)
    with pytest.raises(TooLateToAnnounce):
        take_back_absence(session=session, by=person.account)
    late = "The day has begun or is closed, so it can no longer be said in advance."
    assert said(client.get(path_of(session), follow=True)) == [late]
    assert said(client.post(f"{path_of(session)}take-back/", follow=True)) == [late]
    SessionBlock.objects.update(starts_at=now + dt.timedelta(minutes=1))
    Session.objects.update(state="cancelled")
    with pytest.raises(TooLateToAnnounce):
        announce_absence(session=session, reason="work", by=person.account)


def test_only_who_has_a_place_can_say_so(ahead):
    client, _person, session = ahead
    for stranger in (people.user(person=people.person()), people.user("programme_manager")):
        with pytest.raises(NoPlaceInSession):
            announce_absence(session=session, reason="work", by=stranger)
        client.force_login(stranger)
        assert client.get(path_of(session)).status_code == 404
        assert client.post(f"{path_of(session)}take-back/").status_code == 404


@pytest.mark.parametrize("reason", ["", "flu", "x" * 5000, "wo\x00rk"])
def test_a_reason_is_one_of_the_categories(ahead, reason):
    client, person, session = ahead
    assert client.post(path_of(session), {"reason": reason}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        AbsenceNotice.objects.create(person=person, session=session, reason="flu")


def test_the_trainer_sees_it_beside_the_name_in_one_statement(ahead):
    client, person, session = ahead
    announce_absence(session=session, reason="work", by=person.account)
    client.force_login(people.user("programme_manager"))
    page = client.get(f"/en/sessions/{session.pk}/")
    assert page.content.decode().count("will not come (work duties)") == 1
    counts = []
    for more in (1, 30):
        for _ in range(more):
            late = scheduling.enrolment(session.groups.get()).person
            AbsenceNotice.objects.create(person=late, session=session, reason="travel")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/en/sessions/{session.pk}/")
        counts.append(len(captured))
    assert counts == [counts[0]] * 2
