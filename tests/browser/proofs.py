"""Backstage: an issued certificate as the person holding it has it."""

import base64
from typing import Any

from certificates.models import Certificate


def issued_certificate() -> dict[str, Any]:
    """Return what stands in the QR of a valid certificate of the demo, and its file."""
    certificate = Certificate.objects.valid().select_related("document").first()
    assert certificate is not None
    return {
        "code": certificate.verification_code,
        "statement": certificate.statement,
        "name": certificate.snapshot["person"]["name"],
        "number": certificate.number,
        "pdf": base64.b64encode(bytes(certificate.document.pdf)).decode(),
    }
