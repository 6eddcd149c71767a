"""The matrix, what is overdue, the share present, and the record as a file."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from cms.exports.pdf import press
from cms.exports.press import CannotPrint
from people.models import AuditEntry
from scheduling.models import AttendanceMark, Session
from scheduling.queries.record import attendance_record
from scheduling.queries.trends import presence_trends
from tests.factories import people, scheduling
from tests.factories.scheduling import filled_group

pytestmark = pytest.mark.django_db


def statements(client, method, path, data=None):
    getattr(client, method)(path, data or {})
    with CaptureQueriesContext(connection) as captured:
        assert getattr(client, method)(path, data or {}).status_code == 200
    return len(captured)


def cells_of(page):
    (row,) = page.context["matrix"].rows
    return row, [
        (cell.code, [(b.state, b.hours, b.waits) for b in cell.blocks]) for cell in row.cells
    ]


def test_the_matrix_says_each_block_its_hours_and_what_waits(as_manager):
    group, sessions = filled_group(1)
    person, by = group.enrolments.seated().get().person, people.user()
    first, second = sessions[1].blocks.all()
    scheduling.mark(first, person, by, status="excused")
    third, fourth = sessions[2].blocks.all()
    for block, standing, why in ((third, "contested", ""), (fourth, "held", "clock")):
        AttendanceMark.objects.create(
            block=block,
            person=person,
            status="absent",
            credited_hours=0,
            recorded_by=by,
            standing=standing,
            why_held=why,
        )
    AttendanceMark.objects.create(
        block=second,
        person=person,
        status="late",
        arrived_at=dt.time(14, 40),
        credited_hours=2,
        recorded_by=by,
    )
    Session.objects.filter(pk=sessions[4].pk).update(date=scheduling.SOON)
    soon = timezone.now() + dt.timedelta(days=30)
    sessions[4].blocks.update(starts_at=soon, ends_at=soon + dt.timedelta(hours=3))
    page = as_manager.get(f"/en/groups/{group.pk}/")
    row, cells = cells_of(page)
    assert cells == [
        ("K1", [("present", 4, False)] * 2),
        ("K2", [("excused", 0, False), ("late", 2, False)]),
        ("K3", [("contested", 0, True), ("unmarked", 0, True)]),
        ("T1", [("unmarked", 0, False)] * 2),
        ("T2", [("planned", 0, False)] * 2),
    ]
    assert (row.total, row.needed, row.missing) == (10, 32, 22)
    assert page.content.decode().count('<span class="blk">') == 10
    assert page.content.decode().count("missing 22") == 1


def test_overdue_days_are_listed_with_how_long(as_trainer):
    client, trainer = as_trainer
    group = scheduling.group()
    group.trainers.add(trainer)
    scheduling.enrolment(group)
    today = timezone.localdate()
    late = scheduling.session(group, "K1", today - dt.timedelta(days=3))
    scheduling.session(group, "K2", today)
    scheduling.session(group, "K3", today + dt.timedelta(days=3))
    other = scheduling.group()
    scheduling.enrolment(other)
    scheduling.session(other, "K1", today - dt.timedelta(days=9))
    page = client.get("/en/sessions/?show=overdue")
    found = [(row.session, row.overdue_days) for row in page.context["overdue"]]
    assert (found, page.context["overdue_count"]) == ([(late, 3)], 1)
    assert page.content.decode().count("3 days overdue") == 1
    client.force_login(people.user("programme_manager"))
    page = client.get("/en/sessions/?show=overdue")
    assert [row.overdue_days for row in page.context["overdue"]] == [9, 3]


def test_the_share_present_tells_groups_of_one_online_day_apart(as_manager):
    one, two = scheduling.group(), scheduling.group()
    session = scheduling.session(one, "T1")
    session.groups.add(two)
    block, by = session.blocks.first(), people.user()
    for group, statuses in ((one, ["present", "present", "absent"]), (two, ["absent"])):
        for status in statuses:
            scheduling.mark(block, scheduling.enrolment(group).person, by, status=status)
    scheduling.enrolment(one)  # unmarked: neither present nor absent
    gone = scheduling.enrolment(two, state="withdrawn").person
    scheduling.mark(block, gone, by, status="present")
    trends = presence_trends([one.pk, two.pk])
    assert {
        group: [(point.present, point.marked, point.percent) for point in points]
        for group, points in trends.items()
    } == {one.pk: [(2, 3, 67)], two.pk: [(0, 1, 0)]}
    text = as_manager.get(f"/en/groups/?cohort={one.cohort.code}").content.decode()
    sentence = 'aria-label="Share present of those marked: T1 morning block {} %"'
    assert [text.count(sentence.format(percent)) for percent in (67, 0)] == [1, 1]


def exported(client, group, form):
    path = f"/en/groups/{group.pk}/attendance/export/"
    return client.post(path, {"form": form})


@pytest.fixture
def recorded(as_manager):
    """A group of one whose name a spreadsheet would compute, with a corrected mark."""
    group = scheduling.group(code="LAT-9", name="Latgale I")
    person = people.person(given_name="=1+1", family_name="Liepa")
    scheduling.enrolment(group, person=person)
    session = scheduling.session(group, "K1")
    first, second = session.blocks.all()
    by = people.user("trainer", person=people.person(given_name="Ilze", family_name="Egle"))
    scheduling.mark(first, person, by, status="absent")
    AttendanceMark.objects.create(
        block=first,
        person=person,
        status="late",
        arrived_at=dt.time(10, 40),
        credited_hours=2,
        recorded_by=by,
        source="correction",
        reason="=Kļūda",
    )
    AttendanceMark.objects.create(
        block=second,
        person=person,
        status="present",
        credited_hours=0,
        recorded_by=by,
        standing="held",
        why_held="clock",
    )
    return as_manager, group


def test_csv_has_a_row_for_each_person_and_block_with_its_history(recorded):
    client, group = recorded
    answer = exported(client, group, "csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"apmeklejums-lat-9-{timezone.localdate():%Y-%m-%d}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    morning, afternoon = rows[1:]
    recorded_at = morning[10]
    assert morning == [
        *("'=1+1 Liepa", "K1", "2024-05-08", "morning block", "Late", "10:40", "", "2"),
        *("Ilze Egle", "correction", recorded_at),
        f"{recorded_at} absent (replaced; trainer, Ilze Egle)",
    ]
    assert afternoon == [
        *("'=1+1 Liepa", "K1", "2024-05-08", "afternoon block", "Unmarked"),
        *("", "", "", "", "", ""),
        f"{recorded_at} present (waits for a decision; trainer, Ilze Egle)",
    ]
    line = AuditEntry.objects.get(action="attendance.exported")
    assert (line.object_id, line.after) == (str(group.pk), {"form": "csv", "rows": 2})


def test_every_cell_of_the_workbook_is_text(recorded):
    client, group = recorded
    book = load_workbook(io.BytesIO(exported(client, group, "xlsx").content))
    rows = list(book.active.iter_rows())
    assert len(rows) == 3
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert rows[1][0].value == "'=1+1 Liepa"


def test_control_characters_do_not_break_the_workbook(recorded):
    client, group = recorded
    person = group.enrolments.get().person
    type(person).objects.filter(pk=person.pk).update(family_name="Lie\x07pa")
    book = load_workbook(io.BytesIO(exported(client, group, "xlsx").content))
    assert book.active["A2"].value == "'=1+1 Liepa"


def test_the_pdf_says_who_pays_and_what_was_marked(recorded):
    client, group = recorded
    pages = PdfReader(io.BytesIO(exported(client, group, "pdf").content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) == 1
    assert text.count("NextGenerationEU") == 1
    assert text.count("=1+1 Liepa") == 1  # the heading of the person's table
    assert text.count("10:40") == 1


def test_who_left_stays_in_the_record_with_what_was_marked(recorded):
    _client, group = recorded
    enrolment = group.enrolments.get()
    enrolment.state = "withdrawn"
    enrolment.save()
    stranger = scheduling.enrolment(group, state="waiting").person
    assert {row.person for row in attendance_record(group)} == {enrolment.person}
    assert stranger not in {row.person for row in attendance_record(group)}


@pytest.mark.parametrize("form", ["", "doc", "csv\x00", "x" * 5000])
def test_an_unknown_kind_of_file_gets_a_sentence(recorded, form):
    client, group = recorded
    path = f"/en/groups/{group.pk}/attendance/export/"
    page = client.post(path, {"form": form}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Choose one of the offered kinds of file."
    ]
    assert AuditEntry.objects.filter(action="attendance.exported").count() == 0


def test_a_record_that_cannot_be_printed_is_said_in_the_readers_language(recorded, monkeypatch):
    client, group = recorded
    sentences = {"lv": "Nekas nav mainīts.", "en": "Nothing was changed."}

    def refuse(*_args):
        raise CannotPrint

    monkeypatch.setattr(press, "print", refuse)
    for language, sentence in sentences.items():
        path = f"/{language}/groups/{group.pk}/attendance/export/"
        page = client.post(path, {"form": "pdf"})
        assert page.status_code == 503
        assert sentence in page.content.decode()
    assert AuditEntry.objects.filter(action="attendance.exported").count() == 0


def test_only_managers_auditors_and_own_trainers_take_the_record(client):
    group = filled_group(1)[0]
    trainer = people.user("trainer", person=people.person())
    participant = people.user(person=group.enrolments.seated().get().person)
    answers = []
    for user in (people.user("programme_manager"), people.user("auditor"), trainer, participant):
        client.force_login(user)
        answers.append(exported(client, group, "csv").status_code)
    assert answers == [200, 200, 404, 404]
    group.trainers.add(trainer.person)
    client.force_login(trainer)
    assert exported(client, group, "csv").status_code == 200


def test_record_and_lists_take_as_many_statements_however_many_people(as_manager):
    counts = []
    for size in (3, 30, 300):
        group, _sessions = filled_group(size)
        path = f"/en/groups/{group.pk}/attendance/export/"
        counts.append(
            (
                statements(as_manager, "get", f"/en/groups/{group.pk}/"),
                statements(as_manager, "post", path, {"form": "csv"}),
                statements(as_manager, "get", "/en/sessions/?show=overdue"),
                statements(as_manager, "get", f"/en/groups/?cohort={group.cohort.code}"),
            )
        )
    assert counts == [counts[0]] * 3
