"""Sealing what was issued without its seal: once each, whoever is at it and whatever breaks off.

The service is never asked inside a transaction, which would hold up everybody who writes: a
document is taken by a note in its row, sealed, and stored if it still waits then.
"""

import datetime as dt
import hashlib
import logging
import time

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from certificates.actions.letters import tell
from certificates.exports.seals import SealFault, SealUnavailable, seal_in_use
from certificates.exports.seals.affix import affix
from certificates.models import Certificate, CertificateDocument
from people.actions.audit import record

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=10)  # a worker not back after so long is taken for dead
RUN_SECONDS = 50  # the next run begins after a minute
REST_SECONDS = 55
_RESTS = "certificates-seal-rests"


def seal_waiting() -> int:
    """Seal what waits, oldest first, until the seal is refused or the minute is over.

    Return how many were sealed.
    """
    sealed, until = 0, time.monotonic() + RUN_SECONDS
    waiting = CertificateDocument.objects.filter(_free(timezone.now()), awaits_seal=True)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if time.monotonic() > until:
            break
        try:
            sealed += seal_document(certificate_id=pk)
        except SealFault as fault:
            logger.warning("Certificate %s stays without its seal for now: %s", pk, fault)
        except SealUnavailable as fault:
            logger.warning("Certificates wait for the seal: %s", fault)
            break
    return sealed


def is_resting() -> bool:
    """Whether the seal was refused within a minute, so that only the next run asks again."""
    return bool(cache.get(_RESTS))


def seal_document(*, certificate_id: int) -> bool:
    """Seal one document, store it with its hash and tell the person that it is ready.

    False where it does not wait or somebody else is at it. Raises SealUnavailable where the seal
    cannot be had, and SealFault where this document is refused; it then rests for a while.
    """
    taken_at = _take(certificate_id)
    if taken_at is None:
        return False
    try:
        pdf, name = _sealed(certificate_id)
    except SealFault:
        raise
    except SealUnavailable:
        cache.set(_RESTS, value=True, timeout=REST_SECONDS)
        _put_back(certificate_id, taken_at)
        raise
    cache.delete(_RESTS)
    return _store(certificate_id, pdf, name)


def _sealed(certificate_id: int) -> tuple[bytes, str]:
    seal = seal_in_use()
    if seal is None:
        raise SealUnavailable("CERTIFICATE_SEAL names none")
    certificate = Certificate.objects.select_related("document").get(pk=certificate_id)
    return affix(seal, certificate, bytes(certificate.document.pdf))


def _free(now: dt.datetime) -> Q:
    """Documents that nobody is having sealed at this moment."""
    return Q(sealing_since=None) | Q(sealing_since__lt=now - LEASE)


def _take(certificate_id: int) -> dt.datetime | None:
    """Note in one statement that the document is being sealed; None where that is not for us."""
    now = timezone.now()
    waiting = CertificateDocument.objects.filter(_free(now), pk=certificate_id, awaits_seal=True)
    return now if waiting.update(sealing_since=now) else None


def _put_back(certificate_id: int, taken_at: dt.datetime) -> None:
    CertificateDocument.objects.filter(pk=certificate_id, sealing_since=taken_at).update(
        sealing_since=None
    )


@transaction.atomic
def _store(certificate_id: int, pdf: bytes, name: str) -> bool:
    document = CertificateDocument.objects.select_for_update().get(pk=certificate_id)
    if not document.awaits_seal:
        return False  # we were taken for dead and somebody else has sealed it
    document.pdf, document.awaits_seal = pdf, False
    document.seal, document.sealed_at = name, timezone.now()
    document.sealing_since = None
    document.save()
    certificate = document.certificate
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.save(update_fields=["sha256"])
    record(
        actor=None,
        action="certificates.seal",
        subject=certificate,
        after={"number": certificate.number, "seal": document.seal, "sha256": certificate.sha256},
    )
    if certificate.state == Certificate.State.VALID:
        tell(certificate)
    return True
