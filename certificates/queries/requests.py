"""Requests that wait for a second person, and those decided."""

from django.db.models import QuerySet

from certificates.models import CertificateRequest

State = CertificateRequest.State


def waiting_requests() -> QuerySet[CertificateRequest]:
    """Return what waits, the longest waiting first."""
    return _rows().filter(state=State.WAITING).order_by("pk")


def decided_requests() -> QuerySet[CertificateRequest]:
    """Return what was decided or withdrawn, the newest decision first."""
    return _rows().exclude(state=State.WAITING).order_by("-decided_at", "-pk")


def _rows() -> QuerySet[CertificateRequest]:
    return CertificateRequest.objects.select_related(
        "certificate", "person__municipality", "group", "requested_by__person", "decided_by__person"
    ).defer("certificate__snapshot", "certificate__evidence")
