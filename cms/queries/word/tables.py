"""Tables of a Word document: spans taken apart, made into a table block or, where too large, text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import Tag

from cms.blocks.tables import (
    LONGEST_CAPTION,
    LONGEST_CELL,
    LONGEST_HEADING,
    MOST_COLUMNS,
    MOST_ROWS,
    table_value,
)
from cms.queries.word.elements import FLOW
from cms.queries.word.words import Reader, Run

_TOO_WIDE = MOST_COLUMNS + 1


@dataclass(frozen=True)
class Grid:
    """The words of a table, cell by cell; the first rows are its header."""

    header: list[str]
    rows: list[list[str]]
    is_header_marked: bool

    @property
    def is_table(self) -> bool:
        """Whether there are columns to compare and rows to read."""
        return bool(self.rows) and len(self.header) > 1

    @property
    def words(self) -> str:
        """The header on one line."""
        return " · ".join(filter(None, self.header))


def rows_of(table: Tag) -> tuple[list[Tag], list[Tag]]:
    """Return the rows marked as header, and the others; those of tables inside are not among them."""
    head: list[Tag] = []
    body: list[Tag] = []
    for part in table.find_all(["thead", "tbody", "tr"], recursive=False):
        if part.name == "tr":
            body.append(part)
        else:
            rows = part.find_all("tr", recursive=False)
            (head if part.name == "thead" else body).extend(rows)
    return head, body


def cells_of(row: Tag) -> list[Tag]:
    """Return the row's own cells."""
    return list(row.find_all(["td", "th"], recursive=False))


def is_text(table: Tag) -> bool:
    """Whether the table has one row or one column only: a frame around text."""
    head, body = rows_of(table)
    rows = [*head, *body]
    return len(rows) < 2 or all(len(cells_of(row)) < 2 for row in rows)  # noqa: PLR2004  # one is no table


def read_grid(table: Tag, reader: Reader) -> Grid:
    """Return the words of the table; what no row or column holds is left out."""
    head, body = rows_of(table)
    rows = _spread([*head, *body], reader)
    header_rows = max(min(len(head), len(rows) - 1), 1)
    filled = [row for row in rows[header_rows:] if any(row)]
    reader.findings.add("empty", count=len(rows) - header_rows - len(filled))
    width = max((len(row) for row in rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in [*rows[:header_rows], *filled]]
    used = [n for n in range(width) if any(row[n] for row in padded)]
    padded = [[row[n] for n in used] for row in padded]
    columns = zip(*padded[:header_rows], strict=True)
    return Grid([_heading(column) for column in columns], padded[header_rows:], bool(head))


def _heading(cells: Iterable[str]) -> str:
    """Return the words of a column's header cells on one line, equal ones once."""
    words = (" ".join(cell.split()) for cell in cells)
    return ": ".join(dict.fromkeys(filter(None, words)))


def _spread(rows: list[Tag], reader: Reader) -> list[list[str]]:
    """Return the rows with merged cells taken apart: the words in the first, the others empty."""
    spread: list[list[str]] = []
    below: dict[int, int] = {}  # column -> how many rows a cell above still reaches down
    for row in rows:
        line: list[str] = []
        for cell in cells_of(row):
            _fill_below(line, below)
            columns, down = _span(cell, "colspan"), _span(cell, "rowspan")
            text = _cell_text(cell, reader)
            reader.findings.add("merged", reader.section, text, count=int(columns > 1 or down > 1))
            below |= dict.fromkeys(range(len(line), len(line) + columns), down - 1)
            line += [text, *[""] * (columns - 1)]
        _fill_below(line, below)
        spread.append(line)
    return spread


def _fill_below(line: list[str], below: dict[int, int]) -> None:
    while below.get(len(line), 0) > 0:
        below[len(line)] -= 1
        line.append("")


def _span(cell: Tag, name: str) -> int:
    """Return how far a cell reaches; a width beyond every table of ours is cut short."""
    number = max(int(str(cell.get(name, "1"))), 1)
    return min(number, _TOO_WIDE) if name == "colspan" else number


def _cell_text(cell: Tag, reader: Reader) -> str:
    return "\n".join(_cell_lines(cell, reader))


def _cell_lines(cell: Tag, reader: Reader) -> Iterator[str]:
    """Yield the lines of a cell as plain text: lists with their marks, tables row by row."""
    stray: list[Any] = []
    for child in cell.children:
        if not (isinstance(child, Tag) and child.name in FLOW):
            stray.append(child)
            continue
        yield from map(_with_addresses, reader.lines(stray))
        stray = []
        if child.name in ("ul", "ol"):
            yield from _list_lines(child, reader)
        elif child.name == "table":
            reader.findings.add("nested_table", reader.section, child.get_text(" ", strip=True))
            head, body = rows_of(child)
            for row in [*head, *body]:
                cells = [" ".join(_cell_lines(c, reader)) for c in cells_of(row)]
                if any(cells):
                    yield " · ".join(cells)
        else:
            yield from map(_with_addresses, reader.lines(child.children))
    yield from map(_with_addresses, reader.lines(stray))


def _list_lines(tag: Tag, reader: Reader) -> Iterator[str]:
    for number, item in enumerate(tag.find_all("li", recursive=False), 1):
        mark = f"{number}." if tag.name == "ol" else "–"
        for n, line in enumerate(_cell_lines(item, reader)):
            yield f"{mark} {line}" if n == 0 else line


def _with_addresses(line: list[Run]) -> str:
    """Return plain words; the address of a link stands behind it."""
    text = ""
    for n, run in enumerate(line):
        text += run.text
        goes_on = n + 1 < len(line) and line[n + 1].address == run.address
        if run.address and not goes_on and run.address != run.text:
            text += f" ({run.address})"
    return text


def fits(grid: Grid) -> bool:
    """Whether the table block takes it, apart from the number of rows."""
    return (
        len(grid.header) <= MOST_COLUMNS
        and all(len(heading) <= LONGEST_HEADING for heading in grid.header)
        and all(len(cell) <= LONGEST_CELL for row in grid.rows for cell in row)
    )


def table_values(grid: Grid, caption: str) -> list[dict[str, Any]]:
    """Return the table as it is stored; a long one in several."""
    return [
        table_value(caption[:LONGEST_CAPTION], grid.header, grid.rows[start : start + MOST_ROWS])
        for start in range(0, len(grid.rows), MOST_ROWS)
    ]


def item_lines(grid: Grid) -> list[str]:
    """Return the rows as items of a list, each cell behind its heading."""
    if not grid.is_table:
        rows = [grid.words, *(" ".join(row[0].split()) for row in grid.rows)]
        return [words for words in rows if words]
    return [
        "; ".join(
            f"{heading}: {' '.join(cell.split())}" if heading else " ".join(cell.split())
            for heading, cell in zip(grid.header, row, strict=True)
            if cell
        )
        for row in grid.rows
    ]
