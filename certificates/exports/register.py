"""The register of certificates as CSV and XLSX, as spreadsheets in Latvia open them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.exports.document import first_language
from certificates.models import Certificate
from certificates.queries.terms import hours_text
from cms.exports.tables import csv_table, xlsx_table


def register_csv(certificates: Iterable[Certificate]) -> bytes:
    """Return the certificates as they were issued, one row each, in UTF-8 with a mark."""
    return csv_table(_heads(), (_cells(one) for one in certificates))


def register_xlsx(certificates: Iterable[Certificate]) -> bytes:
    """Return the same as a workbook."""
    rows = (_cells(one) for one in certificates)
    return xlsx_table(_("Register of certificates"), _heads(), rows)


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Name, surname"),
        _("Training programme"),
        _("Training group"),
        _("Hours"),
        _("Date of issue"),
        _("State"),
        "SHA-256",
        _("Kind"),
        _("Language"),
        _("Municipality"),
        _("Replaced by"),
        _("Replaced on"),
        _("Revoked on"),
        _("Issued by"),
    ]


def _cells(certificate: Certificate) -> list[str]:
    printed = certificate.snapshot
    language = first_language(certificate)
    after = certificate.superseded_by
    return [
        certificate.number,
        printed["person"]["name"],
        printed["programme"]["title"][language],
        certificate.group.name,
        hours_text(Decimal(printed["hours"]["credited"])),
        timezone.localdate(certificate.issued_at).isoformat(),
        str(certificate.get_state_display()),
        certificate.sha256,
        str(certificate.get_kind_display()),
        str(certificate.get_language_display()),
        (printed["municipality"] or {}).get(language, ""),
        after.number if after else "",
        _day(certificate.superseded_at),
        _day(certificate.revoked_at),
        certificate.issued_by.get_full_name(),
    ]


def _day(moment: dt.datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
