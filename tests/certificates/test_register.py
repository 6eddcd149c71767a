"""The register: filters, order, exports and numbers, in a fixed number of queries."""

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from certificates.actions import freeze
from certificates.actions.chain import replace_certificate
from certificates.actions.issue import issue_certificate
from certificates.models import Certificate
from certificates.queries import register
from certificates.queries.statistics import statistics
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db

URL = "/en/certificates/"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def staff(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def two(group, manager):
    """Two that differ in everything: Alūksne in 2026, and Balvi in 2027, in a later cohort."""
    late = scheduling.group(scheduling.cohort(group.cohort.programme), name="Zemgale I")
    certificates.close(*scheduling.week(late))
    places = [
        people.municipality(name=name, name_en=english)
        for name, english in (("Alūksnes novads", "Alūksne"), ("Balvu novads", "Balvi"))
    ]
    made = []
    for place, one, family_name, language, day in (
        (places[0], group, "Žagars", "lv", datetime(2026, 12, 30, 12, tzinfo=UTC)),
        (places[1], late, "Āboliņš", "en", datetime(2027, 1, 2, 12, tzinfo=UTC)),
    ):
        with time_machine.travel(day):
            made.append(
                certificates.certificate(
                    one, manager, family_name=family_name, municipality=place, language=language
                )
            )
    return made


def numbers(staff, **query):
    return [one.number for one in staff.get(URL, query).context["certificates"]]


def test_each_filter_narrows_to_its_own(staff, two):
    first, second = two
    for query in (
        {"cohort": second.group.cohort_id},
        {"municipality": "Balvu novads"},
        {"language": "en"},
        {"year": 2027},
        {"group": second.group_id},
        {"q": "abolins"},
    ):
        assert numbers(staff, **query) == [second.number]
    assert numbers(staff, programme=first.programme_id) == [second.number, first.number]
    assert numbers(staff, kind="attendance") == []
    assert numbers(staff, municipality="Rīga", q="zagars") == [first.number]  # no such choice


def test_every_order(staff, two):
    first, second = (one.number for one in two)
    assert numbers(staff) == [second, first]
    assert numbers(staff, order="oldest") == [first, second]
    assert numbers(staff, order="name") == [second, first]  # Ā before Ž
    assert numbers(staff, order="group") == sorted(
        [first, second], key=lambda number: [one.group.name for one in two][number == second]
    )
    assert numbers(staff, order="x") == [second, first]


def test_the_municipalities_are_those_printed_in_the_readers_language(staff, two):
    choices = staff.get(URL).context["form"].fields["municipality"].choices
    assert choices == [("", "All"), ("Alūksnes novads", "Alūksne"), ("Balvu novads", "Balvi")]


def test_the_workbook_says_what_the_list_says_and_holds_no_formula(staff, group, manager):
    old = certificates.certificate(group, manager, given_name="=HYPERLINK(1)", family_name="Ābele")
    new = replace_certificate(certificate=old, reason="Name", by=manager)

    answer = staff.get(f"{URL}export/", {"format": "xlsx", "order": "oldest"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, first, second = sheet.iter_rows(values_only=True)
    assert head[:2] == ("Number", "Name, surname")
    assert first[:2] == (old.number, "'=HYPERLINK(1) Ābele")
    assert (first[6], first[11]) == ("replaced", new.number)
    assert (second[0], second[6], second[11]) == (new.number, "valid", None)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')


def test_numbers_by_kind_month_region_and_municipality(staff, two, manager, in_english):
    replace_certificate(certificate=two[0], reason="Name", by=manager)
    confirmed = certificates.due_person(two[0].group, manager, blocks=2)
    issue_certificate(
        person=confirmed,
        programme=two[0].programme,
        group=two[0].group,
        by=manager,
        kind="attendance",
    )

    found = statistics(register())

    assert (found.total.issued, found.total.valid, found.total.superseded) == (4, 3, 1)
    assert found.certified == 2
    kinds, months, regions, places = (table.rows for table in found.tables)
    assert [(row.label, row.issued, row.valid) for row in kinds] == [
        ("confirmation of attendance", 1, 1),
        ("competence certificate", 3, 2),
    ]
    assert ("December 2026", 1, 0, 1) in [
        (row.label, row.issued, row.valid, row.superseded) for row in months
    ]
    assert sum(row.issued for row in regions) == 4
    assert sorted((row.label, row.issued, row.superseded) for row in places) == [
        ("Alūksne", 2, 1),
        ("Balvi", 1, 0),
        ("Not stated", 1, 0),
    ]
    page = staff.get(f"{URL}statistics/", {"municipality": "Balvu novads"})
    assert page.context["statistics"].total.issued == 1


def test_queries_do_not_grow_with_rows(staff, group, manager):
    counts = []
    for size in (3, 30, 300):
        while Certificate.objects.count() < size:
            one = certificates.certificate(group, manager)
            if Certificate.objects.count() < size and one.sequence % 3 == 0:
                replace_certificate(certificate=one, reason="Name", by=manager)
        counts.append({})
        for page in ("", "export/", "export/?format=xlsx", "statistics/", "?order=name&q=a"):
            staff.get(URL + page)
            with CaptureQueriesContext(connection) as captured:
                assert staff.get(URL + page).status_code == 200
            counts[-1][page] = len(captured)
    assert counts[0] == counts[1] == counts[2]
