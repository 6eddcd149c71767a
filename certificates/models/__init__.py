"""Proof: certificates, what they say and rest on, and the orders and requests about them."""

from certificates.models.batch import CertificateBatch
from certificates.models.certificate import Certificate, NumberCounter
from certificates.models.document import CertificateDocument, CertificateDuplicate
from certificates.models.invitation import WritingInvitation
from certificates.models.key import StatementKey
from certificates.models.request import CertificateRequest
from certificates.models.supplement import CertificateDetails, ConfirmedLevel
from certificates.models.template import CertificateTemplate
from certificates.models.warning import RiskWarning

__all__ = [
    "Certificate",
    "CertificateBatch",
    "CertificateDetails",
    "CertificateDocument",
    "CertificateDuplicate",
    "CertificateRequest",
    "CertificateTemplate",
    "ConfirmedLevel",
    "NumberCounter",
    "RiskWarning",
    "StatementKey",
    "WritingInvitation",
]
