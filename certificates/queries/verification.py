"""Finding a certificate by the code a stranger typed."""

import unicodedata

from certificates.models import Certificate
from certificates.models.certificate import digest_of

# Crockford's base 32: no I, L, O or U, so that a printed code can be read aloud and typed back.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
GROUP_LENGTH = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def normalise_code(text: str) -> str:
    """Return the code as stored, whatever dashes, spaces, case or look-alikes were typed."""
    letters = unicodedata.normalize("NFKC", text[:200]).upper()
    return "".join(ch for ch in letters if ch.isascii() and ch.isalnum()).translate(_MISREAD)


def printed_code(code: str) -> str:
    """Return the code in groups, as it is printed."""
    return "-".join(code[i : i + GROUP_LENGTH] for i in range(0, len(code), GROUP_LENGTH))


def by_code(text: str) -> Certificate | None:
    """Return the certificate with this code, or None."""
    code = normalise_code(text)
    if len(code) != CODE_LENGTH:
        return None
    found = Certificate.objects.filter(code_digest=digest_of(code))
    return found.select_related("superseded_by").first()
