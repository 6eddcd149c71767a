"""Proof: certificates, their documents, keys and numbers, batches, requests and warnings."""

from certificates.models.batch import CertificateBatch
from certificates.models.certificate import Certificate, NumberCounter
from certificates.models.document import CertificateDocument, CertificateDuplicate
from certificates.models.key import StatementKey
from certificates.models.request import CertificateRequest
from certificates.models.warning import RiskWarning

__all__ = [
    "Certificate",
    "CertificateBatch",
    "CertificateDocument",
    "CertificateDuplicate",
    "CertificateRequest",
    "NumberCounter",
    "RiskWarning",
    "StatementKey",
]
