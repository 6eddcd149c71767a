"""A certificate authority of the tests, seals under it, and seals that refuse or misbehave."""

import datetime as dt
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certificates.exports.seals import SealUnavailable
from certificates.exports.seals.file import FileSeal

PASSPHRASE = "testa parole ar garumzīmēm: āčē"
NAME = "Testa e-zīmogs"
ORGANISATION = "Testa aģentūra"
DAY = dt.timedelta(days=1)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "LV"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    parts = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
    parts += ("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{part: part in allowed for part in parts})


@dataclass(frozen=True)
class Authority:
    """A root, and the authority under it that gives out certificates."""

    root: x509.Certificate
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def certify(self, common, key, usage, first, last, *extensions):
        """Return a certificate of the key, valid between the two moments."""
        builder = _builder(common, key, self.certificate.subject, first, last)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(usage, True).add_extension(authority, False)
        for extension in extensions:
            builder = builder.add_extension(extension, True)
        return builder.sign(self.key, hashes.SHA256())

    def seal_file(self, first=-DAY, last=700 * DAY, passphrase=PASSPHRASE) -> bytes:
        """Return a PKCS#12 file with a new seal, valid from and to so far from now."""
        now = dt.datetime.now(dt.UTC)
        usage = _usage("digital_signature", "content_commitment")
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.certify(NAME, key, usage, now + first, now + last)
        return pkcs12.serialize_key_and_certificates(
            b"seal",
            key,
            certificate,
            [self.certificate, self.root],
            BestAvailableEncryption(passphrase.encode()),
        )

    def timestamper(self) -> DummyTimeStamper:
        """Return an authority for timestamps under this root."""
        now = dt.datetime.now(dt.UTC)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        key = rsa.generate_private_key(65537, 2048)  # the library's stand-in knows no other
        certificate = self.certify(
            "Testa laika zīmogs",
            key,
            _usage("digital_signature"),
            now - DAY,
            now + 700 * DAY,
            purpose,
        )
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return DummyTimeStamper(
            asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            certs_to_embed=[asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))],
        )


def _builder(common, key, issuer, first, last):
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


@cache
def authority(root: str = "Testa sakne (nav īsta)") -> Authority:
    """Return the authority under the root of that name, made once."""
    root_key, key = (ec.generate_private_key(ec.SECP384R1()) for _position in range(2))
    certificate = _certify_authority(root, root_key, _name(root), root_key, 1)
    issuing = _certify_authority("Testa izdevējs", key, certificate.subject, root_key, 0)
    return Authority(certificate, issuing, key)


def _certify_authority(common, key, issuer, issuer_key, depth):
    now = dt.datetime.now(dt.UTC)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        _builder(common, key, issuer, now - 2 * DAY, now + 3650 * DAY)
        .add_extension(authority, False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=depth), True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), True)
        .sign(issuer_key, hashes.SHA384())
    )


def seal_with(settings, folder: Path, content: bytes, passphrase: str = PASSPHRASE) -> Path:
    """Let the settings name a file of this content as the seal."""
    path = folder / "seal.p12"
    path.write_bytes(content)
    settings.CERTIFICATE_SEAL = "file"
    settings.CERTIFICATE_SEAL_FILE = str(path)
    settings.CERTIFICATE_SEAL_PASSPHRASE = passphrase
    return path


def validate(pdf: bytes, root: Authority) -> PdfSignatureStatus:
    """Ask pyHanko about the only signature, trusting this root alone and asking nobody."""
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusted = asn1.Certificate.load(root.root.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    return validate_pdf_signature(signature, context, context)


class ServiceSeal(FileSeal):
    """A seal that is asked like a service: after the commit, and it may be out of order."""

    is_down = False
    asked: list[str] = []

    def __init__(self):
        super().__init__()
        self.is_remote = True

    def seal(self, pdf, *, number, reason, location):
        type(self).asked.append(number)
        if self.is_down:
            raise SealUnavailable("out of order")
        return super().seal(pdf, number=number, reason=reason, location=location)
