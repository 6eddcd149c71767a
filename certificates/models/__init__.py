"""Proof: certificates, their documents, the number counters and issuing batches."""

from certificates.models.batch import CertificateBatch
from certificates.models.certificate import Certificate, CertificateDocument, NumberCounter

__all__ = ["Certificate", "CertificateBatch", "CertificateDocument", "NumberCounter"]
