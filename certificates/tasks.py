"""Background work of the certificates app."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django_tasks import task

from certificates.actions.batch import run_batch
from certificates.models import CertificateBatch
from certificates.signals import batch_ordered


@task()
def issue_batch(batch_id: int) -> None:
    """Work off an order of certificates. Running it again goes on where it stopped."""
    run_batch(batch_id=batch_id)


@receiver(batch_ordered)
def enqueue(batch: CertificateBatch, **_kwargs: Any) -> None:
    """Hand the order to a worker once it is committed."""
    transaction.on_commit(partial(issue_batch.enqueue, batch.pk))
