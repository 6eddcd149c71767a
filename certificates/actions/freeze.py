"""What makes a certificate final: number, print, hash and storage, in the caller's transaction."""

import hashlib

from certificates.actions.keys import signing_key
from certificates.actions.numbering import printed_number, take_number
from certificates.actions.statements import sign_statement
from certificates.exports.pdf import render_certificate
from certificates.models import Certificate, CertificateDocument
from certificates.queries.codes import new_code


def freeze(certificate: Certificate) -> None:
    """Give a certificate that says all it has to say its number, print and store it.

    The number is taken last: its lock is held only while the page is printed and stored.
    """
    key = signing_key()
    certificate.verification_code = new_code()
    certificate.sequence = take_number(series=certificate.series, year=certificate.year)
    certificate.number = printed_number(
        series=certificate.series, year=certificate.year, sequence=certificate.sequence
    )
    sign_statement(certificate, key=key)
    pdf = render_certificate(certificate)
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.save(force_insert=True)
    CertificateDocument.objects.create(certificate=certificate, pdf=pdf)
