"""Background work of the certificates app."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django_tasks import task

from certificates.actions.batch import run_batch
from certificates.actions.sealing import is_resting, seal_document, seal_waiting
from certificates.exports.seals import SealUnavailable
from certificates.models import Certificate, CertificateBatch, CertificateDocument
from certificates.signals import batch_ordered, seal_awaited

logger = logging.getLogger(__name__)


@task()
def issue_batch(batch_id: int) -> None:
    """Work off an order of certificates. Running it again goes on where it stopped."""
    run_batch(batch_id=batch_id)


@receiver(batch_ordered)
def enqueue(batch: CertificateBatch, **_kwargs: Any) -> None:
    """Hand the order to a worker once it is committed."""
    transaction.on_commit(partial(issue_batch.enqueue, batch.pk))


@task()
def seal_certificate(certificate_id: int) -> None:
    """Seal one certificate; what is refused now is for the run of the next minute."""
    if is_resting():
        return
    try:
        seal_document(certificate_id=certificate_id)
    except SealUnavailable as fault:
        logger.warning("Certificate %s waits for its seal: %s", certificate_id, fault)


@receiver(seal_awaited)
def enqueue_sealing(certificate: Certificate, **_kwargs: Any) -> None:
    """Have the certificate sealed once it is committed."""
    transaction.on_commit(partial(seal_certificate.enqueue, certificate.pk))


@task()
def seal_certificates() -> None:
    """Seal whatever waits."""
    seal_waiting()


def start_sealing() -> None:
    """Hand what waits for its seal to a worker, if anything does."""
    if CertificateDocument.objects.filter(awaits_seal=True).exists():
        seal_certificates.enqueue()
