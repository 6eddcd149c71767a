"""The seal kept in a PKCS#12 file: PAdES, with a timestamp where a service is configured."""

import asyncio
import datetime as dt
import io
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from certificates.exports.seals import SealUnavailable

FIELD = "Seal"
DIGEST = "sha256"
TIMESTAMP_SECONDS = 10
# Signatures by elliptic curves differ by some bytes in length. The library would leave half as
# much again as it needs, and what lies between signature and room no validator sees changed.
SPARE_BYTES = 8


@dataclass(frozen=True)
class _Key:
    """What the file holds, and how many hexadecimal digits a signature with it takes."""

    signer: SimpleSigner
    certificate: x509.Certificate
    room: int


class FileSeal:
    """Seals with the key and certificate of CERTIFICATE_SEAL_FILE."""

    def __init__(self) -> None:
        path = Path(settings.CERTIFICATE_SEAL_FILE)
        try:
            changed = path.stat().st_mtime_ns
        except OSError as fault:
            raise SealUnavailable(f"CERTIFICATE_SEAL_FILE cannot be read: {fault}") from fault
        self._key = _load(path, settings.CERTIFICATE_SEAL_PASSPHRASE, changed)
        _refuse_out_of_date(self._key.certificate)
        self._timestamp_url = settings.CERTIFICATE_SEAL_TIMESTAMP_URL
        self.is_remote = bool(self._timestamp_url)

    @property
    def name(self) -> str:
        return str(self._key.signer.subject_name)

    @property
    def valid_until(self) -> dt.datetime:
        """When the certificate ends, after which it seals nothing."""
        return self._key.certificate.not_valid_after_utc

    def seal(self, pdf: bytes, *, number: str, reason: str, location: str) -> bytes:
        """Append a certifying signature that permits no change, with the chain of certificates."""
        meaning = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=reason,
            location=location,
        )
        signer = PdfSigner(
            meaning,
            signer=self._key.signer,
            timestamper=_timestamper(self._timestamp_url) if self._timestamp_url else None,
            new_field_spec=SigFieldSpec(FIELD),
        )
        try:
            sealed: io.BytesIO = signer.sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(pdf)),
                bytes_reserved=None if self._timestamp_url else self._key.room,
            )
        except TimestampRequestError as fault:
            raise SealUnavailable(f"No timestamp from {self._timestamp_url}: {fault}") from fault
        except ValueError:
            # It remembers how long an answer of the service is; a longer one does not fit.
            _timestamper.cache_clear()
            raise
        return sealed.getvalue()


@lru_cache(maxsize=1)
def _load(path: Path, passphrase: str, _changed: int) -> _Key:
    """Open the file once, and again when it or its passphrase has changed: it takes a while."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise SealUnavailable(f"CERTIFICATE_SEAL_FILE cannot be read: {fault}") from fault
    try:
        signer = SimpleSigner.load_pkcs12_data(
            data, other_certs=[], passphrase=passphrase.encode() or None
        )
    except (ValueError, TypeError, AttributeError) as fault:  # the last two: no key inside
        raise SealUnavailable(
            "CERTIFICATE_SEAL_FILE holds no key with its certificate that"
            f" CERTIFICATE_SEAL_PASSPHRASE opens: {fault}"
        ) from fault
    # The root proves nothing inside the file, and no validator would see it changed there.
    signer.embed_roots = False
    certificate = x509.load_der_x509_certificate(signer.signing_cert.dump())
    sample = asyncio.run(signer.async_sign(bytes(32), DIGEST, use_pades=True))
    return _Key(signer, certificate, room=2 * (len(sample.dump()) + SPARE_BYTES))


@cache
def _timestamper(url: str) -> HTTPTimeStamper:
    return HTTPTimeStamper(url, timeout=TIMESTAMP_SECONDS)


def _refuse_out_of_date(certificate: x509.Certificate) -> None:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= timezone.now() <= last:
        raise SealUnavailable(
            "The certificate in CERTIFICATE_SEAL_FILE is valid from"
            f" {first:%Y-%m-%d} to {last:%Y-%m-%d} only"
        )
