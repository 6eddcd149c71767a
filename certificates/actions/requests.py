"""Revoking, and issuing outside a batch: asked for by one person, carried out by another."""

from django.db import transaction
from django.utils import timezone

from certificates.actions.chain import NotValid, hold, revoke_certificate
from certificates.actions.issue import AlreadyIssued, SelfIssue, issue_certificate, valid_of
from certificates.models import Certificate, CertificateRequest
from certificates.queries.words import template_in_use
from people.actions.audit import record
from people.models import Person, User
from scheduling.models import TrainingGroup

State = CertificateRequest.State


class AlreadyRequested(Exception):
    """The same is asked for already and waits for a second person."""

    def __init__(self, request: CertificateRequest) -> None:
        super().__init__()
        self.request = request


class AlreadyDecided(Exception):
    """The request no longer waits."""


class SecondPersonNeeded(Exception):
    """Whoever asked cannot also decide."""


class NotTheAsker(Exception):
    """Only whoever asked can withdraw the request."""


@transaction.atomic
def request_revocation(*, certificate: Certificate, reason: str, by: User) -> CertificateRequest:
    """Ask a second person to revoke; raises SelfIssue, NotValid or AlreadyRequested."""
    if by.person_id == certificate.person_id:
        raise SelfIssue
    held = hold(certificate)
    if held.state != Certificate.State.VALID:
        raise NotValid(held)
    return _ask(
        CertificateRequest(
            kind=CertificateRequest.Kind.REVOKE,
            certificate=held,
            person=held.person,
            group=held.group,
            certificate_kind=held.kind,
            language=held.language,
            reason=reason,
            requested_by=by,
        )
    )


@transaction.atomic
def request_issue(
    *,
    person: Person,
    group: TrainingGroup,
    reason: str,
    by: User,
    kind: str = Certificate.Kind.COMPETENCE,
    language: str = Certificate.Language.LATVIAN,
) -> CertificateRequest:
    """Ask a second person to issue one; raises SelfIssue, AlreadyIssued or AlreadyRequested.

    Whether the person is entitled is decided when the request is accepted, not now.
    """
    if by.person_id == person.pk:
        raise SelfIssue
    held = Person.objects.select_for_update().get(pk=person.pk)
    if existing := valid_of(held, group.cohort.programme, kind):
        raise AlreadyIssued(existing)
    return _ask(
        CertificateRequest(
            kind=CertificateRequest.Kind.ISSUE,
            person=held,
            group=group,
            certificate_kind=kind,
            language=language,
            reason=reason,
            requested_by=by,
        )
    )


def accept_request(*, request: CertificateRequest, by: User, reason: str = "") -> Certificate:
    """Carry out what is asked for, as a second person; return the certificate it was about.

    Raises AlreadyDecided, SecondPersonNeeded or SelfIssue; and, with the request left waiting,
    NotValid, NotEligible or AlreadyIssued.
    """
    with transaction.atomic():
        held = _take(request, by)
        if held.kind == CertificateRequest.Kind.REVOKE and held.certificate is not None:
            done = revoke_certificate(certificate=held.certificate, reason=held.reason, by=by)
        else:
            done = issue_certificate(
                person=held.person,
                programme=held.group.cohort.programme,
                group=held.group,
                by=by,
                kind=held.certificate_kind,
                language=held.language,
                template=template_in_use(held.group.cohort.programme, held.certificate_kind),
            )
        held.certificate = done
        _decide(held, State.ACCEPTED, by, reason)
    return done


@transaction.atomic
def decline_request(*, request: CertificateRequest, by: User, reason: str) -> CertificateRequest:
    """Refuse what is asked for, as a second person; raises as accepting does."""
    held = _take(request, by)
    _decide(held, State.DECLINED, by, reason)
    return held


@transaction.atomic
def withdraw_request(
    *, request: CertificateRequest, by: User, reason: str = ""
) -> CertificateRequest:
    """Take back one's own request; raises NotTheAsker or AlreadyDecided."""
    if request.requested_by_id != by.pk:
        raise NotTheAsker
    held = waiting(request)
    _decide(held, State.WITHDRAWN, by, reason)
    return held


def waiting(request: CertificateRequest) -> CertificateRequest:
    """Lock the person, then read the request as it is now; raises AlreadyDecided."""
    Person.objects.select_for_update().get(pk=request.person_id)
    rows = CertificateRequest.objects.select_related(
        "certificate", "person__account", "group__cohort__programme"
    )
    held = rows.get(pk=request.pk)
    if held.state != State.WAITING:
        raise AlreadyDecided
    return held


def _take(request: CertificateRequest, by: User) -> CertificateRequest:
    if by.person_id == request.person_id:
        raise SelfIssue
    if by.pk == request.requested_by_id:
        raise SecondPersonNeeded
    return waiting(request)


def _ask(request: CertificateRequest) -> CertificateRequest:
    """Keep the request; its person is locked, so that the same is not asked for twice."""
    same = CertificateRequest.objects.filter(
        kind=request.kind,
        person=request.person,
        group=request.group,
        certificate_kind=request.certificate_kind,
        state=State.WAITING,
    )
    if existing := same.first():
        raise AlreadyRequested(existing)
    request.save()
    record(
        actor=request.requested_by,
        action=f"certificates.request_{request.kind}",
        subject=request,
        after={
            "person": request.person_id,
            "group": request.group_id,
            "certificate": request.certificate_id,
            "kind": request.certificate_kind,
        },
        reason=request.reason,
    )
    return request


def _decide(request: CertificateRequest, state: State, by: User, reason: str) -> None:
    request.state = state
    request.decided_by = by
    request.decided_at = timezone.now()
    request.decision_reason = reason
    request.save(
        update_fields=["certificate", "state", "decided_by", "decided_at", "decision_reason"]
    )
    record(
        actor=by,
        action=f"certificates.request_{state.value}",
        subject=request,
        before={"state": State.WAITING.value},
        after={"state": state.value, "certificate": request.certificate_id},
        reason=reason,
    )
