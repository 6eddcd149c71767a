"""Certificate cards that pages of other apps show."""

from decimal import Decimal
from typing import Any

from django import template

from certificates.exports.document import check_url
from certificates.exports.sample import sample_pictures
from certificates.exports.share import profile_url
from certificates.models import Certificate, CertificateTemplate
from certificates.queries import certificates_of, eligibility
from certificates.queries.risk import hours_condition
from certificates.queries.terms import Condition, Eligibility, Hours, hours_text
from courses.models import Programme
from people.models import Person

register = template.Library()


@register.simple_tag
def eligibility_answer(person: Person, programme: Programme) -> Eligibility:
    """Answer every condition once, for a page that shows parts of the answer in several places."""
    return eligibility(person, programme)


@register.simple_tag
def hours_outlook(answer: Eligibility) -> Condition:
    """Return the condition about hours: what is missing, and what can still be done."""
    return hours_condition(answer)


@register.simple_tag(name="sample_pictures")
def sample_pictures_tag(template: CertificateTemplate, language: str) -> list[str]:
    """Draw a template's pages for its preview in the admin."""
    return sample_pictures(template, language)


@register.inclusion_tag("certificates/parts/card.html", takes_context=True)
def eligibility_card(
    context: template.Context,
    person: Person,
    programme: Programme,
    answer: Eligibility | None = None,
) -> dict[str, Any]:
    """Answer “Will I get the certificate?” on a card: ring, conditions, the certificate itself."""
    valid = certificates_of(person).filter(
        programme=programme, state=Certificate.State.VALID, kind=Certificate.Kind.COMPETENCE
    )
    return {
        "person": person,
        "certificate": valid.first(),
        "eligibility": answer or eligibility(person, programme),
        "is_own": _is_own(context, person),
    }


@register.inclusion_tag("certificates/parts/list.html", takes_context=True)
def person_certificates(context: template.Context, person: Person) -> dict[str, Any]:
    """List the person's certificates, for whoever may see them."""
    user = context["request"].user
    certificates = list(certificates_of(person))
    return {
        "certificates": [
            one for one in certificates if user.has_perm("certificates.download_certificate", one)
        ],
        "person": person,
        "may_see_eligibility": user.has_perm("certificates.see_eligibility", person),
        "is_own": _is_own(context, person),
    }


@register.inclusion_tag("certificates/parts/portable.html", takes_context=True)
def portable_certificate(context: template.Context, certificate: Certificate) -> dict[str, Any]:
    """Offer a valid certificate for other places; its owner may also show it to others."""
    return {
        "certificate": certificate,
        "is_own": _is_own(context, certificate.person),
        "check_url": check_url(certificate),
        "profile_url": profile_url(certificate),
    }


@register.inclusion_tag("certificates/parts/conditions.html")
def conditions(answer: Eligibility) -> dict[str, Any]:
    """List the conditions with what is met and what is missing."""
    return {"eligibility": answer}


@register.inclusion_tag("certificates/parts/ring.html")
def hours_ring(hours: Hours) -> dict[str, Any]:
    """Draw credited hours as a ring; amber can still be earned; the line is what is needed."""
    total = hours.total or Decimal(1)
    got = min(hours.done / total * 100, Decimal(100))
    may = min(hours.possible / total * 100, Decimal(100) - got)
    return {
        "got": f"{got:.2f} {100 - got:.2f}",
        "may": f"{may:.2f} {100 - may:.2f}",
        "may_from": f"{-got:.2f}",
        "turn": f"{hours.needed / total * 360:.1f}",
        "done": hours_text(hours.done),
        "possible": hours_text(hours.possible),
        "needed": hours_text(hours.needed),
        "total": hours_text(hours.total),
        "has_may": may > 0,
    }


def _is_own(context: template.Context, person: Person) -> bool:
    user = context["request"].user
    return bool(user.is_authenticated and user.person_id == person.pk)
