"""Issuing certificates for many: the order, and working it off one person at a time."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from certificates.actions.issue import AlreadyIssued, NotEligible, SelfIssue, issue_certificate
from certificates.actions.replacement import replace_for
from certificates.models import Certificate, CertificateBatch, CertificateTemplate
from certificates.signals import batch_ordered
from cms.exports.press import TakesTooMuch
from people.actions.audit import record
from people.models import User
from scheduling.models import Cohort, Enrolment, TrainingGroup


class OrderedForAnotherGroup(Exception):
    """The form's number was already used for another order."""


@transaction.atomic
def order_batch(
    *,
    cohort: Cohort,
    person_ids: Iterable[int],
    nonce: uuid.UUID,
    by: User,
    group: TrainingGroup | None = None,
    kind: str = Certificate.Kind.COMPETENCE,
    language: str = Certificate.Language.LATVIAN,
    template: CertificateTemplate | None = None,
) -> CertificateBatch:
    """Order certificates for these people; sending the same form again returns the same order."""
    batch, is_new = CertificateBatch.objects.get_or_create(
        nonce=nonce,
        defaults={
            "cohort": cohort,
            "group": group,
            "kind": kind,
            "language": language,
            "template": template,
            "requested_by": by,
            "person_ids": list(person_ids),
        },
    )
    if (batch.cohort_id, batch.group_id, batch.requested_by_id) != (
        cohort.pk,
        group and group.pk,
        by.pk,
    ):
        raise OrderedForAnotherGroup
    if is_new:
        record(
            actor=by,
            action="certificates.order_batch",
            subject=batch,
            after={
                "cohort": cohort.pk,
                "group": group and group.pk,
                "kind": kind,
                "people": batch.person_ids,
            },
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
    try:
        refusal = _serve(batch, person_id)
    except TakesTooMuch:  # nothing of it is kept, and the next can be printed all the same
        refusal = {"reason": "not_printed"}
    if refusal:
        batch.refusals.append({"person": person_id} | refusal)
    batch.done_count += 1
    batch.save(update_fields=["refusals", "done_count"])
    return True


def _serve(batch: CertificateBatch, person_id: int) -> dict[str, Any]:
    """Issue to one person, or replace what they hold; return why not, or nothing."""
    if batch.purpose == CertificateBatch.Purpose.REPLACE:
        return replace_for(batch, person_id)
    enrolment = (
        Enrolment.objects.seated()
        .filter(person=person_id, cohort=batch.cohort_id)
        .select_related("person", "group__cohort__programme")
        .first()
    )
    if enrolment is None:
        return {"reason": "not_eligible", "conditions": ["place"]}
    try:
        issue_certificate(
            person=enrolment.person,
            programme=enrolment.group.cohort.programme,
            group=enrolment.group,
            by=batch.requested_by,
            kind=batch.kind,
            language=batch.language,
            template=batch.template,
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
