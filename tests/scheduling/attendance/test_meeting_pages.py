"""Meeting reports through the browser's eyes: adding, reviewing, recording, names."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.models import AttendanceMark, MeetingAlias, MeetingAttendee, MeetingReport
from tests.factories import people
from tests.factories.answers import crowd
from tests.factories.scheduling import seats
from tests.scheduling.answers import said
from tests.scheduling.attendance.exports import STAYS
from tests.scheduling.attendance.meeting_world import (
    export,
    online_session,
    person_named,
    reported,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def trained(as_trainer):
    client, trainer = as_trainer
    session = online_session(trainer)
    return client, session, f"/en/sessions/{session.pk}/meeting/"


def test_a_trainer_adds_a_report_sees_it_and_records_it(trained):
    client, _session, url = trained
    assert b"download the attendance report" in client.get(url).content
    page = client.post(url, {"do": "add", "zone": "", "file": upload()}, follow=True)
    assert said(page) == ["Microsoft Teams: 3 names were read."]
    assert b"1 name waits" in page.content
    assert AttendanceMark.objects.count() == 0
    recording = {"do": "record", "version": page.context["review"].version}
    page = client.post(url, recording, follow=True)
    assert said(page) == ["4 marks saved."]
    assert set(AttendanceMark.objects.values_list("source", flat=True)) == {"meeting"}
    page = client.post(url, recording, follow=True)
    assert said(page) == ["Nothing has changed since the last saving."]
    assert AttendanceMark.objects.count() == 4


def test_a_refused_file_leaves_its_sentence_on_the_page(trained):
    client, _session, url = trained
    file = SimpleUploadedFile("a.csv", b"a,b\n1,2\n")
    page = client.post(url, {"do": "add", "zone": "", "file": file})
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == [
        (
            "This is not an attendance report of Teams, Zoom, Google Meet or Webex. Export it from the"
            " meeting again and choose the file as it is."
        )
    ]
    assert client.post(url, {"do": "add", "zone": "mars"}).status_code == 422
    assert MeetingReport.objects.count() == 0


def test_the_same_file_twice_gets_a_sentence(trained):
    client, _session, url = trained
    client.post(url, {"do": "add", "zone": "", "file": upload()})
    page = client.post(url, {"do": "add", "zone": "", "file": upload(name="cits.csv")})
    assert page.context["form"].errors["file"] == ["This file is already here. Choose another one."]
    assert MeetingReport.objects.count() == 1


def test_names_are_decided_by_proposal_by_typing_or_set_aside(trained):
    client, _session, url = trained
    stays = [
        ("Izdomata Cerin", "", "09:00:00", "12:15:00"),
        ("Lapsiņa", "", "09:00:00", "10:00:00"),
        ("Svešais", "", "09:00:00", "10:00:00"),
    ]
    client.post(url, {"do": "add", "zone": "", "file": upload(stays)})
    page = client.get(url)
    proposals = {
        line.row.attendee.name: [p.family_name for p in line.row.proposals]
        for line in page.context["lines"]
    }
    assert proposals == {"Izdomata Cerin": ["Ceriņa", "Bērziņš"], "Lapsiņa": [], "Svešais": []}
    pk = dict(MeetingAttendee.objects.values_list("name", "pk"))
    data = {
        "do": "match",
        f"is-{pk['Izdomata Cerin']}": person_named("Ceriņa").pk,
        f"is-{pk['Lapsiņa']}": "",
        f"who-{pk['Lapsiņa']}": "  izdomata abele ",
        f"is-{pk['Svešais']}": "aside",
    }
    page = client.post(url, data, follow=True)
    assert said(page) == ["3 names are decided."]
    decided = dict(MeetingAttendee.objects.values_list("name", "decision"))
    assert decided == {"Izdomata Cerin": "matched", "Lapsiņa": "matched", "Svešais": "aside"}
    assert set(MeetingAlias.objects.values_list("key", "person__family_name")) == {
        ("izdomata cerin", "Ceriņa"),
        ("lapsina", "Ābele"),
    }


@pytest.mark.parametrize(
    ("chosen", "typed", "error"),
    [
        ("", "Nav Tāda", "Nobody of this session has this name. Choose one from the list."),
        ("aside", "Izdomāta Ābele", "Choose one: a proposal, or the name that you typed."),
        ("other", " ", "Type whose name it is."),
        (
            "",
            "a\x00b" + "x" * 900,
            "Nobody of this session has this name. Choose one from the list.",
        ),
    ],
)
def test_a_fault_in_one_name_keeps_what_was_typed(trained, chosen, typed, error):
    client, _session, url = trained
    client.post(url, {"do": "add", "zone": "", "file": upload()})
    pk = MeetingAttendee.objects.get(name="iPad").pk
    page = client.post(url, {"do": "match", f"is-{pk}": chosen, f"who-{pk}": typed})
    assert page.status_code == 422
    (line,) = page.context["lines"]
    assert line.error == error
    assert MeetingAttendee.objects.get(pk=pk).decision == "waiting"


def test_forged_numbers_are_not_believed(trained):
    client, _session, url = trained
    client.post(url, {"do": "add", "zone": "", "file": upload()})
    pk = MeetingAttendee.objects.get(name="iPad").pk
    for chosen in (people.person().pk, 10**17, "9" * 40, "-1", "x"):
        assert client.post(url, {"do": "match", f"is-{pk}": chosen}).status_code == 302
    assert MeetingAttendee.objects.get(pk=pk).decision == "waiting"
    huge = {"do": "record", "version": "\x00" * 900, "absent": ["9" * 40, "x", "\x00"]}
    huge |= {"replace-1-1": "x", f"replace-{10**17}-1": "9" * 30, "replace-x-1": "1"}
    assert client.post(url, huge).status_code == 302
    assert client.post(url, {"do": "dance"}).status_code == 302
    assert AttendanceMark.objects.count() == 0


def test_a_changed_review_is_not_recorded(trained):
    client, _session, url = trained
    client.post(url, {"do": "add", "zone": "", "file": upload()})
    page = client.post(url, {"do": "record", "version": "0" * 32}, follow=True)
    assert said(page)[-1] == (
        "The review has changed meanwhile. Nothing is recorded; look through it once more."
    )
    assert AttendanceMark.objects.count() == 0


def test_two_people_at_one_device_are_decided_on_the_names_own_page(trained):
    client, _session, url = trained
    client.post(url, {"do": "add", "zone": "", "file": upload()})
    pk = MeetingAttendee.objects.get(name="iPad").pk
    own = f"/en/meeting-names/{pk}/"
    assert client.get(own).status_code == 200
    first, second = person_named("Ceriņa").pk, person_named("Ābele").pk
    for data, field in (
        ({"person": first, "second": second}, "note"),
        ({"person": "", "third": second, "note": "x"}, "person"),
        ({"person": "x\x00"}, "person"),
        ({"person": first, "second": second, "note": "x\x00"}, "note"),
        ({"person": first, "second": second, "note": "x" * 301}, "note"),
    ):
        page = client.post(own, data)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    data = {"person": first, "second": first, "fourth": second, "note": "Abas redzētas."}
    assert client.post(own, data)["Location"] == url
    (row,) = (r for r in client.get(url).context["review"].matched if r.attendee.pk == pk)
    assert [(m.person_id, m.note) for m in row.matches] == [(first, ""), (second, "Abas redzētas.")]
    assert row.is_shared


def test_the_file_comes_back_as_it_was_and_only_to_be_saved(trained):
    client, session, _url = trained
    report = reported(session, people.user())
    answer = client.get(f"/lv/meeting-reports/{report.pk}/file/")
    assert b"".join(answer.streaming_content) == export()
    assert answer["Content-Disposition"] == 'attachment; filename="apmeklejums.csv"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "nosniff",
        "private, no-store",
    )


def test_a_discarded_report_is_gone_and_a_recorded_one_stays(trained):
    client, session, url = trained
    report = reported(session, people.user())
    discard = f"/en/meeting-reports/{report.pk}/discard/"
    assert said(client.post(discard, follow=True)) == ["The report and its names are removed."]
    assert client.get(f"/en/meeting-reports/{report.pk}/file/").status_code == 404
    assert client.post(discard).status_code == 404
    client.post(url, {"do": "add", "zone": "", "file": upload()})
    version = client.get(url).context["review"].version
    client.post(url, {"do": "record", "version": version})
    kept = MeetingReport.objects.live().get()
    page = client.post(f"/en/meeting-reports/{kept.pk}/discard/", follow=True)
    assert said(page)[-1] == "Marks rest on this report: it stays."


def test_an_auditor_reads_and_changes_nothing(client):
    session = online_session()
    report = reported(session, people.user())
    client.force_login(people.user("auditor"))
    url = f"/en/sessions/{session.pk}/meeting/"
    page = client.get(url)
    assert (
        page.status_code,
        b"<button" in page.content.split(b"<main")[1].split(b"</main")[0],
    ) == (
        200,
        False,
    )
    assert client.get(f"/en/meeting-reports/{report.pk}/file/").status_code == 200
    assert client.post(url, {"do": "record"}).status_code == 404
    assert client.get("/en/meeting-names/").status_code == 403


def test_a_session_in_person_and_a_foreign_one_have_no_such_page(as_trainer):
    client, trainer = as_trainer
    in_person = online_session(trainer, code="K1")
    foreign = online_session(code="T2")
    report = reported(foreign, people.user())
    name = MeetingAttendee.objects.filter(report=report).first()
    for url in (
        f"/en/sessions/{in_person.pk}/meeting/",
        f"/en/sessions/{foreign.pk}/meeting/",
        f"/en/meeting-reports/{report.pk}/file/",
        f"/en/meeting-names/{name.pk}/",
    ):
        assert client.get(url).status_code == 404


def test_the_queue_holds_what_waits_in_own_sessions_and_can_forget(as_trainer):
    client, trainer = as_trainer
    by = people.user()
    mine, foreign = online_session(trainer), online_session(code="T2")
    reported(mine, by)
    reported(foreign, by)
    page = client.get("/en/meeting-names/")
    assert [(r.attendee.name, r.session, r.minutes) for r in page.context["rows"]] == [
        ("iPad", mine, 8)
    ]
    assert b"1 name waits" in client.get("/en/sessions/").content
    own = mine.groups.get().enrolments.first().person
    alias = MeetingAlias.objects.create(person=own, name="Lapsa", key="lapsa", learned_by=by)
    other = MeetingAlias.objects.create(
        person=people.person(), name="Vilks", key="vilks", learned_by=by
    )
    page = client.get("/en/meeting-names/?show=learned")
    assert list(page.context["rows"]) == [alias]
    assert client.post(f"/en/meeting-names/remembered/{other.pk}/forget/").status_code == 404
    page = client.post(f"/en/meeting-names/remembered/{alias.pk}/forget/", follow=True)
    assert said(page) == ["The name is forgotten."]
    assert page.redirect_chain == [("/en/meeting-names/?show=learned", 302)]
    assert list(MeetingAlias.objects.all()) == [other]


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def crowded(count):
    session = online_session(code="T1")
    group = session.groups.get()
    seats(group, crowd(count))
    stays = [(f"Anna Liepa {n}", "", "09:00:00", "16:15:00") for n in range(0, count, 2)]
    stays += [(f"Ana Lepa {n}", "", "09:00:00", "16:15:00") for n in range(1, count, 2)]
    reported(session, people.user(), [*STAYS, *stays])
    return session


def test_pages_take_the_same_number_of_statements_however_many_names(as_manager):
    counts = {"review": [], "queue": [], "learned": []}
    for n in (3, 30, 300):
        session = crowded(n)
        urls = {
            "review": f"/lv/sessions/{session.pk}/meeting/",
            "queue": "/lv/meeting-names/",
            "learned": "/lv/meeting-names/?show=learned",
        }
        for page, url in urls.items():
            counts[page].append(statements(as_manager, url))
    assert counts == {page: [found[0]] * 3 for page, found in counts.items()}


def test_recording_three_hundred_takes_as_many_statements_as_three(as_manager):
    counts = []
    for n in (3, 300):
        session = crowded(n)
        url = f"/en/sessions/{session.pk}/meeting/"
        version = as_manager.get(url).context["review"].version
        with CaptureQueriesContext(connection) as captured:
            as_manager.post(url, {"do": "record", "version": version})
        counts.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
    assert AttendanceMark.objects.filter(session=session).count() >= 300
    assert counts[1] <= counts[0] + 4, counts
