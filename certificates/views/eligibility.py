"""“Will I get the certificate?”, asked for oneself or for somebody one answers for."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from certificates.models import Certificate
from certificates.queries import certificates_of, eligibility, programme_of
from certificates.views.find import find_person
from people.access import PersonRequest, permission_required
from people.models import Person


@permission_required("certificates.see_own_eligibility")
@require_GET
def own(request: PersonRequest) -> HttpResponse:
    """Answer the reader about themselves."""
    return _answer(request, cast(Person, request.user.person), is_own=True)


@permission_required("certificates.see_eligibility", find=find_person)
@require_GET
def of_person(request: PersonRequest, person: Person) -> HttpResponse:
    """Answer about somebody else."""
    return _answer(request, person, is_own=request.user.person_id == person.pk)


def _answer(request: PersonRequest, person: Person, *, is_own: bool) -> HttpResponse:
    programme = programme_of(person)
    certificates = list(certificates_of(person))
    valid = [
        one
        for one in certificates
        if one.state == Certificate.State.VALID
        and one.kind == Certificate.Kind.COMPETENCE
        and one.programme_id == getattr(programme, "pk", 0)
    ]
    context = {
        "person": person,
        "is_own": is_own,
        "programme": programme,
        "eligibility": eligibility(person, programme) if programme else None,
        "certificate": valid[0] if valid else None,
        "certificates": certificates,
        # Trainers and team leads see the conditions; the document belongs to the person.
        "may_request": all(one.kind != Certificate.Kind.COMPETENCE for one in valid)
        and request.user.has_perm("certificates.request_issue", person),
        "may_open": is_own or request.user.has_perm("certificates.see_register"),
    }
    return render(request, "certificates/eligibility.html", context)
