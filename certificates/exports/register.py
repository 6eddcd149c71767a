"""The register of certificates as CSV, as spreadsheets in Latvia open it."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.queries.terms import hours_text

# A cell that begins like this is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@")


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
        printed["programme"]["title"][certificate.language],
        certificate.group.name,
        hours_text(Decimal(printed["hours"]["credited"])),
        timezone.localdate(certificate.issued_at).isoformat(),
        str(certificate.get_state_display()),
        certificate.sha256,
    ]


def harmless(cell: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    start = unicodedata.normalize("NFKC", cell).lstrip()
    if start.startswith(_FORMULA_STARTS) or cell.startswith(("\t", "\r", "\n")):
        return f"'{cell}"
    return cell
