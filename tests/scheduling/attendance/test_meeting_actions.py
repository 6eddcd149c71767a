"""Adding, deciding, recording and discarding meeting reports, on the real database."""

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import AuditEntry
from scheduling.actions.attendance import SessionCancelled, SessionClosed, save_marks
from scheduling.actions.meeting_marks import NothingToRecord, ReviewChanged, record_meeting
from scheduling.actions.meeting_names import (
    Choice,
    NameNotFound,
    NoteMissing,
    TooManyAtOneDevice,
    decide_names,
    forget_alias,
)
from scheduling.actions.meetings import (
    AlreadyAdded,
    NotOnline,
    ReportIsEvidence,
    discard_report,
    match_again,
)
from scheduling.models import (
    AttendanceMark,
    MeetingAlias,
    MeetingAttendee,
    MeetingMatch,
    MeetingReport,
)
from scheduling.queries.meetings.review import meeting_review
from tests.factories import people, scheduling
from tests.scheduling.attendance.exports import STAYS
from tests.scheduling.attendance.meeting_world import (
    export,
    online_session,
    person_named,
    reported,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return online_session()


@pytest.fixture
def by():
    return people.user("programme_manager")


def record(session, by, **more):
    return record_meeting(session=session, by=by, version=meeting_review(session).version, **more)


def marks_of(session):
    return {
        (mark.person.family_name, mark.block.block.part): (
            mark.status,
            mark.arrived_at and mark.arrived_at.isoformat("minutes"),
            mark.left_at and mark.left_at.isoformat("minutes"),
            mark.source,
        )
        for mark in AttendanceMark.objects.filter(session=session).current()
    }


FROM_REPORT = {
    ("Ābele", 1): ("present", None, None, "meeting"),
    ("Ābele", 2): ("present", None, None, "meeting"),
    ("Bērziņš", 1): ("late", "09:25", "11:30", "meeting"),
    ("Bērziņš", 2): ("left_early", None, "16:00", "meeting"),
}


def waiting_name(session):
    return MeetingAttendee.objects.get(report__session=session, name="iPad")


def test_a_report_is_kept_with_its_hash_and_the_certain_names_are_matched(session, by):
    report = reported(session, by)
    with report.stored.open("rb") as kept:
        assert kept.read() == export()
    assert report.sha256 == hashlib.sha256(export()).hexdigest()
    assert (report.product, report.state) == ("teams", "draft")
    found = [(m.attendee.name, m.person.family_name, m.how) for m in MeetingMatch.objects.all()]
    assert found == [("Izdomāta Ābele", "Ābele", "name"), ("Izdomāts Bērziņš", "Bērziņš", "name")]
    assert waiting_name(session).decision == "waiting"
    line = AuditEntry.objects.get(action="meeting_report.added")
    assert line.after == {
        "session": session.pk,
        "product": "teams",
        "sha256": report.sha256,
        "names": 3,
    }


def test_no_address_of_the_file_is_kept_in_the_rows(session, by):
    reported(session, by)
    for row in MeetingAttendee.objects.values():
        assert "example.lv" not in str(row)


def test_the_same_file_is_added_once_until_it_is_discarded(session, by):
    report = reported(session, by)
    with pytest.raises(AlreadyAdded):
        reported(session, by)
    assert MeetingReport.objects.count() == 1
    discard_report(report=report, by=by)
    assert reported(session, by).state == "draft"


def test_reports_belong_to_online_sessions_that_take_place(by):
    with pytest.raises(NotOnline):
        reported(online_session(code="K1"), by)
    session = online_session(code="T2")
    session.state = "cancelled"
    session.save()
    with pytest.raises(SessionCancelled):
        reported(session, by)
    assert MeetingReport.objects.count() == 0


def test_a_trainer_in_the_meeting_is_set_aside(by):
    session = online_session(people.person(given_name="Vadis", family_name="Vadītājs"))
    reported(session, by, [*STAYS, ("Vadītājs Vadis", "", "08:50:00", "16:30:00")])
    assert MeetingAttendee.objects.get(name="Vadītājs Vadis").decision == "aside"


def test_recording_marks_the_matched_and_nobody_else(session, by):
    report = reported(session, by)
    new = record(session, by)
    assert len(new) == 4
    assert marks_of(session) == FROM_REPORT
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("applied", by)
    line = AuditEntry.objects.get(action="meeting_reports.recorded")
    assert line.after == {
        "reports": [[report.pk, report.sha256]],
        "marks": [mark.pk for mark in new],
    }


def test_recording_twice_changes_nothing(session, by):
    reported(session, by)
    version = meeting_review(session).version
    record_meeting(session=session, by=by, version=version)
    lines = AuditEntry.objects.count()
    assert record_meeting(session=session, by=by, version=version) == []
    assert (AttendanceMark.objects.count(), AuditEntry.objects.count()) == (4, lines)


def test_whoever_was_not_seen_is_absent_only_if_the_reviewer_says_so(session, by):
    reported(session, by)
    missing = person_named("Ceriņa")
    record(session, by)
    assert ("Ceriņa", 1) not in marks_of(session)
    record(session, by, absent=[missing.pk])
    absent = ("absent", None, None, "meeting")
    assert marks_of(session) == FROM_REPORT | {("Ceriņa", 1): absent, ("Ceriņa", 2): absent}


def test_a_ticked_stranger_or_somebody_seen_is_not_made_absent(session, by):
    reported(session, by)
    record(session, by, absent=[person_named("Ābele").pk, people.person().pk, 10**12])
    assert marks_of(session) == FROM_REPORT


def test_a_mark_that_says_something_else_stays_unless_it_is_replaced(session, by):
    reported(session, by)
    block, person = session.blocks.first(), person_named("Ābele")
    (mark,) = save_marks(session=session, marks=[(block.pk, person.pk, "excused")], by=by)
    record(session, by)
    assert marks_of(session)["Ābele", 1] == ("excused", None, None, "trainer")
    record(session, by, replace={(block.pk, person.pk): mark.pk + 1})
    assert marks_of(session)["Ābele", 1] == ("excused", None, None, "trainer")
    record(session, by, replace={(block.pk, person.pk): mark.pk})
    assert marks_of(session) == FROM_REPORT


def test_nothing_is_recorded_if_the_reviewer_saw_something_else(session, by):
    reported(session, by)
    version = meeting_review(session).version
    choice = Choice(waiting_name(session).pk, person_named("Ceriņa").pk)
    decide_names(session=session, choices=[choice], by=by)
    with pytest.raises(ReviewChanged):
        record_meeting(session=session, by=by, version=version)
    assert AttendanceMark.objects.count() == 0


def test_a_closed_block_takes_nothing_and_a_closed_day_refuses(session, by):
    reported(session, by)
    morning = session.blocks.first()
    morning.closed_at, morning.closed_by = timezone.now(), by
    morning.save()
    record(session, by)
    assert {part for _name, part in marks_of(session)} == {2}
    session.state, session.closed_at = "closed", timezone.now()
    session.save()
    with pytest.raises(SessionClosed):
        record(session, by)


def test_without_a_report_there_is_nothing_to_record(session, by):
    with pytest.raises(NothingToRecord):
        record(session, by)
    discard_report(report=reported(session, by), by=by)
    with pytest.raises(NothingToRecord):
        record(session, by)


def test_a_report_of_the_morning_makes_nobody_absent_in_the_afternoon(session, by):
    morning = [stay for stay in STAYS if stay[2] < "12:30"]
    morning.append(("Izdomāta Ābele", "", "12:16:50", "13:05:00"))
    reported(session, by, morning)
    assert meeting_review(session).told == [True, False]
    record(session, by, absent=[person_named("Ceriņa").pk])
    assert {part for _name, part in marks_of(session)} == {1}
    reported(session, by, [stay for stay in STAYS if stay[2] > "12:30"])
    record(session, by)
    assert marks_of(session) == FROM_REPORT | {("Ceriņa", 1): ("absent", None, None, "meeting")}


def test_fewer_minutes_than_the_programme_asks_for_are_absence(session, by):
    reported(session, by)
    choice = Choice(waiting_name(session).pk, person_named("Ceriņa").pk)
    decide_names(session=session, choices=[choice], by=by)
    record(session, by)
    assert marks_of(session)["Ceriņa", 1] == ("absent", None, None, "meeting")
    programme = session.day.programme
    programme.online_min_minutes = 8
    programme.save()
    (row,) = (r for r in meeting_review(session).rows if r.person.family_name == "Ceriņa")
    assert [cell.verdict.status for cell in row.cells] == ["late", "absent"]
    assert row.cells[0].differs


def test_two_devices_of_one_person_count_as_one(session, by):
    stays = [
        ("Izdomāta Ceriņa", "", "09:00:00", "11:00:00"),
        ("Ceriņa telefons", "", "10:30:00", "12:15:00"),
    ]
    reported(session, by, stays)
    other = MeetingAttendee.objects.get(name="Ceriņa telefons")
    decide_names(session=session, choices=[Choice(other.pk, person_named("Ceriņa").pk)], by=by)
    (row,) = meeting_review(session).rows
    assert (row.cells[0].verdict.status, row.cells[0].verdict.minutes) == ("present", 195)


def test_one_device_may_be_several_people_with_a_note(session, by):
    reported(session, by)
    name, first, second = waiting_name(session), person_named("Ceriņa"), people.person()
    scheduling.enrolment(session.groups.get(), person=second)
    with pytest.raises(NoteMissing):
        decide_names(session=session, choices=[Choice(name.pk, first.pk, also=(second.pk,))], by=by)
    choice = Choice(name.pk, first.pk, also=(second.pk,), note="Abas redzētas ekrānā.")
    decide_names(session=session, choices=[choice], by=by)
    assert [(m.person, m.how, m.note) for m in name.matches.all()] == [
        (first, "reviewer", ""),
        (second, "shared", "Abas redzētas ekrānā."),
    ]
    assert {row.person for row in meeting_review(session).rows} >= {first, second}
    assert MeetingAlias.objects.count() == 0
    assert decide_names(session=session, choices=[choice], by=by) == []


def test_choices_of_strangers_or_too_many_people_are_refused(session, by):
    reported(session, by)
    name, own = waiting_name(session), person_named("Ceriņa")
    other = online_session(code="T2")
    reported(other, by)
    foreign = waiting_name(other)
    for choice in (Choice(name.pk, people.person().pk), Choice(foreign.pk, own.pk)):
        with pytest.raises(NameNotFound):
            decide_names(session=session, choices=[choice], by=by)
    crowd = [people.person() for _ in range(4)]
    for person in crowd:
        scheduling.enrolment(session.groups.get(), person=person)
    also = tuple(person.pk for person in crowd)
    with pytest.raises(TooManyAtOneDevice):
        decide_names(session=session, choices=[Choice(name.pk, own.pk, also=also, note="x")], by=by)
    assert waiting_name(session).decision == "waiting"


def test_a_chosen_name_is_remembered_and_can_be_forgotten(session, by):
    stays = [("Mazā lapsa", "", "09:00:00", "12:15:00"), *STAYS]
    reported(session, by, stays)
    fox, own = MeetingAttendee.objects.get(name="Mazā lapsa"), person_named("Ceriņa")
    decide_names(session=session, choices=[Choice(fox.pk, own.pk)], by=by)
    alias = MeetingAlias.objects.get()
    assert (alias.key, alias.person, alias.learned_by) == ("maza lapsa", own, by)
    group = session.groups.get()
    following = scheduling.session(group, "T2", session.date)
    reported(following, by, stays)
    match = MeetingMatch.objects.get(attendee__report__session=following, person=own)
    assert match.how == "alias"
    forget_alias(alias=alias, by=by)
    assert MeetingAlias.objects.count() == 0
    assert MeetingMatch.objects.filter(pk=match.pk).exists()


def test_a_device_or_the_persons_own_name_is_not_remembered(session, by):
    stays = [*STAYS, ("Ceriņa, Izdomāta", "", "09:00:00", "10:00:00")]
    reported(session, by, stays)
    own = person_named("Ceriņa")
    chosen = MeetingAttendee.objects.filter(name__in=["iPad", "Ceriņa, Izdomāta"])
    decide_names(session=session, choices=[Choice(one.pk, own.pk) for one in chosen], by=by)
    assert MeetingAlias.objects.count() == 0


def test_setting_aside_and_waiting_again_take_the_match_away(session, by):
    reported(session, by)
    name, own = waiting_name(session), person_named("Ceriņa")
    for choice, decision, matches in (
        (Choice(name.pk, own.pk), "matched", 1),
        (Choice(name.pk, is_aside=True), "aside", 0),
        (Choice(name.pk), "waiting", 0),
    ):
        decide_names(session=session, choices=[choice], by=by)
        assert waiting_name(session).decision == decision
        assert name.matches.count() == matches


def test_names_are_asked_again_when_somebody_got_a_place(session, by):
    late = people.person(given_name="Izdomāta", family_name="Dālija")
    reported(session, by, [*STAYS, ("Izdomāta Dālija", "", "09:00:00", "10:00:00")])
    assert match_again(session=session, by=by) == 0
    scheduling.enrolment(session.groups.get(), person=late)
    assert match_again(session=session, by=by) == 1
    assert MeetingMatch.objects.get(person=late).how == "name"


def test_discarding_deletes_names_and_bytes_and_keeps_the_row(
    session, by, django_capture_on_commit_callbacks
):
    report = reported(session, by)
    storage, name = report.stored.storage, report.stored.name
    with django_capture_on_commit_callbacks(execute=True):
        discard_report(report=report, by=by)
    report.refresh_from_db()
    assert (report.state, report.stored.name, report.attendees.count()) == ("discarded", "", 0)
    assert not storage.exists(name)
    with pytest.raises(ReportIsEvidence):
        discard_report(report=report, by=by)


def test_a_recorded_report_is_evidence(session, by):
    report = reported(session, by)
    record(session, by)
    with pytest.raises(ReportIsEvidence):
        discard_report(report=report, by=by)


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ({"state": "applied"}, "meeting_report_beyond_draft_says_who_and_when"),
        ({"stored": ""}, "meeting_report_keeps_its_file_unless_discarded"),
        ({"product": "skype"}, "meeting_product_is_known"),
    ],
)
def test_the_laws_of_reports_stand_in_the_database(session, by, change, law):
    report = reported(session, by)
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        MeetingReport.objects.filter(pk=report.pk).update(**change)


def test_the_laws_of_matches_stand_in_the_database(session, by):
    reported(session, by)
    name, person = waiting_name(session), person_named("Ceriņa")
    for how, note in (("shared", ""), ("guess", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingMatch.objects.create(attendee=name, person=person, how=how, note=note)
    MeetingMatch.objects.create(attendee=name, person=person, how="reviewer")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingMatch.objects.create(attendee=name, person=people.person(), how="name")
