"""Files that are not what they say, too large, or made to harm: each gets a sentence, at once."""

import io
import random
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scheduling.forms.meetings import ReportForm
from scheduling.models import Session
from tests.factories.uploads import archive, office
from tests.scheduling.attendance import exports
from tests.scheduling.attendance.exports import DAY, as_csv, as_xlsx, zoom_english

HEAD = ["Name (Original Name)", "User Email", "Join Time", "Leave Time"]
ROW = ["Izdomāta Ābele", "", "06.06.2024 09:00", "06.06.2024 10:00"]


def refusal(content, name="report.csv", zone=""):
    files = {"file": SimpleUploadedFile(name, content)}
    form = ReportForm({"zone": zone}, files, session=Session(date=DAY))
    began = time.process_time()
    assert not form.is_valid()
    assert time.process_time() - began < 2
    assert list(form.errors) == ["file"]
    (error,) = form.errors.as_data()["file"]
    (sentence,) = form.errors["file"]
    assert sentence.endswith(".")
    return error.code


def with_sheet(xml, **more):
    """A workbook whose only sheet is this XML."""
    made = as_xlsx([HEAD, ROW])
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        members = {info.filename: book.read(info) for info in book.infolist()}
    members |= {"xl/worksheets/sheet1.xml": xml} | more
    return archive(members.items())


def sheet_of(rows):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    )


def inline(text="x"):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_good_file_passes():
    for content, name in (
        (as_csv([HEAD, ROW]), "a.csv"),
        (as_xlsx([HEAD, ROW]), "a.xlsx"),
        (with_sheet(sheet_of(f"<row>{inline('Name')}</row>")), "b.xlsx"),
    ):
        form = ReportForm(
            {"zone": ""}, {"file": SimpleUploadedFile(name, content)}, session=Session(date=DAY)
        )
        assert form.is_valid() == (name[0] == "a")


CSV = as_csv([HEAD, ROW])
UTF16 = as_csv([HEAD, ROW], "utf-16", "\t")
ZOOM_TOTALS = [["Name (original name)", "Email", "Total duration (minutes)", "Guest"]]
ZOOM_TOTALS.append(["Izdomāta Ābele", "", "190", "Yes"])


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "report.csv", "empty"),
        (b"a,b\r\n1,2\r\n", "report.csv", "not_a_report"),
        (as_csv([["Name", "E-mail"], ["Izdomāta", "x@example.lv"]]), "list.csv", "not_a_report"),
        (as_csv([["Speaker", "Join", "Leave"], ROW[1:]]), "other.csv", "not_a_report"),
        (as_csv([["Name", "Joined", "Left"], ROW[1:]]), "other.csv", "not_a_report"),
        (as_csv(ZOOM_TOTALS), "unique.csv", "no_times"),
        (as_csv([HEAD]), "report.csv", "nobody"),
        (as_csv([HEAD, ["Izdomāta", "", "drīz", "vēlāk"]]), "report.csv", "nobody"),
        (as_csv([HEAD, [*ROW[:2], "13.06.2024 9:00", "13.06.2024 9:30"]]), "r.csv", "another_day"),
        (b"<html><body><table><tr><td>Name</td></tr></table></body></html>", "r.csv", "mismatch"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "report.csv", "mismatch"),
        (CSV.replace(b"09:00", b"09:0\x00"), "report.csv", "mismatch"),
        (UTF16[:-1], "report.csv", "mismatch"),
        (UTF16[2:], "report.csv", "mismatch"),
        (b"\x81\x8d\x90" + CSV, "report.csv", "mismatch"),
        (as_xlsx([HEAD, ROW]), "report.csv", "mismatch"),
        (CSV, "report.xlsx", "damaged"),
        (CSV, "report.pdf", "ending"),
        (CSV, "report.csv.exe", "ending"),
        (CSV, "report.exe.csv", "double_ending"),
        (CSV, "rep\u202eort.csv", "hostile_name"),
        (b"x" * (5 * 1024 * 1024 + 1), "report.csv", "too_large"),
        (b"\n" * 600_000, "report.csv", "too_long"),
        (b"a,b\n" * 600_000, "report.csv", "too_long"),
        (b"," * 200_000, "report.csv", "too_long"),
        (b'"' + b"a" * 1_000_000, "report.csv", "damaged"),
        (office("xlsx"), "report.xlsx", "damaged"),
        (office("docx"), "report.xlsx", "damaged"),
        (as_xlsx([HEAD, ROW])[:-40], "report.xlsx", "damaged"),
        (as_xlsx([HEAD, [*ROW[:2], "=NOW()", "=NOW()"]]), "report.xlsx", "formulas"),
        (as_xlsx([HEAD, ["=cmd|' /C calc'!A0", *ROW[1:]]]), "report.xlsx", "formulas"),
        (as_xlsx([HEAD, ROW * 30]), "report.xlsx", "too_long"),
    ],
    ids=range(32),
)
def test_a_wrong_file_gets_its_sentence(content, name, code):
    assert refusal(content, name) == code


