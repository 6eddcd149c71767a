"""Who has accepted the guidelines, as a table."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.exports.tables import csv_table, xlsx_table
from cms.queries.acceptance import MunicipalityRow, Overview


def acceptance_csv(overview: Overview) -> bytes:
    """Return every municipality with its acceptance as CSV."""
    return csv_table(_heads(), [_cells(row) for row in overview.rows])


def acceptance_xlsx(overview: Overview) -> bytes:
    """Return every municipality with its acceptance as XLSX."""
    rows = [_cells(row) for row in overview.rows]
    return xlsx_table(_("Acceptance of the guidelines"), _heads(), rows)


def _heads() -> list[str]:
    return [
        _("Municipality"),
        _("Training region"),
        _("Planning region"),
        _("Accepted version"),
        _("Accepted on"),
        _("Accepted by"),
        _("Last reminder"),
        _("Leads with an e-mail address"),
    ]


def _cells(row: MunicipalityRow) -> list[str]:
    done, reminder = row.acceptance, row.reminder
    return [
        str(row.municipality),
        str(row.municipality.training_region),
        str(row.municipality.planning_region),
        done.edition.number if done else "",
        timezone.localdate(done.accepted_at).isoformat() if done else "",
        done.accepted_by.get_full_name() if done else "",
        reminder.sent_on.isoformat() if reminder else "",
        str(row.leads),
    ]
