"""What becomes of an issued certificate: replaced by another, or revoked. The row stays."""

from django.db import transaction
from django.utils import timezone

from certificates.actions.freeze import freeze
from certificates.actions.issue import NotEligible, SelfIssue, write_certificate
from certificates.actions.letters import tell, write_of_revocation
from certificates.exports.seals import load_seal
from certificates.models import Certificate
from certificates.queries.terms import Eligibility
from certificates.queries.words import template_after
from cms.exports.pdf import press
from people.actions.audit import record
from people.models import Person, User


class NotValid(Exception):
    """The certificate was replaced or revoked already."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__()
        self.certificate = certificate


class MustBeRevoked(Exception):
    """The person no longer meets the rule, so that nothing can stand in for the certificate."""

    def __init__(self, eligibility: Eligibility) -> None:
        super().__init__()
        self.eligibility = eligibility


def hold(certificate: Certificate) -> Certificate:
    """Lock the person, then read the certificate as it is now; every change of a chain begins so.

    Issuing locks the same row, and all lock it before anything else of the person.
    """
    Person.objects.select_for_update().get(pk=certificate.person_id)
    rows = Certificate.objects.select_related("person__account", "programme", "group")
    return rows.get(pk=certificate.pk)


def replace_certificate(
    *, certificate: Certificate, reason: str, by: User, language: str | None = None
) -> Certificate:
    """Issue a new certificate from today's facts in place of this one, and return the new one.

    Raises SelfIssue, NotValid or MustBeRevoked. Both rows stay in the register.
    """
    if by.person_id == certificate.person_id:
        raise SelfIssue
    press.ready()
    load_seal()
    return _replace(certificate, reason, by, language)


@transaction.atomic
def _replace(certificate: Certificate, reason: str, by: User, language: str | None) -> Certificate:
    old = hold(certificate)
    if old.state != Certificate.State.VALID:
        raise NotValid(old)
    try:
        new = write_certificate(
            person=old.person,
            programme=old.programme,
            group=old.group,
            by=by,
            kind=old.kind,
            language=language or old.language,
            template=template_after(old),
        )
    except NotEligible as refused:
        raise MustBeRevoked(refused.eligibility) from refused
    new.snapshot["replaces"] = old.number
    # Of each kind a person holds one valid certificate: the old one steps back first.
    old.state = Certificate.State.SUPERSEDED
    old.superseded_at = new.issued_at
    old.supersession_reason = reason
    old.save(update_fields=["state", "superseded_at", "supersession_reason"])
    freeze(new)
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    record(
        actor=by,
        action="certificates.replace",
        subject=old,
        before={"state": Certificate.State.VALID.value, "number": old.number},
        after={
            "state": old.state,
            "number": new.number,
            "certificate": new.pk,
            "sha256": new.sha256,
        },
        reason=reason,
    )
    if not new.awaits_seal:
        tell(new)
    return new


def revoke_certificate(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """Revoke a valid certificate and write to its person; raises NotValid.

    Only an accepted request comes here, inside its transaction: it takes two people.
    """
    held = hold(certificate)
    if held.state != Certificate.State.VALID:
        raise NotValid(held)
    held.state = Certificate.State.REVOKED
    held.revoked_at = timezone.now()
    held.revocation_reason = reason
    held.save(update_fields=["state", "revoked_at", "revocation_reason"])
    record(
        actor=by,
        action="certificates.revoke",
        subject=held,
        before={"state": Certificate.State.VALID.value},
        after={"state": held.state, "number": held.number},
        reason=reason,
    )
    write_of_revocation(held)
    return held
