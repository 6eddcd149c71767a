"""Feedback as tables, and text made safe for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cms.exports.tables import harmless
from scheduling.queries.feedback import FeedbackSummary


def neutralised(value: object) -> object:
    """Return text that a spreadsheet will not take for a formula; other values as they are."""
    return harmless(value) if isinstance(value, str) else value


def feedback_csv(summaries: Iterable[FeedbackSummary]) -> bytes:
    """Return what the summaries show, one row for each figure or comment, as Latvia opens CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows(_feedback_rows(summaries))
    return out.getvalue().encode("utf-8-sig")


def feedback_xlsx(summaries: Iterable[FeedbackSummary]) -> bytes:
    """Return the same rows as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Feedback"))
    for row in _feedback_rows(summaries):
        sheet.append([_printable(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _feedback_rows(summaries: Iterable[FeedbackSummary]) -> Iterator[list[object]]:
    heads = [_("Group"), pgettext("group", "Name"), _("Cohort"), _("Trainer"), _("Question")]
    yield [*heads, _("Answers"), _("Average"), _("Comment")]
    for summary in summaries:
        group = summary.group
        start = [group.code, group.name, str(group.cohort)]
        cells: list[list[object]] = []
        if summary.missing:
            cells.append(["", _("fewer than five answers"), "", "", ""])
        cells += [
            ["", question.label, summary.answered, question.level.shown, ""]
            for question in summary.questions
        ]
        for asked in summary.comments:
            cells += [["", asked.label, "", "", text] for text in asked.comments]
        for about in summary.trainers:
            name = about.trainer.full_name
            if about.rated is None:
                cells.append([name, _("fewer than five answers"), "", "", ""])
                continue
            figures = [about.answered, about.rated.level.shown]
            cells.append([name, _("helped to learn"), *figures, ""])
            cells += [[name, _("Comment"), "", "", text] for text in about.comments]
        yield from ([neutralised(cell) for cell in [*start, *row]] for row in cells)


def _printable(cell: object) -> object:
    """Leave out what a workbook may not hold, such as control characters pasted with a comment."""
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
