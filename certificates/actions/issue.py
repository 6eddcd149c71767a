"""Issuing one certificate: decided, numbered, printed, frozen and recorded in one transaction."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates.actions.freeze import freeze
from certificates.actions.letters import tell
from certificates.actions.snapshot import take_snapshot
from certificates.exports.seals import load_seal
from certificates.models import Certificate, CertificateTemplate
from certificates.queries.eligibility import eligibility
from certificates.queries.terms import Eligibility
from cms.exports.pdf import press
from courses.models import Programme
from people.actions.audit import record
from people.models import Person, User
from scheduling.models import TrainingGroup
from scheduling.queries import credited_blocks

Kind = Certificate.Kind


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
    kind: str = Kind.COMPETENCE,
    language: str = "lv",
    template: CertificateTemplate | None = None,
) -> Certificate:
    """Issue, freeze and announce a certificate; raise SelfIssue, NotEligible or AlreadyIssued.

    A confirmation of attendance needs final hours only; nobody who holds the certificate of
    competence gets one.
    """
    if by.person_id == person.pk:
        raise SelfIssue
    press.ready()
    load_seal()
    try:
        with transaction.atomic():
            # One certificate of a person at a time; merging and correcting lock the same row.
            Person.objects.select_for_update().get(pk=person.pk)
            if existing := valid_of(person, programme, kind):
                raise AlreadyIssued(existing)
            certificate = write_certificate(
                person=person,
                programme=programme,
                group=group,
                by=by,
                kind=kind,
                language=language,
                template=template,
            )
            _issue(certificate)
            return certificate
    except IntegrityError:
        # Somebody else issued it while we were printing; the database let one of us through.
        if existing := valid_of(person, programme, kind):
            raise AlreadyIssued(existing) from None
        raise


def _issue(certificate: Certificate) -> None:
    freeze(certificate)
    record(
        actor=certificate.issued_by,
        action="certificates.issue",
        subject=certificate,
        after={
            "number": certificate.number,
            "person": certificate.person_id,
            "programme": certificate.programme_id,
            "group": certificate.group_id,
            "kind": certificate.kind,
            "sha256": certificate.sha256,
        },
    )
    if not certificate.awaits_seal:
        tell(certificate)


def write_certificate(
    *,
    person: Person,
    programme: Programme,
    group: TrainingGroup,
    by: User,
    kind: str,
    language: str,
    template: CertificateTemplate | None,
) -> Certificate:
    """Return what a certificate would say if it were issued now, neither numbered nor stored.

    Raises NotEligible where the person is not entitled to one of this kind.
    """
    answer = eligibility(person, programme)
    if not (answer.is_met if kind == Kind.COMPETENCE else answer.may_be_confirmed):
        raise NotEligible(answer)
    credited = credited_blocks(person, programme)
    issued_at = timezone.now()
    return Certificate(
        person=person,
        programme=programme,
        group=group,
        kind=kind,
        series=programme.certificate_series,
        year=timezone.localdate(issued_at).year,
        language=language,
        snapshot=take_snapshot(
            person=person,
            programme=programme,
            group=group,
            credited=credited,
            issued_on=timezone.localdate(issued_at),
            kind=kind,
            language=language,
            template=template,
        ),
        evidence=sorted(block.mark.pk for block in credited),
        issued_at=issued_at,
        issued_by=by,
    )


def valid_of(person: Person, programme: Programme, kind: str) -> Certificate | None:
    """Return what the person holds already that makes another one of the kind pointless."""
    kinds = {kind, Kind.COMPETENCE}
    valid = Certificate.objects.valid().filter(person=person, programme=programme, kind__in=kinds)
    return valid.order_by("-kind").first()
