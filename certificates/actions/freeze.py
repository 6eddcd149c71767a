"""What makes a certificate final: number, print, seal, hash and storage, in one transaction."""

import hashlib
import logging
from typing import Any

from django.utils import timezone

from certificates.actions.keys import signing_key
from certificates.actions.numbering import printed_number, take_number
from certificates.actions.statements import sign_statement
from certificates.exports.pdf import render_certificate
from certificates.exports.seals import SealUnavailable, seal_in_use
from certificates.exports.seals.affix import affix
from certificates.models import Certificate, CertificateDocument
from certificates.queries.codes import new_code
from certificates.signals import seal_awaited

logger = logging.getLogger(__name__)


def freeze(certificate: Certificate) -> None:
    """Give a certificate that says all it has to say its number, print, seal and store it.

    The number is taken last: its lock is held only while the page is printed and stored. A seal
    that cannot be had at once comes later; until then the certificate has no hash.
    """
    key = signing_key()
    certificate.verification_code = new_code()
    certificate.sequence = take_number(series=certificate.series, year=certificate.year)
    certificate.number = printed_number(
        series=certificate.series, year=certificate.year, sequence=certificate.sequence
    )
    sign_statement(certificate, key=key)
    stored = _sealed(certificate, render_certificate(certificate))
    is_waiting = stored.get("awaits_seal", False)
    certificate.sha256 = "" if is_waiting else hashlib.sha256(stored["pdf"]).hexdigest()
    certificate.save(force_insert=True)
    CertificateDocument.objects.create(certificate=certificate, **stored)
    if is_waiting:
        seal_awaited.send(Certificate, certificate=certificate)


def _sealed(certificate: Certificate, pdf: bytes) -> dict[str, Any]:
    """Return what is stored: sealed at once, unless that would keep the number waiting."""
    try:
        seal = seal_in_use()
        if seal is None:
            return {"pdf": pdf}
        if seal.is_remote:
            return {"pdf": pdf, "awaits_seal": True}
        sealed, name = affix(seal, certificate, pdf)
    except SealUnavailable as fault:
        logger.warning("Certificate %s waits for its seal: %s", certificate.number, fault)
        return {"pdf": pdf, "awaits_seal": True}
    return {"pdf": sealed, "seal": name, "sealed_at": timezone.now()}
