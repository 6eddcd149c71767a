"""The table: a caption, a header row and rows of plain text."""

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)

from cms.blocks.base import TEXT, Previewed

MOST_COLUMNS, MOST_ROWS = 8, 60
LONGEST_HEADING, LONGEST_CAPTION, LONGEST_CELL = 160, 300, 600


class TableBlock(Previewed, TypedTableBlock):
    """A small comparison; it scrolls within itself on a phone."""

    text = blocks.TextBlock(label=_("Text"), required=False, max_length=LONGEST_CELL, rows=1)

    class Meta:
        label = _("Table")
        icon = "table"
        group = TEXT
        template = "cms/blocks/table.html"
        description = _("A small comparison with a caption and a header row.")

    def clean(self, table: TypedTable) -> TypedTable:
        """Check the cells, the limits, and before publishing what a reader cannot do without."""
        cleaned = super().clean(table)
        problems = _too_much(cleaned)
        if not self.is_deferred_validation:
            problems += _missing(cleaned)
        if problems:
            raise TypedTableBlockValidationError(non_block_errors=problems)
        return cleaned


def _too_much(table: TypedTable) -> list[str]:
    problems = []
    if len(table.columns) > MOST_COLUMNS or len(table.row_data) > MOST_ROWS:
        problems.append(
            now("A table may have at most %(columns)d columns and %(rows)d rows.")
            % {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
        )
    headings = [column["heading"] or "" for column in table.columns]
    if len(table.caption or "") > LONGEST_CAPTION or any(
        len(heading) > LONGEST_HEADING for heading in headings
    ):
        problems.append(now("The caption or a column heading of the table is too long."))
    return problems


def _missing(table: TypedTable) -> list[str]:
    problems = []
    if not (table.caption or "").strip():
        problems.append(now("Write a caption: it says what the table shows."))
    if len(table.columns) < 2 or not table.row_data:  # noqa: PLR2004  # one column is a list
        problems.append(now("A table needs at least two columns and one row."))
    if not all((column["heading"] or "").strip() for column in table.columns):
        problems.append(now("Every column of the table needs a heading."))
    return problems


def table_value(caption: str, columns: list[Any], rows: list[list[Any]]) -> dict[str, Any]:
    """Return the table as it is stored."""
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": heading} for heading in columns],
        "rows": [{"values": row} for row in rows],
    }
