"""Lists as CSV and XLSX, as spreadsheets in Latvia open them, with no cell taken for a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# A cell that begins like this is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@")


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table in UTF-8 with a mark, divided by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table as a workbook of one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, head) for head in heads]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        # A workbook may not hold control characters, such as one pasted with a name.
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", harmless(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    start = unicodedata.normalize("NFKC", cell).lstrip()
    if start.startswith(_FORMULA_STARTS) or cell.startswith(("\t", "\r", "\n")):
        return f"'{cell}"
    return cell
