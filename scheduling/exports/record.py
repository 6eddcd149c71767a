"""The record of a group's attendance as CSV, XLSX and PDF, in the reader's language."""

from collections.abc import Iterable
from itertools import groupby

from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.exports.pdf import FONTS, print_pdf
from cms.exports.tables import csv_table, xlsx_table
from cms.templatetags.look_tags import hours
from cms.templatetags.states import shown
from scheduling.models import AttendanceMark, Standing, TrainingGroup
from scheduling.queries.record import RecordRow


def record_csv(group: TrainingGroup, rows: Iterable[RecordRow]) -> bytes:
    """Return the record in UTF-8 with a mark, divided by semicolons."""
    return csv_table(_heads(), [cells(row) for row in rows])


def record_xlsx(group: TrainingGroup, rows: Iterable[RecordRow]) -> bytes:
    """Return the record as a workbook of one sheet; every cell is text."""
    return xlsx_table(f"{group.code} {_('Attendance')}", _heads(), [cells(row) for row in rows])


def record_pdf(group: TrainingGroup, rows: Iterable[RecordRow]) -> bytes:
    """Return the record on A4 across, with the funding statement on each page."""
    html = render_to_string(
        "scheduling/pdf/record.html",
        {
            "group": group,
            "heads": _printed_heads(),
            # A table for each person: the time a table takes grows with the square of its rows.
            "people": [
                (person.full_name, [_printed(cells(row)) for row in own])
                for person, own in groupby(rows, key=lambda row: row.person)
            ],
            "made_at": timezone.now(),
            "language": get_language(),
            "fonts": FONTS,
        },
    )
    return print_pdf(html)


def _heads() -> list[str]:
    return [
        _("Participant"),
        _("Day"),
        _("Date"),
        _("Block"),
        _("Mark"),
        _("Time of arrival"),
        _("Time of leaving"),
        _("Credited hours"),
        _("Recorded by"),
        _("Source"),
        _("Recorded"),
        _("Corrections and other marks"),
    ]


def _printed_heads() -> list[str]:
    return [
        _("Day"),
        _("Mark"),
        _("Credited hours"),
        _("Recorded by"),
        _("Corrections and other marks"),
    ]


def _printed(row: list[str]) -> list[str]:
    """Fold the twelve columns into five: a sheet of paper is narrow, and each cell takes time."""
    _who, day, date, block, mark, came, left, earned, by, source, moment, history = row
    clock = f"{came}–{left}" if came and left else came or left
    recorded = ", ".join(filter(None, [by, source, moment]))
    return [
        f"{day}, {date}, {block}",
        " ".join(filter(None, [mark, clock])),
        earned,
        recorded,
        history,
    ]


def cells(row: RecordRow) -> list[str]:
    """Write one row as text."""
    mark = row.mark
    start = [
        row.person.full_name,
        row.session.day.code,
        row.session.date.isoformat(),
        str(row.block.block.get_part_display()),
        str(shown(mark.shown_state if mark else "unmarked").word),
    ]
    if mark is None:
        middle = ["", "", "", "", "", ""]
    else:
        middle = [
            formats.time_format(mark.arrived_at) if mark.arrived_at else "",
            formats.time_format(mark.left_at) if mark.left_at else "",
            hours(mark.credited_hours),
            mark.recorded_by.get_full_name(),
            str(mark.get_source_display()),
            _moment(mark),
        ]
    return [*start, *middle, "\n".join(_history(one) for one in row.others)]


def _history(mark: AttendanceMark) -> str:
    """Write what one more row of the ledger says: when, what, what it is worth, who and why."""
    times = " ".join(
        formats.time_format(clock) for clock in (mark.arrived_at, mark.left_at) if clock
    )
    word = " ".join(filter(None, [str(mark.get_status_display()), times]))
    worth = _("replaced") if mark.standing == Standing.COUNTS else str(mark.get_standing_display())
    who = f"{mark.get_source_display()}, {mark.recorded_by.get_full_name()}"
    reason = f": {mark.reason}" if mark.reason else ""
    return f"{_moment(mark)} {word} ({worth}; {who}){reason}"


def _moment(mark: AttendanceMark) -> str:
    return timezone.localtime(mark.recorded_at).strftime("%Y-%m-%d %H:%M")
