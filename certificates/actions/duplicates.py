"""Duplicates: the certificate printed again from its snapshot, marked and dated."""

import hashlib

from django.db import transaction
from django.utils import timezone

from certificates.actions.chain import NotValid, hold
from certificates.actions.issue import SelfIssue
from certificates.exports.pdf import render_certificate
from certificates.exports.seals import load_seal, seal_in_use
from certificates.exports.seals.affix import affix
from certificates.models import Certificate, CertificateDuplicate
from cms.exports.pdf import press
from people.actions.audit import record
from people.models import User


def issue_duplicate(*, certificate: Certificate, reason: str, by: User) -> CertificateDuplicate:
    """Print a valid certificate again as a duplicate, and keep it; raises SelfIssue, NotValid."""
    if by.person_id == certificate.person_id:
        raise SelfIssue
    press.ready()
    load_seal()
    return _issue(certificate, reason, by)


@transaction.atomic
def _issue(certificate: Certificate, reason: str, by: User) -> CertificateDuplicate:
    held = hold(certificate)
    if held.state != Certificate.State.VALID:
        raise NotValid(held)
    issued_at = timezone.now()
    pdf = _sealed(held, render_certificate(held, duplicate_on=timezone.localdate(issued_at)))
    duplicate = CertificateDuplicate.objects.create(
        certificate=held,
        ordinal=held.duplicates.count() + 1,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        reason=reason,
        issued_at=issued_at,
        issued_by=by,
    )
    record(
        actor=by,
        action="certificates.duplicate",
        subject=duplicate,
        after={
            "certificate": held.pk,
            "number": held.number,
            "ordinal": duplicate.ordinal,
            "sha256": duplicate.sha256,
        },
        reason=reason,
    )
    return duplicate


def _sealed(certificate: Certificate, pdf: bytes) -> bytes:
    """Seal the duplicate where the seal is a file; a service is asked for originals only."""
    seal = seal_in_use()
    if seal is None or seal.is_remote:
        return pdf
    return affix(seal, certificate, pdf)[0]
