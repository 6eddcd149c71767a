"""What only a second person puts into effect: revocation, and issuing outside a batch."""

import pytest
from django.core import mail

from certificates.actions import freeze
from certificates.actions.chain import NotValid, replace_certificate
from certificates.actions.issue import AlreadyIssued, NotEligible, SelfIssue
from certificates.actions.requests import (
    AlreadyDecided,
    AlreadyRequested,
    NotTheAsker,
    SecondPersonNeeded,
    accept_request,
    decline_request,
    request_issue,
    request_revocation,
    withdraw_request,
)
from certificates.models import Certificate, CertificateRequest
from people.models import AuditEntry
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def other():
    return people.user("programme_manager")


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(group, manager, email="ilze@example.invalid")


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


def test_a_revocation_takes_two(certificate, manager, other):
    made = request_revocation(certificate=certificate, reason="Forged marks", by=manager)
    assert (made.state, state_of(certificate)) == ("waiting", "valid")
    mail.outbox.clear()

    accept_request(request=made, by=other, reason="Seen")

    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.state, row.revocation_reason) == ("revoked", "Forged marks")
    request = CertificateRequest.objects.get()
    assert (request.state, request.decided_by, request.decision_reason) == (
        "accepted",
        other,
        "Seen",
    )
    assert row.revoked_at is not None
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor"))[-3:] == [
        ("certificates.request_revoke", manager.pk),
        ("certificates.revoke", other.pk),
        ("certificates.request_accepted", other.pk),
    ]
    [letter] = mail.outbox
    assert letter.to == ["ilze@example.invalid"]
    assert "Forged marks" in letter.body
    assert certificate.number in letter.body


def test_who_asked_cannot_accept_or_decline(certificate, manager):
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)

    with pytest.raises(SecondPersonNeeded):
        accept_request(request=made, by=manager)
    with pytest.raises(SecondPersonNeeded):
        decline_request(request=made, by=manager, reason="No")
    assert (state_of(made), state_of(certificate)) == ("waiting", "valid")


def test_the_one_it_is_about_decides_nothing(certificate, manager):
    own = people.user("programme_manager", person=certificate.person)
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)

    with pytest.raises(SelfIssue):
        accept_request(request=made, by=own)
    with pytest.raises(SelfIssue):
        decline_request(request=made, by=own, reason="No")
    assert state_of(made) == "waiting"


def test_a_declined_request_changes_nothing(certificate, manager, other):
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)

    decline_request(request=made, by=other, reason="Proof is there")

    made.refresh_from_db()
    assert (made.state, made.decided_by, made.decision_reason) == (
        "declined",
        other,
        "Proof is there",
    )
    assert state_of(certificate) == "valid"
    with pytest.raises(AlreadyDecided):
        accept_request(request=made, by=other)


def test_only_who_asked_withdraws(certificate, manager, other):
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)

    with pytest.raises(NotTheAsker):
        withdraw_request(request=made, by=other)
    withdraw_request(request=made, by=manager)

    assert (state_of(made), state_of(certificate)) == ("withdrawn", "valid")
    with pytest.raises(AlreadyDecided):
        withdraw_request(request=made, by=manager)


def test_the_same_is_asked_for_once(certificate, group, manager, other):
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)

    with pytest.raises(AlreadyRequested) as refused:
        request_revocation(certificate=certificate, reason="Also", by=other)

    assert refused.value.request == made
    decline_request(request=made, by=other, reason="No")
    request_revocation(certificate=certificate, reason="Again", by=manager)
    assert CertificateRequest.objects.count() == 2


def test_a_request_about_one_replaced_meanwhile_stays_waiting(certificate, manager, other):
    made = request_revocation(certificate=certificate, reason="Forged", by=manager)
    new = replace_certificate(certificate=certificate, reason="Name", by=other)

    with pytest.raises(NotValid):
        accept_request(request=made, by=other)

    assert (state_of(made), state_of(certificate), state_of(new)) == (
        "waiting",
        "superseded",
        "valid",
    )


def test_an_accepted_request_issues(group, manager, other):
    person = certificates.due_person(group, manager, email="anna@example.invalid")
    made = request_issue(person=person, group=group, reason="Late sheet", by=manager, language="en")
    assert not Certificate.objects.exists()
    mail.outbox.clear()

    issued = accept_request(request=made, by=other)

    assert (issued.person, issued.language, issued.issued_by) == (person, "en", other)
    request = CertificateRequest.objects.get()
    assert (request.state, request.certificate) == ("accepted", issued)
    assert len(mail.outbox) == 1


def test_the_same_function_decides_and_a_refusal_leaves_the_request(group, manager, other):
    person = certificates.due_person(group, manager, blocks=7)
    made = request_issue(person=person, group=group, reason="Late sheet", by=manager)

    with pytest.raises(NotEligible) as refused:
        accept_request(request=made, by=other)

    assert [condition.code for condition in refused.value.eligibility.unmet] == ["hours"]
    assert state_of(made) == "waiting"
    assert not AuditEntry.objects.filter(action="certificates.request_accepted").exists()
    certificates.attend(person, certificates.blocks_of(group)[7:8], manager)
    assert accept_request(request=made, by=other).person == person


def test_an_attendance_confirmation_is_issued_to_who_falls_short(group, manager, other):
    person = certificates.due_person(group, manager, blocks=2)
    made = request_issue(person=person, group=group, reason="Asked", by=manager, kind="attendance")

    assert accept_request(request=made, by=other).kind == "attendance"


def test_nobody_asks_for_their_own_and_nobody_for_a_second(certificate, group, manager):
    own = people.user("programme_manager", person=certificate.person)

    with pytest.raises(SelfIssue):
        request_issue(person=certificate.person, group=group, reason="Mine", by=own)
    with pytest.raises(AlreadyIssued):
        request_issue(person=certificate.person, group=group, reason="Again", by=manager)
    assert not CertificateRequest.objects.exists()
