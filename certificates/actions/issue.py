"""Issuing one certificate: decided, numbered, printed, frozen and recorded in one transaction."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.actions.numbering import printed_number, take_number
from certificates.actions.snapshot import take_snapshot
from certificates.exports.pdf import render_certificate
from certificates.models import Certificate, CertificateDocument
from certificates.queries.eligibility import eligibility
from certificates.queries.terms import Eligibility
from certificates.queries.verification import ALPHABET, CODE_LENGTH
from cms.exports.pdf import load_renderer
from courses.models import Programme
from people.actions.audit import record
from people.models import Person, User
from scheduling.models import TrainingGroup
from scheduling.queries import credited_blocks


class SelfIssue(Exception):
    """Somebody tried to issue a certificate to themselves."""


class NotEligible(Exception):
    """The person does not meet every condition; the answer says which."""

    def __init__(self, eligibility: Eligibility) -> None:
        super().__init__()
        self.eligibility = eligibility


class AlreadyIssued(Exception):
    """The person holds a valid certificate of this programme."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__()
        self.certificate = certificate


def issue_certificate(
    *,
    person: Person,
    programme: Programme,
    group: TrainingGroup,
    by: User,
    language: str = "lv",
) -> Certificate:
    """Issue, freeze and announce a certificate; raise SelfIssue, NotEligible or AlreadyIssued."""
    if by.person_id == person.pk:
        raise SelfIssue
    load_renderer()
    try:
        with transaction.atomic():
            return _issue(person, programme, group, by, language)
    except IntegrityError:
        # Somebody else issued it while we were printing; the database let one of us through.
        if existing := _valid(person, programme):
            raise AlreadyIssued(existing) from None
        raise


def _issue(
    person: Person, programme: Programme, group: TrainingGroup, by: User, language: str
) -> Certificate:
    # One certificate of a person at a time; merging and correcting lock the same row.
    Person.objects.select_for_update().get(pk=person.pk)
    if existing := _valid(person, programme):
        raise AlreadyIssued(existing)
    answer = eligibility(person, programme)
    if not answer.is_met:
        raise NotEligible(answer)
    credited = credited_blocks(person, programme)
    issued_at = timezone.now()
    certificate = Certificate(
        person=person,
        programme=programme,
        group=group,
        series=programme.certificate_series,
        year=timezone.localdate(issued_at).year,
        verification_code=new_code(),
        language=language,
        snapshot=take_snapshot(
            person=person,
            programme=programme,
            group=group,
            credited=credited,
            issued_on=timezone.localdate(issued_at),
            language=language,
        ),
        evidence=sorted(block.mark.pk for block in credited),
        issued_at=issued_at,
        issued_by=by,
    )
    _number_and_print(certificate)
    record(
        actor=by,
        action="certificates.issue",
        subject=certificate,
        after={
            "number": certificate.number,
            "person": person.pk,
            "programme": programme.pk,
            "group": group.pk,
            "sha256": certificate.sha256,
        },
    )
    _announce(certificate)
    return certificate


def _number_and_print(certificate: Certificate) -> None:
    """Take the number last: its lock is held only while the page is printed and stored."""
    certificate.sequence = take_number(series=certificate.series, year=certificate.year)
    certificate.number = printed_number(
        series=certificate.series, year=certificate.year, sequence=certificate.sequence
    )
    pdf = render_certificate(certificate)
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.save(force_insert=True)
    CertificateDocument.objects.create(certificate=certificate, pdf=pdf)


def new_code() -> str:
    """Return a verification code of 100 random bits."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def _valid(person: Person, programme: Programme) -> Certificate | None:
    return Certificate.objects.valid().filter(person=person, programme=programme).first()


def _announce(certificate: Certificate) -> None:
    """Write to the person, in the language of the certificate, that it is ready."""
    if not certificate.person.email:
        return
    with override(certificate.language):
        context: dict[str, Any] = {
            "snapshot": certificate.snapshot,
            "number": certificate.number,
            "issuer": certificate.snapshot["issuer"][certificate.language],
            "funding": certificate.snapshot["funding"][certificate.language],
            "link": settings.SITE_BASE_URL + reverse("certificates:eligibility"),
        }
        EmailMessage(
            subject=_("Your certificate is ready"),
            body=render_to_string("certificates/mail/issued.txt", context),
            to=[certificate.person.email],
        ).send()
