"""The public keys that statements are checked with, in the forms other programs read."""

import base64
from dataclasses import dataclass

from django.utils import timezone

from certificates.models import StatementKey

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # what multicodec calls an Ed25519 public key


@dataclass(frozen=True)
class PublishedKey:
    """A public key by its short name; the same 32 bytes as base64url and as multibase."""

    key_id: str
    public_key: str
    multibase: str
    first_used: str


def published_keys() -> list[PublishedKey]:
    """Return every key that has ever signed, the newest first."""
    return [
        PublishedKey(
            row.key_id,
            row.public_key,
            multibase(base64.urlsafe_b64decode(f"{row.public_key}=")),
            timezone.localdate(row.first_used_at).isoformat(),
        )
        for row in StatementKey.objects.all()
    ]


def multibase(public: bytes) -> str:
    """Return an Ed25519 public key as multibase (base58btc) with its multicodec before it."""
    number, digits = int.from_bytes(_ED25519 + public, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BASE58[digit] + digits
    return f"z{digits}"
