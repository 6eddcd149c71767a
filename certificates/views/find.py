"""The objects that certificate pages are about, found from their addresses."""

from django.http import Http404

from certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDuplicate,
    CertificateRequest,
)
from people.models import Person
from scheduling.models import Cohort, TrainingGroup


def find_person(pk: int) -> Person:
    """Return a person or raise Http404."""
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def find_group(pk: int) -> TrainingGroup:
    """Return a training group or raise Http404."""
    group = (
        TrainingGroup.objects.filter(pk=pk).select_related("cohort__programme", "region").first()
    )
    if group is None:
        raise Http404
    return group


def find_cohort(pk: int) -> Cohort:
    """Return a cohort or raise Http404."""
    cohort = Cohort.objects.filter(pk=pk).select_related("programme").first()
    if cohort is None:
        raise Http404
    return cohort


def find_certificate(pk: int) -> Certificate:
    """Return a certificate or raise Http404."""
    certificate = (
        Certificate.objects.filter(pk=pk)
        .select_related(
            "person", "programme", "group", "superseded_by", "issued_by__person", "document"
        )
        .defer("document__pdf")
        .first()
    )
    if certificate is None:
        raise Http404
    return certificate


def find_batch(pk: int) -> CertificateBatch:
    """Return an order of certificates or raise Http404."""
    batch = (
        CertificateBatch.objects.filter(pk=pk)
        .select_related("cohort__programme", "group__cohort__programme", "requested_by__person")
        .first()
    )
    if batch is None:
        raise Http404
    return batch


def find_duplicate(pk: int) -> CertificateDuplicate:
    """Return a duplicate or raise Http404."""
    duplicate = CertificateDuplicate.objects.filter(pk=pk).select_related("certificate").first()
    if duplicate is None:
        raise Http404
    return duplicate


def find_request(pk: int) -> CertificateRequest:
    """Return a request about a certificate or raise Http404."""
    request = (
        CertificateRequest.objects.filter(pk=pk)
        .select_related(
            "certificate",
            "person",
            "group__cohort__programme",
            "requested_by__person",
            "decided_by__person",
        )
        .first()
    )
    if request is None:
        raise Http404
    return request
