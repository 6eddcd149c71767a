"""Corrected after issue: listed with what differs, and never changed silently."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.actions import freeze
from certificates.actions.chain import replace_certificate
from certificates.actions.requests import request_revocation
from certificates.models import Certificate
from certificates.queries.review import count_to_review, doubtful, review_items
from scheduling.models import AttendanceMark
from tests.factories import certificates, courses, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(group, manager)


def mark(certificate, status, hours, position=0):
    return AttendanceMark.objects.create(
        block=certificates.blocks_of(certificate.group)[position],
        person=certificate.person,
        status=status,
        credited_hours=Decimal(hours),
        recorded_by=people.user("programme_manager"),
        source="correction",
        reason="Wrong person",
    )


def items():
    return review_items(doubtful())


def test_nothing_is_listed_while_the_marks_count(certificate, group, manager):
    certificates.certificate(group, manager)
    certificates.due_person(group, manager, blocks=3)

    assert (items(), count_to_review()) == ([], 0)


def test_a_corrected_mark_lists_the_certificate_with_what_differs(certificate):
    was = AttendanceMark.objects.get(pk=certificate.evidence[0])
    now = mark(certificate, "late", "3")

    [item] = items()

    assert item.certificate == certificate
    assert (item.hours_stated, item.hours_now) == (Decimal(40), Decimal(39))
    assert [(one.was, one.now) for one in item.changed] == [(was, now)]
    assert not item.is_short
    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.state, row.snapshot, row.evidence) == (
        "valid",
        certificate.snapshot,
        certificate.evidence,
    )


def test_a_correction_that_keeps_the_hours_is_listed_too(certificate):
    mark(certificate, "made_up", "4")

    [item] = items()

    assert (item.hours_stated, item.hours_now, len(item.changed)) == (Decimal(40), Decimal(40), 1)


def test_a_mark_taken_back_leaves_nothing_in_its_place(certificate):
    mark(certificate, "unmarked", "0")

    [item] = items()

    assert (item.hours_now, [one.now for one in item.changed]) == (Decimal(36), [None])


def test_hours_credited_later_are_a_difference_too(group, manager):
    person = certificates.due_person(group, manager, blocks=8)
    certificate = certificates.certificate(group, manager, person=person)
    mark(certificate, "made_up", "4", position=8)

    [item] = items()

    assert (item.hours_stated, item.hours_now, item.changed) == (Decimal(32), Decimal(36), [])


def test_who_falls_below_the_rule_is_shown_as_short(group, manager):
    person = certificates.due_person(group, manager, blocks=8)
    certificate = certificates.certificate(group, manager, person=person)
    mark(certificate, "late", "3.99")

    [item] = items()

    assert (item.hours_now, item.is_short) == (Decimal("31.99"), True)


def test_a_replacement_clears_it_and_so_does_a_revocation(certificate, group, manager):
    other = certificates.certificate(group, manager)
    for one in (certificate, other):
        mark(one, "late", "3")
    assert count_to_review() == 2

    replace_certificate(certificate=certificate, reason="Corrected", by=manager)
    Certificate.objects.filter(pk=other.pk).update(
        state="revoked", revoked_at=other.issued_at, revocation_reason="Forged"
    )

    assert count_to_review() == 0


def test_marks_of_another_programme_do_not_matter(certificate, manager):
    newer = courses.programme(code="CITA", modules=0)
    other = scheduling.group(scheduling.cohort(newer))
    certificates.close(*scheduling.week(other))
    certificates.attend(certificate.person, certificates.blocks_of(other)[:2], manager)

    assert items() == []


def test_managers_are_led_on_and_auditors_only_read(client, certificate, manager):
    mark(certificate, "late", "3")
    url = "/en/certificates/review/"
    replace = reverse("certificates:replace", args=[certificate.pk]).split("/", 2)[2]
    client.force_login(people.user("auditor"))
    page = client.get(url).content.decode()
    assert certificate.number in page
    assert replace not in page
    client.force_login(manager)
    page = client.get(url).content.decode()
    assert replace in page
    assert "Request revocation" in page
    request_revocation(certificate=certificate, reason="Corrected", by=manager)
    page = client.get(url).content.decode()
    assert replace not in page
    assert "Request to revoke" in page
    client.force_login(people.user("programme_manager", person=certificate.person))
    assert replace not in client.get(url).content.decode()


def test_queries_do_not_grow_with_certificates(client, group, manager):
    client.force_login(manager)
    counts = []
    for size in (1, 3, 300):
        while Certificate.objects.count() < size:
            mark(certificates.certificate(group, manager), "late", "3")
        client.get("/en/certificates/review/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/en/certificates/review/")
        counts.append(len(captured))
        assert page.context["page"].paginator.count == size
    assert counts[0] == counts[1] == counts[2]
