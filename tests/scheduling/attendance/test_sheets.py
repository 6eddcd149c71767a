"""Printing sheets: what is frozen, what is the same sheet, who finds it."""

import hashlib
import re

import pytest
from django.urls import reverse

from people.models import AuditEntry
from scheduling.actions import sheets
from scheduling.models import AttendanceSheet, ScanFile, Session, SheetScan
from scheduling.models.paper.kept import EvidenceIsKeptError
from tests.factories import paper, people, scheduling

pytestmark = pytest.mark.django_db
SCANS = "/lv/scans/"


@pytest.fixture
def day(as_trainer):
    """The trainer at the browser, their session with two people, and its blocks."""
    client, trainer = as_trainer
    session, blocks, persons = scheduling.session_with(2, trainer=trainer)
    return client, session, blocks, persons


def page_of(session):
    return reverse("scheduling:paper", args=[session.pk])


def test_a_sheet_is_printed_for_each_block_and_frozen(day):
    client, session, blocks, persons = day
    scheduling.mark(blocks[0], persons[0], people.user())

    client.post(reverse("scheduling:print_sheets", args=[session.pk]))

    printed = list(AttendanceSheet.objects.all())
    assert [sheet.block for sheet in printed] == blocks
    assert [sheet.person_ids for sheet in printed] == [[p.pk for p in persons]] * 2
    assert [sheet.ledger_position for sheet in printed] == [1, 1]
    for sheet in printed:
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", sheet.code)
        assert sheet.sha256 == hashlib.sha256(sheet.pdf.read()).hexdigest()
    assert AuditEntry.objects.filter(action="sheet.printed").count() == 2


def test_the_same_list_is_the_same_sheet_and_a_changed_one_a_new_sheet(day):
    client, session, _blocks, _persons = day
    address = reverse("scheduling:print_sheets", args=[session.pk])

    for _n in range(2):
        client.post(address, {"part": "1"})
    assert AttendanceSheet.objects.count() == 1
    scheduling.enrolment(session.groups.get())
    client.post(address, {"part": "1"})

    assert [len(sheet.rows) for sheet in AttendanceSheet.objects.all()] == [2, 3]


def test_the_qr_leads_to_the_place_of_the_sheet(day):
    client, session, blocks, _persons = day
    sheet = paper.sheet(blocks[0])

    response = client.get(reverse("scheduling:sheet", args=[sheet.code, 1]))

    assert response["Location"] == f"{page_of(session)}#sheet-{sheet.pk}"


def test_the_pdf_is_sent_as_it_was_printed(day):
    client, session, blocks, _persons = day
    sheet = paper.sheet(blocks[0])

    response = client.get(reverse("scheduling:sheet_pdf", args=[sheet.pk]))

    assert hashlib.sha256(response.getvalue()).hexdigest() == sheet.sha256
    code = session.groups.get().code
    assert response["Content-Disposition"] == f'attachment; filename="{code}-K1-2024-05-08-1.pdf"'


def test_two_clicks_on_print_at_once_are_one_sheet(day, monkeypatch):
    block = day[2][0]
    render = sheets.render_sheet

    def render_while_another_prints(*args, **options):
        monkeypatch.setattr(sheets, "render_sheet", render)
        paper.sheet(block)
        return render(*args, **options)

    monkeypatch.setattr(sheets, "render_sheet", render_while_another_prints)

    assert paper.sheet(block) == AttendanceSheet.objects.get()


def test_a_cancelled_day_has_nothing_to_print(day):
    client, session, _blocks, _persons = day
    Session.objects.update(state="cancelled")

    client.post(reverse("scheduling:print_sheets", args=[session.pk]))

    assert AttendanceSheet.objects.count() == 0
    assert reverse("scheduling:print_sheets", args=[session.pk]) not in (
        client.get(page_of(session)).content.decode()
    )


def test_the_way_from_the_roster_leads_to_the_paper(day):
    client, session, _blocks, _persons = day

    html = client.get(reverse("scheduling:roster", args=[session.pk])).content.decode()

    assert html.count(f'href="{page_of(session)}"') == 1


def test_evidence_is_neither_changed_nor_deleted(day):
    sheet = paper.sheet(day[2][0])
    scan = paper.scan(sheet)
    for act in (
        sheet.save,
        sheet.delete,
        scan.delete,
        scan.file.save,
        scan.file.delete,
        AttendanceSheet.objects.all().delete,
        SheetScan.objects.all().delete,
        lambda: ScanFile.objects.update(name="x"),
    ):
        with pytest.raises(EvidenceIsKeptError):
            act()
