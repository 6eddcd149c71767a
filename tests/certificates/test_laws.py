"""The laws of certificates that the database itself keeps."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDocument,
    CertificateDuplicate,
    CertificateRequest,
    StatementKey,
)
from certificates.models.protection import REFUSAL, protect_certificates, release_certificates
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db

FROZEN = {
    "snapshot": {},
    "evidence": [],
    "number": "DDJ-1",
    "series": "X",
    "year": 1999,
    "sequence": 99,
    "kind": "attendance",
    "language": "en",
    "verification_code": "0" * 20,
    "code_digest": "0" * 64,
    "issued_at": timezone.now(),
    "sha256": "0" * 64,
}


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(group, manager)


def row_of(certificate):
    return Certificate.objects.filter(pk=certificate.pk)


def refused(act):
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        act()


def duplicate(certificate, manager, **fields):
    return CertificateDuplicate.objects.create(
        **{
            "certificate": certificate,
            "ordinal": 1,
            "pdf": b"%PDF",
            "sha256": "0" * 64,
            "reason": "Lost",
            "issued_at": timezone.now(),
            "issued_by": manager,
        }
        | fields
    )


@pytest.mark.parametrize("field", FROZEN)
def test_what_was_issued_cannot_be_changed(certificate, field):
    before = row_of(certificate).values().get()

    refused(lambda: row_of(certificate).update(**{field: FROZEN[field]}))

    assert row_of(certificate).values().get() == before


def test_without_the_protection_it_could_be(certificate):
    release_certificates()
    try:
        row_of(certificate).update(number="DDJ-1")
    finally:
        protect_certificates()

    assert row_of(certificate).get().number == "DDJ-1"


def test_documents_and_duplicates_cannot_be_changed_and_nothing_be_deleted(certificate, manager):
    copy = CertificateDuplicate.objects.filter(pk=duplicate(certificate, manager).pk)
    document = CertificateDocument.objects.filter(pk=certificate.pk)

    refused(lambda: document.update(pdf=b"other"))
    refused(lambda: copy.update(reason="Other"))
    for rows in (document, copy, row_of(certificate)):
        refused(lambda rows=rows: rows._raw_delete(rows.db))

    assert (document.count(), copy.count(), row_of(certificate).count()) == (1, 1, 1)


def test_a_document_that_waits_for_its_seal_gets_it_once(certificate):
    release_certificates()
    document = CertificateDocument.objects.filter(pk=certificate.pk)
    document.update(awaits_seal=True)
    row_of(certificate).update(sha256="")
    protect_certificates()

    document.update(pdf=b"sealed", awaits_seal=False, seal="test", sealed_at=timezone.now())
    row_of(certificate).update(sha256="1" * 64)

    refused(lambda: document.update(pdf=b"again"))
    refused(lambda: row_of(certificate).update(sha256="2" * 64))


def broken(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_states_have_their_dates_and_reasons(certificate):
    row = row_of(certificate)

    broken("revocation_has_date_and_reason", lambda: row.update(state="revoked"))
    broken("replacement_has_date_and_reason", lambda: row.update(state="superseded"))
    itself = {"state": "superseded", "superseded_at": timezone.now(), "supersession_reason": "Wed"}
    broken("no_certificate_replaces_itself", lambda: row.update(superseded_by=F("id"), **itself))


def test_dates_are_of_the_state_alone(certificate):
    row, now = row_of(certificate), timezone.now()
    revoked = {"revoked_at": now, "revocation_reason": "Forged"}
    replaced = {"superseded_at": now, "supersession_reason": "Married"}

    for fields in (revoked, replaced, revoked | replaced):
        broken("dates_belong_to_the_state", lambda fields=fields: row.update(**fields))
    for state in ("revoked", "superseded"):
        both = {"state": state} | revoked | replaced
        broken("dates_belong_to_the_state", lambda both=both: row.update(**both))


@pytest.mark.parametrize(
    "outcome",
    [
        {"state": "revoked", "revoked_at": timezone.now(), "revocation_reason": "Forged"},
        {"state": "superseded", "superseded_at": timezone.now(), "supersession_reason": "Wed"},
    ],
)
def test_what_is_over_is_over_for_good(certificate, group, manager, outcome):
    row, other = row_of(certificate), certificates.certificate(group, manager)
    row.update(**outcome)

    changes = [{name: value} for name, value in outcome.items()]
    changes.append({"state": "valid"} | dict.fromkeys(("revoked_at", "superseded_at")))
    for change in changes:
        refused(lambda change=change: row.update(**change))
    if outcome["state"] == "superseded":
        row.update(superseded_by=other)
        refused(lambda: row.update(superseded_by=None))

    release_certificates()
    try:
        row.update(superseded_by=None)
        row.update(**changes[-1])
    finally:
        protect_certificates()
    assert row.get().state == "valid"


def test_a_statement_has_its_key(certificate):
    assert (certificate.statement_key, bool(certificate.statement)) == (
        StatementKey.objects.get(),
        True,
    )
    release_certificates()
    try:
        broken("statement_has_its_key", lambda: row_of(certificate).update(statement=""))
        broken("statement_has_its_key", lambda: row_of(certificate).update(statement_key=None))
    finally:
        protect_certificates()


def test_one_valid_certificate_of_each_kind(certificate):
    fields = row_of(certificate).values().get()
    fields |= {"id": None, "sequence": 77, "number": "DDJ-77", "verification_code": "7" * 20}

    broken(
        "one_valid_certificate_per_person_and_kind|certificates_certificate.kind",
        lambda: Certificate.objects.create(**fields),
    )
    Certificate.objects.create(**fields | {"kind": "attendance"})


def test_duplicates_are_numbered_and_have_a_reason(certificate, manager):
    duplicate(certificate, manager)

    broken("duplicates_of_a_certificate|ordinal", lambda: duplicate(certificate, manager))
    broken("duplicate_has_a_reason", lambda: duplicate(certificate, manager, ordinal=2, reason=""))


def test_a_request_is_accepted_by_a_second_person(certificate, manager):
    other = people.user("programme_manager")
    request = CertificateRequest.objects.create(
        kind="revoke",
        certificate=certificate,
        person=certificate.person,
        group=certificate.group,
        reason="A mistake",
        requested_by=manager,
    )
    row = CertificateRequest.objects.filter(pk=request.pk)
    decided = {"state": "accepted", "decided_at": timezone.now()}

    broken(
        "request_is_accepted_by_a_second_person",
        lambda: row.update(decided_by=manager, **decided),
    )
    broken("request_is_decided_by_somebody", lambda: row.update(state="accepted"))
    broken("request_has_a_reason", lambda: row.update(reason=""))
    broken("revocation_names_its_certificate", lambda: row.update(certificate=None))
    row.update(decided_by=other, **decided)


def test_a_batch_replacement_has_a_reason(group, manager):
    broken(
        "batch_replacement_has_a_reason",
        lambda: CertificateBatch.objects.create(
            cohort=group.cohort, requested_by=manager, nonce=uuid.uuid4(), purpose="replace"
        ),
    )
