"""The signed statement: what a certificate says in short, to be believed without our server."""

import base64
import json
from decimal import Decimal

from certificates.actions.keys import SigningKey
from certificates.exports.document import document_of
from certificates.models import Certificate

VERSION = 1
# Signed with the rest but not written down: a signature made for something else never fits.
PURPOSE = "certificate statement"


def sign_statement(certificate: Certificate, *, key: SigningKey) -> None:
    """Give a numbered certificate its statement, as base64url: key (8 bytes), signature (64), facts.

    The code is signed too but stands only in the address, so that a statement taken to another
    code is refused. Facts are a JSON array: version, kind, number, name, programme, hours, day.
    """
    facts = facts_of(certificate)
    signature = key.private.sign(signed_part(certificate.verification_code, facts))
    whole = bytes.fromhex(key.row.key_id) + signature + facts
    certificate.statement = base64.urlsafe_b64encode(whole).rstrip(b"=").decode()
    certificate.statement_key = key.row


def facts_of(certificate: Certificate) -> bytes:
    """Return what the statement says: no more than the check page shows."""
    said = document_of(certificate)
    facts = [
        VERSION,
        certificate.kind,
        said.number,
        said.name,
        said.programme,
        _plain(said.hours),
        said.issued_on.isoformat(),
    ]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def signed_part(code: str, facts: bytes) -> bytes:
    """Return the bytes the signature is over."""
    return f"{PURPOSE}\n{code}\n".encode() + facts


def _plain(hours: Decimal) -> str:
    return f"{hours.normalize():f}"
