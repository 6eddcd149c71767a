"""Ready addresses with which the owner of a certificate shows it elsewhere."""

from urllib.parse import urlencode

from django.utils import timezone

from certificates.exports.document import check_url, first_language
from certificates.models import Certificate

_LINKEDIN = "https://www.linkedin.com/profile/add"


def profile_url(certificate: Certificate) -> str:
    """Return LinkedIn's form for a certificate, filled in; nothing is sent before it is followed."""
    data, language = certificate.snapshot, first_language(certificate)
    issued = timezone.localtime(certificate.issued_at)
    return f"{_LINKEDIN}?" + urlencode(
        {
            "startTask": "CERTIFICATION_NAME",
            "name": data["programme"]["title"][language],
            "organizationName": data["issuer"][language],
            "issueYear": issued.year,
            "issueMonth": issued.month,
            "certUrl": check_url(certificate),
            "certId": certificate.number,
        }
    )
