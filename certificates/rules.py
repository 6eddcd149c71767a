"""Who may issue, see and check certificates. Nobody issues to themselves: the action sees to it."""

import rules
from django.db.models import Q

from certificates.models import Certificate, CertificateDuplicate, CertificateRequest
from people.models import Person, User
from people.rules import (
    add_own_perm,
    has_person,
    is_auditor,
    is_programme_manager,
    is_self,
    is_trainer,
    leads_team_of,
)
from scheduling.models import Enrolment
from scheduling.rules import teaches_group


@rules.predicate
def owns_certificate(user: User, certificate: Certificate | None) -> bool:
    """Whether the certificate is the user's own."""
    return certificate is not None and has_person(user) and certificate.person_id == user.person_id


@rules.predicate
def owns_duplicate(user: User, duplicate: CertificateDuplicate | None) -> bool:
    """Whether the duplicate is of the user's own certificate."""
    return duplicate is not None and owns_certificate(user, duplicate.certificate)


@rules.predicate
def is_subject(user: User, request: CertificateRequest | None) -> bool:
    """Whether the request is about the user."""
    return request is not None and has_person(user) and request.person_id == user.person_id


@rules.predicate
def trains_person(user: User, person: Person | None) -> bool:
    """Whether the user's person teaches a group, or a day of a group, the person has a place in."""
    if person is None or user.person_id is None:
        return False
    mine = Q(group__trainers=user.person_id) | Q(group__sessions__trainers=user.person_id)
    return Enrolment.objects.active().filter(mine, person=person).exists()


rules.add_perm("certificates.issue_certificates", is_programme_manager)
rules.add_perm("certificates.see_batch", is_programme_manager | is_auditor)
rules.add_perm("certificates.see_register", is_programme_manager | is_auditor)
rules.add_perm(
    "certificates.download_certificate", is_programme_manager | is_auditor | owns_certificate
)
add_own_perm("certificates.edit_own_details", has_person)
rules.add_perm("certificates.confirm_levels", is_programme_manager | (is_trainer & teaches_group))
rules.add_perm("certificates.list_at_risk", is_programme_manager | is_auditor | is_trainer)
rules.add_perm("certificates.warn_at_risk", is_programme_manager | (is_trainer & teaches_group))
add_own_perm("certificates.see_own_eligibility", has_person)
rules.add_perm(
    "certificates.see_eligibility",
    is_self | is_programme_manager | is_auditor | leads_team_of | (is_trainer & trains_person),
)
# What becomes of a certificate is decided by managers, and never by the one it is about.
_MANAGES = is_programme_manager & ~owns_certificate
rules.add_perm("certificates.replace_certificate", _MANAGES)
rules.add_perm("certificates.issue_duplicate", _MANAGES)
rules.add_perm("certificates.request_revocation", _MANAGES)
rules.add_perm("certificates.replace_many", is_programme_manager)
rules.add_perm("certificates.request_issue", is_programme_manager & ~is_self)
rules.add_perm("certificates.see_request", is_programme_manager | is_auditor)
rules.add_perm("certificates.decide_request", is_programme_manager & ~is_subject)
rules.add_perm("certificates.list_reviews", is_programme_manager | is_auditor)
rules.add_perm(
    "certificates.download_duplicate", is_programme_manager | is_auditor | owns_duplicate
)
