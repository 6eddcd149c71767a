"""Replacing many certificates for one reason: the orders, and serving one person of an order."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from certificates.actions.chain import MustBeRevoked, NotValid, replace_certificate
from certificates.actions.issue import SelfIssue
from certificates.models import Certificate, CertificateBatch
from certificates.signals import batch_ordered
from people.actions.audit import record
from people.models import User


class OrderUsed(Exception):
    """The form's number was already used for other certificates."""


@transaction.atomic
def order_replacement(
    *, certificates: Iterable[Certificate], reason: str, nonce: uuid.UUID, by: User
) -> list[CertificateBatch]:
    """Order new certificates in place of these: one order for each cohort and kind among them.

    Sending the same form again returns the same orders; with other certificates, OrderUsed.
    """
    sorted_out: dict[tuple[int, str], list[Certificate]] = {}
    for one in certificates:
        if one.state == Certificate.State.VALID:
            sorted_out.setdefault((one.group.cohort_id, one.kind), []).append(one)
    return [
        _order(ones, reason, uuid.uuid5(nonce, f"{cohort}/{kind}"), by)
        for (cohort, kind), ones in sorted(sorted_out.items())
    ]


def _order(ones: list[Certificate], reason: str, nonce: uuid.UUID, by: User) -> CertificateBatch:
    groups = {one.group_id for one in ones}
    person_ids = [one.person_id for one in sorted(ones, key=lambda one: (one.year, one.sequence))]
    batch, is_new = CertificateBatch.objects.get_or_create(
        nonce=nonce,
        defaults={
            "cohort_id": ones[0].group.cohort_id,
            "group_id": groups.pop() if len(groups) == 1 else None,
            "purpose": CertificateBatch.Purpose.REPLACE,
            "kind": ones[0].kind,
            "reason": reason,
            "requested_by": by,
            "person_ids": person_ids,
        },
    )
    if (batch.requested_by_id, batch.person_ids) != (by.pk, person_ids):
        raise OrderUsed
    if is_new:
        record(
            actor=by,
            action="certificates.order_replacement",
            subject=batch,
            after={"cohort": batch.cohort_id, "kind": batch.kind, "people": person_ids},
            reason=reason,
        )
        batch_ordered.send(CertificateBatch, batch=batch)
    return batch


def replace_for(batch: CertificateBatch, person_id: int) -> dict[str, Any]:
    """Replace one person's certificate as the order says; return why not, or nothing."""
    certificate = (
        Certificate.objects.valid()
        .filter(person=person_id, programme=batch.cohort.programme_id, kind=batch.kind)
        .first()
    )
    if certificate is None:
        return {"reason": "not_valid"}
    if certificate.issued_at > batch.requested_at:
        # Issued after the order: it says today's facts already.
        return {"reason": "already_replaced", "number": certificate.number}
    try:
        replace_certificate(certificate=certificate, reason=batch.reason, by=batch.requested_by)
    except SelfIssue:
        return {"reason": "self_issue"}
    except NotValid:
        return {"reason": "not_valid"}
    except MustBeRevoked as refused:
        return {
            "reason": "must_be_revoked",
            "number": certificate.number,
            "conditions": [condition.code for condition in refused.eligibility.unmet],
        }
    return {}
