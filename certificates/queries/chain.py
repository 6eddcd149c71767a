"""The chain a certificate belongs to, and what was done to it by whom."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from certificates.models import Certificate, CertificateDuplicate, CertificateRequest


@dataclass(frozen=True)
class Link:
    """One certificate of a chain: only what a stranger may know of it."""

    number: str
    state: str
    issued_on: dt.date
    replaced_by: str
    replaced_on: dt.date | None
    revoked_on: dt.date | None
    is_this: bool


@dataclass(frozen=True)
class History:
    """What was done to one certificate, for those who keep the register."""

    duplicates: list[CertificateDuplicate]
    requests: list[CertificateRequest]
    replaces: Certificate | None

    @property
    def waiting(self) -> CertificateRequest | None:
        """The request that waits for a second person."""
        open_ones = (one for one in self.requests if one.state == CertificateRequest.State.WAITING)
        return next(open_ones, None)


def chain_of(certificate: Certificate) -> list[Link]:
    """Return the chain from the oldest to the newest, in one query.

    A certificate that is not stored is a chain of its own.
    """
    rows = Certificate.objects.filter(
        person=certificate.person_id, programme=certificate.programme_id, kind=certificate.kind
    ).only("number", "state", "issued_at", "superseded_by", "superseded_at", "revoked_at", "person")
    by_id = {row.pk: row for row in rows}
    before = {row.superseded_by_id: row for row in by_id.values() if row.superseded_by_id}
    first = by_id.get(certificate.pk, certificate)
    while first.pk in before:
        first = before[first.pk]
    links, row = [], first
    while True:
        after = by_id.get(row.superseded_by_id) if row.superseded_by_id else None
        links.append(
            Link(
                number=row.number,
                state=row.state,
                issued_on=timezone.localdate(row.issued_at),
                replaced_by=after.number if after else "",
                replaced_on=timezone.localdate(row.superseded_at) if row.superseded_at else None,
                revoked_on=timezone.localdate(row.revoked_at) if row.revoked_at else None,
                is_this=row.pk == certificate.pk,
            )
        )
        if after is None:
            return links
        row = after


def history_of(certificate: Certificate) -> History:
    """Return duplicates and requests, oldest first, with who and when."""
    duplicates = certificate.duplicates.select_related("issued_by__person").defer("pdf")
    requests = certificate.requests.select_related("requested_by__person", "decided_by__person")
    return History(
        duplicates=list(duplicates.order_by("ordinal")),
        requests=list(requests.order_by("pk")),
        replaces=Certificate.objects.filter(superseded_by=certificate).first(),
    )