def test_fifty_megabytes_are_refused_by_their_size():
    assert refusal(b"a,b\n" * (50 * 1024 * 1024 // 4)) == "too_large"


def test_six_hundred_thousand_rows_of_a_workbook_are_refused():
    rows = "".join(f"<row>{inline('a')}{inline('b')}</row>" for _ in range(600_000))
    assert refusal(with_sheet(sheet_of(rows)), "report.xlsx") in {"bomb", "too_long"}
    empty = "<row/>" * 600_000
    assert refusal(with_sheet(sheet_of(empty)), "report.xlsx") == "too_long"
    chance = random.Random(5)
    packs_badly = "".join(f'<row s="{chance.random()}"/>' for _ in range(500_000))
    assert refusal(with_sheet(sheet_of(packs_badly)), "report.xlsx") in {"too_large", "too_long"}
    cells = "<c/>" * 90 + "<c/>"
    assert refusal(with_sheet(sheet_of(f"<row>{cells}</row>" * 19_000)), "r.xlsx") == "too_long"


def test_a_workbook_that_unpacks_without_end_is_refused():
    bomb = with_sheet(sheet_of(f"<row>{inline('a' * 60_000_000)}</row>"))
    assert len(bomb) < 200_000
    assert refusal(bomb, "report.xlsx") in {"bomb", "too_long"}
    text = "<t>x</t>" * 1_500_000
    shared = {"xl/sharedStrings.xml": f"<sst><si>{text}</si></sst>"}
    assert refusal(with_sheet(sheet_of(""), **shared), "report.xlsx") in {"bomb", "too_long"}


def test_rows_far_apart_and_columns_far_out_are_refused():
    assert refusal(with_sheet(sheet_of('<row r="1048576"><c r="A1048576"/></row>')), "r.xlsx") in {
        "too_long",
        "not_a_report",
    }
    far = '<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert refusal(with_sheet(sheet_of(far)), "r.xlsx") == "too_long"


def test_a_workbook_with_a_document_type_is_refused():
    lol = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    xml = sheet_of(f"<row>{inline('&b;')}</row>").replace("?>", f"?>{lol}", 1)
    assert refusal(with_sheet(xml), "report.xlsx") == "damaged"
    late = sheet_of("").replace("?>", f"?><!--{'x' * 9000}-->{lol}", 1)
    assert refusal(with_sheet(late), "report.xlsx") == "damaged"


def test_more_people_than_a_meeting_holds_are_refused():
    rows = [HEAD, *([f"Izdomāts {n}", *ROW[1:]] for n in range(1001))]
    assert refusal(as_csv(rows)) == "too_long"


def test_names_that_are_formulas_markup_or_endless_stay_plain_text():
    names = ["=HYPERLINK(1)", "<script>alert(1)</script>", "a" * 600, "{{ 7*7 }}", "%(x)s"]
    content = as_csv([HEAD, *([name, *ROW[1:]] for name in names)])
    form = ReportForm(
        {"zone": ""}, {"file": SimpleUploadedFile("r.csv", content)}, session=Session(date=DAY)
    )
    assert form.is_valid()
    found = [one.name for one in form.cleaned_data["meeting_file"].report.attendees]
    assert found == [name[:200] for name in names]


@pytest.mark.parametrize("text", ["(" * 60_000, "1:" * 30_000, "a " * 30_000, "1.1.1." * 9_000])
def test_cells_made_to_stall_a_pattern_do_not(text):
    rows = [HEAD, *([text, text, text, text] for _ in range(20))]
    assert refusal(as_csv(rows)) == "nobody"
    assert refusal(as_csv([[text] * 20 for _ in range(4)])) in {"not_a_report", "damaged"}


def test_what_is_left_of_zooms_own_sum_line_is_no_person():
    rows = [*zoom_english(), [], ["Zoom Report"]]
    files = {"file": SimpleUploadedFile("r.csv", as_csv(rows))}
    form = ReportForm({"zone": ""}, files, session=Session(date=DAY))
    assert form.is_valid()
    report = form.cleaned_data["meeting_file"].report
    assert {one.name for one in report.attendees} == set(exports.GOLDEN)
