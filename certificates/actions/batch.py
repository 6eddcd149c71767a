"""Issuing certificates for a group: the order, and working it off one person at a time."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from certificates.actions.issue import AlreadyIssued, NotEligible, SelfIssue, issue_certificate
from certificates.models import CertificateBatch
from certificates.signals import batch_ordered
from people.actions.audit import record
from people.models import Person, User
from scheduling.models import TrainingGroup


class OrderedForAnotherGroup(Exception):
    """The form's number was already used for another order."""


@transaction.atomic
def order_batch(
    *, group: TrainingGroup, person_ids: Iterable[int], nonce: uuid.UUID, by: User
) -> CertificateBatch:
    """Order certificates for these people; sending the same form again returns the same order."""
    batch, is_new = CertificateBatch.objects.get_or_create(
        nonce=nonce,
        defaults={"group": group, "requested_by": by, "person_ids": list(person_ids)},
    )
    if batch.group_id != group.pk or batch.requested_by_id != by.pk:
        raise OrderedForAnotherGroup
    if is_new:
        record(
            actor=by,
            action="certificates.order_batch",
            subject=batch,
            after={"group": group.pk, "people": batch.person_ids},
        )
        batch_ordered.send(CertificateBatch, batch=batch)
    return batch


def run_batch(*, batch_id: int) -> CertificateBatch:
    """Issue what the order asks for, from where it stands; safe to run again at any time."""
    _begin(batch_id)
    try:
        while _take_next(batch_id):
            pass
    except Exception:
        CertificateBatch.objects.filter(pk=batch_id).update(state=CertificateBatch.State.FAILED)
        raise
    return CertificateBatch.objects.get(pk=batch_id)


def _begin(batch_id: int) -> None:
    CertificateBatch.objects.filter(pk=batch_id).exclude(state=CertificateBatch.State.DONE).update(
        state=CertificateBatch.State.RUNNING
    )


@transaction.atomic
def _take_next(batch_id: int) -> bool:
    """Serve the next person and move the count in one transaction; False when all are served."""
    batch = CertificateBatch.objects.select_for_update().get(pk=batch_id)
    if batch.done_count >= len(batch.person_ids):
        if batch.state != CertificateBatch.State.DONE:
            batch.state = CertificateBatch.State.DONE
            batch.finished_at = timezone.now()
            batch.save(update_fields=["state", "finished_at"])
        return False
    person_id = batch.person_ids[batch.done_count]
    refusal = _serve(batch, person_id)
    if refusal:
        batch.refusals.append({"person": person_id} | refusal)
    batch.done_count += 1
    batch.save(update_fields=["refusals", "done_count"])
    return True


def _serve(batch: CertificateBatch, person_id: int) -> dict[str, Any]:
    """Issue to one person; return why not, or nothing."""
    group = batch.group
    try:
        issue_certificate(
            person=Person.objects.get(pk=person_id),
            programme=group.cohort.programme,
            group=group,
            by=batch.requested_by,
        )
    except SelfIssue:
        return {"reason": "self_issue"}
    except AlreadyIssued as refused:
        return {"reason": "already_issued", "number": refused.certificate.number}
    except NotEligible as refused:
        return {
            "reason": "not_eligible",
            "conditions": [condition.code for condition in refused.eligibility.unmet],
        }
    return {}
