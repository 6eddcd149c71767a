"""The register of certificates as CSV, as spreadsheets in Latvia open it."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.exports.document import languages_of
from certificates.models import Certificate
from certificates.queries.terms import hours_text
from cms.exports.tables import harmless


def register_csv(certificates: Iterable[Certificate]) -> bytes:
    """Return the certificates as they were issued, one row each, in UTF-8 with a mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Number"),
            _("Name, surname"),
            _("Training programme"),
            _("Training group"),
            _("Hours"),
            _("Date of issue"),
            _("State"),
            "SHA-256",
        ]
    )
    for certificate in certificates:
        writer.writerow([harmless(cell) for cell in _cells(certificate)])
    return out.getvalue().encode("utf-8-sig")


def _cells(certificate: Certificate) -> list[str]:
    printed = certificate.snapshot
    return [
        certificate.number,
        printed["person"]["name"],
        printed["programme"]["title"][languages_of(certificate)[0]],
        certificate.group.name,
        hours_text(Decimal(printed["hours"]["credited"])),
        timezone.localdate(certificate.issued_at).isoformat(),
        str(certificate.get_state_display()),
        certificate.sha256,
    ]
