"""Having one certificate sealed, and looking at what came back before it is kept for ever."""

import logging

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.exports.document import first_language
from certificates.exports.seals import NAME_LENGTH, Seal, SealFault, SealUnavailable, load_proof
from certificates.models import Certificate

logger = logging.getLogger(__name__)


def affix(seal: Seal, certificate: Certificate, pdf: bytes) -> tuple[bytes, str]:
    """Return the certificate's PDF sealed, and who sealed it.

    Raises SealUnavailable, or SealFault where it is this document that could not be sealed. A seal
    may be a class that others wrote: whatever it raises is a fault, and what it returns is looked
    at.
    """
    places, language = certificate.snapshot["place"], first_language(certificate)
    with override(language):
        reason = _("Issue of certificate No. %(number)s") % {"number": certificate.number}
    try:
        sealed = seal.seal(pdf, number=certificate.number, reason=reason, location=places[language])
        name = str(seal.name)[:NAME_LENGTH]
        is_ours = load_proof().is_sealed(sealed, pdf)
    except SealUnavailable:
        raise
    except Exception as fault:
        logger.exception("Certificate %s could not be sealed", certificate.number)
        raise SealFault(str(fault)) from fault
    if not (is_ours and name):
        raise SealFault("What came back is not the same document with a seal over all of it")
    return sealed, name
