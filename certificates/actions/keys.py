"""The key that signs statements and badges: its private half is a file, its public half a row."""

import base64
import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from certificates.models import StatementKey

KEY_ID_LENGTH = 16


@dataclass(frozen=True)
class SigningKey:
    """A key with both halves."""

    private: Ed25519PrivateKey
    row: StatementKey


def signing_key() -> SigningKey:
    """Return the key in use, and record its public half the first time.

    Raises ImproperlyConfigured where the file is missing or holds no Ed25519 key.
    """
    private = _read(Path(settings.CERTIFICATE_KEY_FILE))
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    row, _is_new = StatementKey.objects.get_or_create(
        public_key=_text(public), defaults={"key_id": key_id(public)}
    )
    return SigningKey(private, row)


def make_key_file(path: Path) -> None:
    """Write a new key, readable for its owner alone; an existing file is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    # Written aside and linked into place: of two processes one wins, and no half file is read.
    aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    aside.write_bytes(b"")
    aside.chmod(0o600)
    aside.write_bytes(pem)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def key_id(public: bytes) -> str:
    """Return the short name of a public key: the beginning of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:KEY_ID_LENGTH]


def _read(path: Path) -> Ed25519PrivateKey:
    if settings.MAKES_CERTIFICATE_KEY and not path.exists():
        make_key_file(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise ImproperlyConfigured(f"CERTIFICATE_KEY_FILE cannot be read: {fault}") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("CERTIFICATE_KEY_FILE holds no Ed25519 key")
    return key


def _text(public: bytes) -> str:
    return base64.urlsafe_b64encode(public).rstrip(b"=").decode()
