"""Issuing: who gets one, what it states and rests on, and that it never changes."""

import datetime as dt
import hashlib

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from certificates.actions import freeze
from certificates.actions.issue import AlreadyIssued, NotEligible, SelfIssue, issue_certificate
from certificates.models import Certificate, CertificateDocument, NumberCounter
from certificates.queries.codes import ALPHABET, new_code
from cms.exports.press import CannotPrint
from people.models import AuditEntry
from scheduling.models import AttendanceMark
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_printing(monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


def issue_to(person, group, by):
    return issue_certificate(person=person, programme=group.cohort.programme, group=group, by=by)


def test_issue_numbers_freezes_and_hashes(group, manager):
    person = certificates.due_person(group, manager)
    certificate = issue_to(person, group, manager)
    year = timezone.localdate().year
    assert certificate.number == f"DDJ-{year}-000001"
    assert certificate.state == "valid"
    assert certificate.issued_by == manager
    stored = CertificateDocument.objects.get(certificate=certificate)
    assert hashlib.sha256(bytes(stored.pdf)).hexdigest() == certificate.sha256


def test_issue_rests_on_the_current_marks(group, manager, no_printing):
    person = certificates.due_person(group, manager)
    block = certificates.blocks_of(group)[0]
    corrected = AttendanceMark.objects.create(
        block=block,
        person=person,
        status="late",
        credited_hours=3,
        recorded_by=manager,
        source="correction",
        reason="Came late",
    )
    certificate = issue_to(person, group, manager)
    current = AttendanceMark.objects.filter(person=person).current().values_list("pk", flat=True)
    assert certificate.evidence == sorted(current)
    assert corrected.pk in certificate.evidence
    assert certificate.snapshot["hours"]["credited"] == "39.00"


def test_snapshot_states_hours_period_groups_days_and_modules(group, manager, no_printing):
    person = certificates.due_person(
        group,
        manager,
        blocks=7,
        given_name="Žanete",
        family_name="Ķirse",
        municipality=people.municipality(name="Līvānu novads", name_en="Līvāni"),
    )
    other = scheduling.group(group.cohort, code="LAT-B", name="Latgale B")
    certificates.close(*scheduling.week(other, dt.date(2024, 6, 3)))
    certificates.attend(person, certificates.blocks_of(other)[9:10], manager)
    data = issue_to(person, group, manager).snapshot
    assert data["person"]["name"] == "Žanete Ķirse"
    assert data["municipality"] == {"lv": "Līvānu novads", "en": "Līvāni"}
    assert data["hours"] == {
        "credited": "32.00",
        "in_person": "24.00",
        "online": "8.00",
        "planned": "40.00",
    }
    assert data["period"] == {"first": "2024-05-06", "last": "2024-06-07"}
    assert [one["name"] for one in data["groups"]] == [group.name, "Latgale B"]
    assert [(d["code"], d["hours"], d["groups"]) for d in data["days"]] == [
        ("K1", "8.00", [group.code]),
        ("K2", "8.00", [group.code]),
        ("K3", "8.00", [group.code]),
        ("T1", "4.00", [group.code]),
        ("T2", "4.00", ["LAT-B"]),
    ]
    assert [(m["code"], m["hours"], m["revisions"]) for m in data["modules"]] == [
        ("M01", "4.00", {"lv": 7}),
        ("M02", "4.00", {"lv": 7}),
    ]
    assert data["rule"] == {"share": "0.80", "hours_needed": "32.00", "modules_needed": 2}
    assert data["programme"]["outcomes"]["lv"] == ["Plāno aktivitātes.", "Izvēlas rīkus."]


def test_nobody_issues_to_themselves(group, no_printing):
    person = people.person()
    manager = people.user("programme_manager", person=person)
    scheduling.enrolment(group, person=person)
    certificates.attend(person, certificates.blocks_of(group), manager)
    certificates.complete_modules(person, group.cohort.programme)
    with pytest.raises(SelfIssue):
        issue_to(person, group, manager)
    assert not Certificate.objects.exists()
    assert not NumberCounter.objects.exists()


def test_who_is_not_eligible_gets_the_answer_and_no_number(group, manager, no_printing):
    person = certificates.due_person(group, manager, blocks=7)
    with pytest.raises(NotEligible) as refused:
        issue_to(person, group, manager)
    assert [condition.code for condition in refused.value.eligibility.unmet] == ["hours"]
    assert not NumberCounter.objects.exists()


def test_a_second_certificate_is_refused_with_the_first(group, manager, no_printing):
    person = certificates.due_person(group, manager)
    first = issue_to(person, group, manager)
    with pytest.raises(AlreadyIssued) as refused:
        issue_to(person, group, manager)
    assert refused.value.certificate == first
    assert NumberCounter.objects.get().last_number == 1


def test_a_page_that_cannot_be_printed_takes_no_number(group, manager, monkeypatch):
    person = certificates.due_person(group, manager)

    def jam(_certificate):
        raise CannotPrint

    monkeypatch.setattr(freeze, "render_certificate", jam)
    with pytest.raises(CannotPrint):
        issue_to(person, group, manager)
    assert not Certificate.objects.exists()
    assert not NumberCounter.objects.exists()
    assert mail.outbox == []


def test_the_year_of_the_number_is_the_year_in_riga(group, manager, no_printing):
    person = certificates.due_person(group, manager)
    with time_machine.travel(dt.datetime(2026, 12, 31, 22, 30, tzinfo=dt.UTC)):
        certificate = issue_to(person, group, manager)
    assert certificate.number == "DDJ-2027-000001"
    assert certificate.snapshot["issued_on"] == "2027-01-01"


def test_issue_writes_to_the_person_and_the_audit_trail(
    group, manager, no_printing, django_capture_on_commit_callbacks
):
    person = certificates.due_person(
        group, manager, given_name="D'Arta", family_name="<b>Bērziņa", email="d@example.invalid"
    )
    certificate = issue_to(person, group, manager)
    line = AuditEntry.objects.get(action="certificates.issue")
    assert (line.actor, line.object_id) == (manager, str(certificate.pk))
    assert line.after["number"] == certificate.number


def test_whoever_has_no_address_gets_no_mail(group, manager, no_printing, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    issue_to(certificates.due_person(group, manager, email=""), group, manager)
    assert mail.outbox == []


def test_mail_is_plain_text_with_the_name_as_typed(group, manager, no_printing, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    person = certificates.due_person(
        group, manager, given_name="D'Arta", family_name="<b>Bērziņa", email="d@example.invalid"
    )
    issue_to(person, group, manager)
    [message] = mail.outbox
    assert message.to == ["d@example.invalid"]
    assert "D'Arta <b>Bērziņa" in message.body
    assert "http://127.0.0.1:8000/lv/my/certificate/" in message.body


def test_issued_is_frozen_whatever_changes_later(group, manager):
    person = certificates.due_person(group, manager, given_name="Madara", family_name="Paeglīte")
    certificate = issue_to(person, group, manager)
    before = (
        certificate.snapshot,
        certificate.evidence,
        certificate.sha256,
        bytes(certificate.document.pdf),
    )
    person.family_name = "Lazda"
    person.save()
    programme = group.cohort.programme
    programme.title = "Cits nosaukums"
    programme.save()
    AttendanceMark.objects.create(
        block=certificates.blocks_of(group)[0],
        person=person,
        status="absent",
        credited_hours=0,
        recorded_by=manager,
        source="correction",
        reason="Wrong person",
    )
    after = Certificate.objects.get(pk=certificate.pk)
    stored = bytes(CertificateDocument.objects.get(pk=certificate.pk).pdf)
    assert (after.snapshot, after.evidence, after.sha256, stored) == before
    assert hashlib.sha256(stored).hexdigest() == after.sha256


def test_codes_hold_a_hundred_bits_of_clear_letters():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {20}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
