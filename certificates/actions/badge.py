"""Signing badges and their status lists with the key in use, which is recorded the first time."""

from typing import Any

from django.utils import timezone

from certificates.actions.keys import signing_key
from certificates.exports.badge import open_badge
from certificates.exports.proof import key_identity, public_bytes, signed
from certificates.exports.status import status_list
from certificates.models import Certificate
from certificates.queries.status import withdrawn


def signed_badge(*, certificate: Certificate) -> dict[str, Any]:
    """Return the certificate as a signed badge; with the same key it is the same file every time.

    Raises ImproperlyConfigured where there is no key.
    """
    key = signing_key()
    badge = open_badge(certificate, key_identity(public_bytes(key.private)))
    # No signature is older than its key, and none is newer than it need be.
    return signed(badge, key.private, max(certificate.issued_at, key.row.first_used_at))


def signed_status_list(*, number: int) -> dict[str, Any]:
    """Return the list of withdrawn certificates as it stands now, signed.

    Raises ImproperlyConfigured where there is no key.
    """
    key, now = signing_key(), timezone.now()
    issuer = key_identity(public_bytes(key.private))
    return signed(status_list(number, withdrawn(number), issuer, now), key.private, now)
