"""Letting scans land: through the real addresses, with real photographs."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import AuditEntry
from scheduling.actions import scans
from scheduling.models import ScanFile, SheetScan
from tests.factories import paper, people, scheduling, uploads
from tests.scheduling.answers import said

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


def send(client, *files):
    return client.post(SCANS, {"scans": list(files)}, follow=True)


def photograph_of(sheet, folder, *, page=1, name="lapa.jpg"):
    picture = paper.drawn(sheet.pdf.read(), folder, page=page)
    sheet.pdf.seek(0)
    return paper.photograph(picture, name, quality=60)


def test_a_photograph_lands_on_its_session(day, tmp_path):
    client, session, blocks, _persons = day
    sheet = paper.sheet(blocks[1])
    photograph = photograph_of(sheet, tmp_path)
    content = photograph.read()
    photograph.seek(0)

    response = send(client, photograph)

    assert response.redirect_chain == [(page_of(session), 302)]
    scan = SheetScan.objects.get()
    assert (scan.sheet, scan.sheet_page, scan.how, scan.problem) == (sheet, 1, "qr", "")
    assert scan.file.stored.read() == content
    assert scan.file.sha256 == hashlib.sha256(content).hexdigest()
    html = client.get(page_of(session)).content.decode()
    assert html.count(scan.file.sha256) == html.count(sheet.sha256) == 1


def test_the_same_file_again_changes_nothing(day, tmp_path):
    client, _session, blocks, _persons = day
    photograph = photograph_of(paper.sheet(blocks[0]), tmp_path)
    send(client, photograph)
    photograph.seek(0)

    response = send(client, photograph)

    assert said(response) == ["lapa.jpg: jau ir šeit."]
    assert (ScanFile.objects.count(), SheetScan.objects.count()) == (1, 1)


def test_pages_of_a_scanned_pdf_land_each_on_its_own_page(day, tmp_path):
    client, session, blocks, _persons = day
    for _n in range(20):
        scheduling.enrolment(session.groups.get())
    printed = [paper.sheet(block) for block in blocks]
    pictures = [paper.drawn(printed[n].pdf.read(), tmp_path, page=p) for n, p in ((0, 1), (1, 2))]
    scanned = paper.encoded(pictures[0], "PDF", save_all=True, append_images=pictures[1:])

    send(client, SimpleUploadedFile("skeni.pdf", scanned))

    found = SheetScan.objects.order_by("page_of_file").values_list("sheet", "sheet_page", "how")
    assert list(found) == [(printed[0].pk, 1, "qr"), (printed[1].pk, 2, "qr")]
    assert ScanFile.objects.count() == 1


def test_the_sheet_of_another_session_of_mine_lands_there(day, tmp_path):
    client, session, _blocks, _persons = day
    other = scheduling.session(session.groups.get(), "K2")
    sheet = paper.sheet(other.blocks.first())

    response = send(client, photograph_of(sheet, tmp_path))

    assert response.redirect_chain == [(page_of(other), 302)]
    assert SheetScan.objects.get().sheet == sheet


def test_the_sheet_of_somebody_elses_session_waits_and_says_why(day, tmp_path):
    client, _session, _blocks, _persons = day
    _foreign, blocks, _nobody = scheduling.session_with(1)
    sheet = paper.sheet(blocks[0])

    response = send(client, photograph_of(sheet, tmp_path))

    scan = SheetScan.objects.get()
    assert (scan.sheet, scan.problem, scan.code_read) == (None, "not_yours", sheet.code)
    [text] = said(response)
    assert text.startswith("lapa.jpg: ")
    assert text.endswith(scan.get_problem_display())
    assert sheet.printed_code not in response.content.decode()


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        ([], "no_code"),
        (["0000000000000000"], "unknown_code"),
        (["0000000000000000", "1111111111111111"], "several_codes"),
    ],
)
def test_what_is_not_recognised_waits(day, codes, problem, monkeypatch):
    client = day[0]
    pages = [{"codes": [f"https://x.lv/lv/sheet/{code}/1/" for code in codes], "picture": "AAAA"}]

    class Done:
        stdout = json.dumps({"pages": pages})

    monkeypatch.setattr("scheduling.validators.scans.subprocess.run", lambda *a, **k: Done)

    send(client, uploads.harmless("lapa.jpg"))

    assert SheetScan.objects.get().problem == problem
    assert client.get(SCANS).context["page"].paginator.count == 1


def test_a_page_number_the_sheet_does_not_have_waits(day):
    sheet = paper.sheet(day[2][0])

    assert paper.scan(sheet, page=7).problem == "unknown_code"


def test_of_several_files_the_good_ones_are_kept(day, tmp_path):
    client, _session, blocks, _persons = day
    good = photograph_of(paper.sheet(blocks[0]), tmp_path)

    response = send(client, uploads.file("slikta.svg", b"<svg/>"), good)

    assert SheetScan.objects.count() == 1
    assert [text.partition(":")[0] for text in said(response)] == ["slikta.svg", "lapa.jpg"]


def test_no_file_is_answered_with_a_sentence(day):
    response = day[0].post(SCANS, {})

    assert response.status_code == 422
    assert said(response) == [
        "Nav izvēlēts neviens fails. Izvēlieties fotogrāfijas vai skenējumus."
    ]


def test_waiting_scans_are_seen_by_who_sent_them_and_by_staff(day, client):
    other = people.user("trainer", person=people.person())
    paper.scan(None, other)

    assert day[0].get(SCANS).context["page"].paginator.count == 0
    for account in (other, people.user("programme_manager"), people.user("auditor")):
        client.force_login(account)
        assert client.get(SCANS).context["page"].paginator.count == 1


def waiting_scan(day, **fields):
    client, _session, blocks, _persons = day
    account = client.get(SCANS).wsgi_request.user
    return client, paper.sheet(blocks[0]), paper.scan(None, account, **fields)


@pytest.mark.parametrize("by", ["code", "list"])
def test_a_person_puts_a_waiting_page_with_its_sheet(day, by):
    client, sheet, scan = waiting_scan(day)
    typed = sheet.printed_code.lower().replace("0", "o").replace("1", "l")
    chosen = {"code": f" {typed} "} if by == "code" else {"sheet": sheet.pk}

    client.post(reverse("scheduling:assign_scan", args=[scan.pk]), {"page": 1} | chosen)

    scan.refresh_from_db()
    assert (scan.sheet, scan.sheet_page, scan.how) == (sheet, 1, "by_hand")
    assert AuditEntry.objects.filter(action="scan.assigned").count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"page": "1"},
        {"code": "NAV-LAPAS", "page": "1"},
        {"sheet": "99999999999999999999", "page": "1"},
        {"sheet": "x", "page": "1"},
        {"code": "§" * 40, "page": "1"},
        {"page": "9" * 40},
    ],
)
def test_a_wrong_answer_is_asked_again(day, data):
    client, _sheet, scan = waiting_scan(day)

    response = client.post(reverse("scheduling:assign_scan", args=[scan.pk]), data)

    assert response.status_code == 422
    assert response.context["assign_form"].errors != {}


def test_a_page_beyond_the_sheet_is_asked_again(day):
    client, sheet, scan = waiting_scan(day)

    response = client.post(
        reverse("scheduling:assign_scan", args=[scan.pk]), {"sheet": sheet.pk, "page": 2}
    )

    assert response.context["assign_form"].errors == {"page": ["Lapai ir 1 lappuse."]}


def test_a_sheet_of_somebody_elses_session_cannot_be_chosen(day):
    client, _sheet, scan = waiting_scan(day)
    _foreign, blocks, _nobody = scheduling.session_with(1)
    foreign = paper.sheet(blocks[0])

    for chosen in ({"sheet": foreign.pk}, {"code": foreign.code}):
        address = reverse("scheduling:assign_scan", args=[scan.pk])
        assert client.post(address, chosen | {"page": 1}).status_code == 422


def test_a_scan_is_superseded_with_a_reason_and_kept(day):
    client, session, blocks, _persons = day
    scan = paper.scan(paper.sheet(blocks[0]))
    address = reverse("scheduling:supersede_scan", args=[scan.pk])

    assert client.post(address, {"reason": "  "}).status_code == 422
    client.post(address, {"reason": "Izplūdusi, ir labāka"})
    client.post(address, {"reason": "Vēlreiz"})

    scan.refresh_from_db()
    assert (scan.superseded_why, scan.sheet_id is not None) == ("Izplūdusi, ir labāka", True)
    assert SheetScan.objects.live().count() == 0
    assert client.get(reverse("scheduling:scan", args=[scan.pk])).status_code == 200
    assert "Izplūdusi, ir labāka" in client.get(page_of(session)).content.decode()


def test_a_page_put_with_the_wrong_sheet_waits_for_the_right_one(day):
    client, _session, blocks, _persons = day
    scan = paper.scan(paper.sheet(blocks[0]))
    address = reverse("scheduling:supersede_scan", args=[scan.pk])

    client.post(address, {"reason": "Cita diena", "keep_waiting": "on"})

    waiting = SheetScan.objects.waiting().get()
    assert (waiting.file, waiting.problem, waiting.picture.name) == (
        scan.file,
        "taken_off",
        scan.picture.name,
    )


def test_a_superseded_file_may_come_in_again(day):
    sheet = paper.sheet(day[2][0])
    content = uploads.picture("jpg", (99, 99))
    first = paper.receive(sheet, content=content).landed[0]
    SheetScan.objects.filter(pk=first.pk).update(
        superseded_at=first.assigned_at, superseded_by=first.assigned_by, superseded_why="Kļūda"
    )

    again = paper.receive(sheet, content=content)

    assert [row.sheet for row in again.landed] == [sheet]
    assert ScanFile.objects.count() == 1


def test_the_same_file_in_two_requests_at_once_is_one(day, monkeypatch):
    sheet = paper.sheet(day[2][0])
    content = uploads.picture("jpg", (98, 99))
    paper.receive(sheet, content=content)
    known = scans._known

    def not_yet_known(_sha256):
        monkeypatch.setattr(scans, "_known", known)

    monkeypatch.setattr(scans, "_known", not_yet_known)

    second = paper.receive(sheet, content=content)

    assert (second.is_known, second.landed, second.queued) == (True, [], [])
    assert (ScanFile.objects.count(), SheetScan.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["original", "picture"])
def test_files_are_sent_so_that_no_browser_runs_them(day, name):
    client, _session, blocks, _persons = day
    scan = paper.scan(paper.sheet(blocks[0]), name="mājas “lapa”.jpg")

    response = client.get(reverse(f"scheduling:scan_{name}", args=[scan.pk]))

    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    kind = {"original": "attachment", "picture": "inline"}[name]
    assert response["Content-Disposition"].startswith(f"{kind}; filename")
    assert hashlib.sha256(response.getvalue()).hexdigest() == scan.file.sha256


def test_a_foreign_scan_and_sheet_are_not_there(day):
    client = day[0]
    _foreign, blocks, _nobody = scheduling.session_with(1)
    sheet = paper.sheet(blocks[0])
    scan = paper.scan(sheet)

    for name, pk in [("scan", scan.pk), ("scan_original", scan.pk), ("scan_picture", scan.pk)]:
        assert client.get(reverse(f"scheduling:{name}", args=[pk])).status_code == 404
    assert client.get(reverse("scheduling:sheet_pdf", args=[sheet.pk])).status_code == 404
    assert client.get(reverse("scheduling:sheet", args=[sheet.code, 1])).status_code == 404
