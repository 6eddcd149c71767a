"""Data Integrity proofs (eddsa-rdfc-2022): what a signed JSON-LD file means, signed and checkable."""

import datetime as dt
import hashlib
import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FOLDER = Path(__file__).resolve().parents[1] / "content" / "contexts"
# What the words mean is read from our own files; every other address is refused, never fetched.
CONTEXTS = {
    CREDENTIALS: _FOLDER / "credentials-v2.json",
    OPEN_BADGES: _FOLDER / "open-badges-3.0.3.json",
}
_NOWHERE = "relative:/"  # an address that is not whole is read as standing here
_ED25519 = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# The library keeps what it has read of contexts in caches that threads may not share.
_LIBRARY = threading.Lock()


class CannotBeSigned(Exception):
    """Something in the file would be left out of what is signed, or is defined elsewhere."""


def signed(
    document: dict[str, Any], private: Ed25519PrivateKey, created: dt.datetime
) -> dict[str, Any]:
    """Return the document with its proof; raise CannotBeSigned where a part would stay unsigned."""
    identity = key_identity(public_bytes(private))
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(created),
        "verificationMethod": f"{identity}#{identity.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
    }
    with _LIBRARY:
        said = _digest({"@context": document["@context"], **options}) + _digest(document)
    return {**document, "proof": {**options, "proofValue": _multibase(private.sign(said))}}


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """Return the public half of a key."""
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_identity(public: bytes) -> str:
    """Return the did:key of a public key: the name is the key, so that no server is asked for it."""
    return f"did:key:{_multibase(_ED25519 + public)}"


def moment(time: dt.datetime) -> str:
    """Return a moment as these files write it: universal time, whole seconds."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(document: dict[str, Any]) -> bytes:
    from pyld import jsonld  # noqa: PLC0415  # half a second, for those who sign only

    for context in document["@context"]:
        if context not in list(CONTEXTS):
            raise CannotBeSigned(f"the context {context} is none of ours")
    options = {"documentLoader": _load, "base": _NOWHERE}
    try:
        expanded = jsonld.expand(document, options, on_property_dropped=_refuse)
        _refuse_relative(expanded)
        lines = jsonld.normalize(
            expanded, {**options, "algorithm": "URDNA2015", "format": "application/n-quads"}
        )
    except jsonld.JsonLdError as fault:
        raise CannotBeSigned(str(fault)) from fault
    return hashlib.sha256(lines.encode()).digest()


def _refuse(name: str) -> None:
    # The library leaves out words that no context knows, without saying so.
    raise CannotBeSigned(f"no context knows the word {name!r}")


def _refuse_relative(expanded: Any) -> None:
    """Refuse kinds and addresses that are none: each library reads or drops them in its own way."""
    if isinstance(expanded, list):
        for one in expanded:
            _refuse_relative(one)
    elif isinstance(expanded, dict) and "@value" not in expanded:
        for address in [*expanded.get("@type", []), expanded.get("@id", "urn:")]:
            if address.startswith(_NOWHERE):
                relative = address.removeprefix(_NOWHERE)
                raise CannotBeSigned(f"{relative!r} is no whole address")
        for value in expanded.values():
            _refuse_relative(value)


def _load(url: str, _options: Any = None) -> dict[str, Any]:
    if url not in CONTEXTS:
        raise CannotBeSigned(url)
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _read(CONTEXTS[url]),
    }


@cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _multibase(content: bytes) -> str:
    number, letters = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        letters = _BASE58[rest] + letters
    return "z" + "1" * (len(content) - len(content.lstrip(b"\0"))) + letters
