"""Finding a certificate by the code a stranger typed."""

from certificates.models import Certificate
from certificates.models.certificate import digest_of
from certificates.queries.codes import normalise_code


def by_code(text: str) -> Certificate | None:
    """Return the certificate with this code, or None; whatever is typed costs one query.

    Codes from before there were checks are found too: first looked up, then judged.
    """
    found = Certificate.objects.filter(code_digest=digest_of(normalise_code(text)))
    return found.select_related("superseded_by").first()
