"""What the public is told about a code, as an object for the page and as JSON for machines."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.exports.document import Document, document_of
from certificates.models import Certificate, CertificateDuplicate
from certificates.queries.chain import Link, chain_of
from certificates.queries.codes import is_sound, normalise_code, printed_code, suggestion
from certificates.queries.decoy import decoy
from certificates.queries.verification import by_code


@dataclass(frozen=True)
class Answer:
    """Everything the page may show; where the code is unknown, all but the last two is a decoy's.

    The decoy makes an unknown code cost what a known one does, so that time tells nothing. Whoever
    shows an answer prepares both outcomes and throws one away.
    """

    certificate: Certificate
    document: Document
    duplicates: list[str]  # SHA-256 of each
    chain: list[Link]
    is_known: bool
    suggestion: str  # printed form; what the arithmetic of the code offers, known or not


def answer_to(text: str) -> Answer:
    """Look the code up, with the same queries and the same work whether it is known or not."""
    code = normalise_code(text)
    found = by_code(code)
    certificate = found or decoy()
    duplicates = CertificateDuplicate.objects.filter(certificate_id=certificate.pk)
    offered = suggestion(code) if not is_sound(code) else None
    return Answer(
        certificate=certificate,
        document=document_of(certificate),
        duplicates=list(duplicates.order_by("ordinal").values_list("sha256", flat=True)),
        chain=chain_of(certificate),
        is_known=found is not None,
        suggestion=printed_code(offered or ""),
    )


def as_json(answer: Answer) -> dict[str, Any]:
    """Return the answer for machines; the keys are documented and stay."""
    known = _known(answer)
    unknown = {
        "status": "unknown",
        "message": _("No certificate with this code. Check every letter and digit."),
        "suggestion": answer.suggestion or None,
    }
    return known if answer.is_known else unknown


def _known(answer: Answer) -> dict[str, Any]:
    certificate, document = answer.certificate, answer.document
    said: dict[str, Any] = {
        "status": certificate.state,
        "code": document.code,
        "kind": certificate.kind,
        "number": document.number,
        "name": document.name,
        "programme": document.programme,
        "academic_hours": str(document.hours),
        "issued_on": document.issued_on.isoformat(),
        "issuer": document.issuer,
        "sha256": [one for one in (certificate.sha256, *answer.duplicates) if one],
        "statement": certificate.statement or None,
        "chain": [_link(link) for link in answer.chain],
    }
    if certificate.superseded_by is not None:
        said["replaced_by"] = certificate.superseded_by.number
    if certificate.revoked_at is not None:
        said["revoked_on"] = timezone.localdate(certificate.revoked_at).isoformat()
    return said


def _link(link: Link) -> dict[str, Any]:
    return {
        "number": link.number,
        "status": link.state,
        "issued_on": link.issued_on.isoformat(),
        "replaced_on": link.replaced_on.isoformat() if link.replaced_on else None,
        "revoked_on": link.revoked_on.isoformat() if link.revoked_on else None,
    }
