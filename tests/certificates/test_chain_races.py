"""Two people act on one certificate in the same moment; on either database one effect remains.

Each protection has a twin: with what was read before the lock taken for the truth, it breaks.
"""

import pytest
from django.core import mail
from django.db import DatabaseError

from certificates.actions import chain, freeze, requests
from certificates.actions.chain import replace_certificate
from certificates.actions.requests import accept_request, request_issue, request_revocation
from certificates.models import Certificate, CertificateRequest, NumberCounter
from certificates.models.protection import REFUSAL, protect_certificates, release_certificates
from people.models import AuditEntry
from tests.certificates.test_numbering import in_parallel
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7")


@pytest.fixture
def asker():
    return people.user("programme_manager")


@pytest.fixture
def certificate(asker):
    one = certificates.certificate(
        certificates.trained_group(), asker, email="ilze@example.invalid"
    )
    mail.outbox.clear()
    return one


def kinds(faults):
    return sorted(type(fault).__name__ for fault in faults if fault)


def accepting(made):
    """Return the tasks of four managers who accept the request at once."""
    managers = [people.user("programme_manager") for _ in range(4)]
    return [lambda by=by: accept_request(request=made, by=by) for by in managers]


def test_four_who_accept_at_once_revoke_once(certificate, asker):
    made = request_revocation(certificate=certificate, reason="Forged", by=asker)

    faults = in_parallel(accepting(made))

    assert kinds(faults) == ["AlreadyDecided"] * 3
    assert Certificate.objects.get().state == "revoked"
    assert AuditEntry.objects.filter(action="certificates.revoke").count() == 1
    assert len(mail.outbox) == 1


def test_the_twin_that_trusts_what_it_read_before_the_lock_revokes_four_times(
    certificate, asker, monkeypatch
):
    made = request_revocation(certificate=certificate, reason="Forged", by=asker)
    stale = CertificateRequest.objects.select_related("certificate__person").get(pk=made.pk)
    monkeypatch.setattr(requests, "waiting", lambda _request: stale)
    monkeypatch.setattr(chain, "hold", lambda _certificate: _copy(certificate))
    release_certificates()  # the database would refuse the second of them

    try:
        faults = in_parallel(accepting(made))
    finally:
        protect_certificates()

    assert kinds(faults) == []
    assert AuditEntry.objects.filter(action="certificates.revoke").count() == 4
    assert len(mail.outbox) == 4


def _copy(certificate):
    """The certificate as it was before anybody acted."""
    return Certificate(
        **{
            field.attname: getattr(certificate, field.attname)
            for field in Certificate._meta.concrete_fields
        }
    )


def test_four_who_accept_at_once_issue_once(asker):
    group = certificates.trained_group()
    person = certificates.due_person(group, asker)
    made = request_issue(person=person, group=group, reason="Late sheet", by=asker)
    mail.outbox.clear()

    faults = in_parallel(accepting(made))

    assert kinds(faults) == ["AlreadyDecided"] * 3
    assert Certificate.objects.get().sequence == 1
    assert NumberCounter.objects.get().last_number == 1
    assert len(mail.outbox) == 1


def replacing_and_revoking(certificate, made):
    first, second = people.user("programme_manager"), people.user("programme_manager")
    return [
        lambda: replace_certificate(certificate=certificate, reason="Name", by=first),
        lambda: accept_request(request=made, by=second),
    ]


def test_replaced_or_revoked_but_never_both(certificate, asker):
    made = request_revocation(certificate=certificate, reason="Forged", by=asker)

    faults = in_parallel(replacing_and_revoking(certificate, made))

    assert kinds(faults) == ["NotValid"]
    row = Certificate.objects.get(pk=certificate.pk)
    made.refresh_from_db()
    if row.state == "superseded":
        assert (row.revoked_at, made.state) == (None, "waiting")
        assert Certificate.objects.valid().get().snapshot["replaces"] == row.number
    else:
        assert (row.state, row.superseded_by, made.state) == ("revoked", None, "accepted")
        assert Certificate.objects.count() == 1
    assert len(mail.outbox) == 1


def test_without_the_lock_only_the_database_keeps_it_from_being_both(
    certificate, asker, monkeypatch
):
    made = request_revocation(certificate=certificate, reason="Forged", by=asker)
    monkeypatch.setattr(chain, "hold", lambda _certificate: _copy(certificate))

    faults = in_parallel(replacing_and_revoking(certificate, made))

    [refusal] = [fault for fault in faults if fault]
    assert isinstance(refusal, DatabaseError)
    assert REFUSAL in str(refusal)
    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.superseded_by is None) is (row.revoked_at is not None)


def test_four_who_replace_at_once_make_one(certificate):
    managers = [people.user("programme_manager") for _ in range(4)]

    faults = in_parallel(
        [
            lambda by=by: replace_certificate(certificate=certificate, reason="Name", by=by)
            for by in managers
        ]
    )

    assert kinds(faults) == ["NotValid"] * 3
    assert sorted(Certificate.objects.values_list("sequence", "state")) == [
        (1, "superseded"),
        (2, "valid"),
    ]
