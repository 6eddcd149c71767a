"""Proof: certificates, their documents, the number counters, issuing batches and warnings."""

from certificates.models.batch import CertificateBatch
from certificates.models.certificate import Certificate, CertificateDocument, NumberCounter
from certificates.models.warning import RiskWarning

__all__ = ["Certificate", "CertificateBatch", "CertificateDocument", "NumberCounter", "RiskWarning"]
