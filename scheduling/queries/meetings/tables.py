"""The rows of a file: CSV however it was saved, XLSX within bounds of size, rows and time."""

import csv
import datetime as dt
import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from people.latvian import nfc
from scheduling.queries.meetings.refusals import refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 10
MAX_UNPACKED = 50 * 1024 * 1024
# Read whole before the first row is seen, so that only their size can bound them.
MAX_READ_AHEAD = 8 * 1024 * 1024
MAX_ELEMENTS = 400_000
SECONDS = 5.0
LONGEST_CELL = 500
_CLOCK_EVERY = 200
_CHUNK = 64 * 1024
_DELIMITERS = "\t;,"
_GUARDED = re.compile(r'="[^"]{0,500}"')
# What openpyxl may raise on a workbook whose parts contradict each other.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, expat.ExpatError),
    *(EOFError, OSError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, RuntimeError),
)

Cell = str | dt.datetime | dt.time
Row = list[Cell]


def read_rows(content: bytes, ending: str) -> list[Row]:
    """Return the rows of a file that has passed the check of uploads; raises ValidationError."""
    return _xlsx_rows(content) if ending == "xlsx" else _csv_rows(_decoded(content))


def _decoded(content: bytes) -> str:
    """Read text as meetings and spreadsheets save it: UTF-16 and UTF-8 with marks, Baltic Windows."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1257"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal("damaged")


def _csv_rows(text: str) -> list[Row]:
    lines = text.lstrip("\ufeff")
    # Excel's own hint; some exports begin with it.
    if lines[:4].lower() == "sep=":
        hint, _newline, lines = lines.partition("\n")
        delimiter = hint[4:5] if hint[4:5] in _DELIMITERS and hint[4:5] else ","
    else:
        delimiter = _delimiter(lines)
    rows: list[Row] = []
    try:
        for cells in csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter):
            if len(rows) >= MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise refusal("too_long")
            rows.append([_text(cell) for cell in cells])
    except csv.Error as fault:
        raise refusal("damaged") from fault
    return rows


def _delimiter(text: str) -> str:
    """Return what stands most often in the line that holds most of it: a heading."""
    head = text[:20_000].splitlines()[:60]
    counts = {mark: max((line.count(mark) for line in head), default=0) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def _text(value: object) -> str:
    """Return the cell without what cannot be seen, and without the guard some exports put round it.

    Webex writes ="2026-06-10 09:00:00" so that Excel leaves the text alone.
    """
    text = str(value)[:LONGEST_CELL].strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return nfc("".join(letter for letter in text if letter.isprintable() or letter.isspace()))


def _xlsx_rows(content: bytes) -> list[Row]:
    _measure(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True)
        try:
            sheets = workbook.worksheets
            if len(sheets) > MAX_SHEETS:
                raise refusal("too_long")
            return list(_bounded(row for sheet in sheets for row in sheet.iter_rows()))
        finally:
            workbook.close()
    except _FAULTS as fault:
        raise refusal("damaged") from fault


def _measure(content: bytes) -> None:
    """Judge the workbook by its table of contents, then its XML by a parser that builds nothing.

    openpyxl reads some parts whole before it gives the first row, so its rows come too late.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            ahead = sum(m.file_size for m in members if "/worksheets/" not in m.filename)
            if sum(m.file_size for m in members) > MAX_UNPACKED or ahead > MAX_READ_AHEAD:
                raise refusal("too_long")
            meter = _Meter()
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        meter.read(part)
    except _FAULTS as fault:
        raise refusal("damaged") from fault


class _Meter:
    """Counts elements and rows; refuses a document type, because entities grow without bound."""

    def __init__(self) -> None:
        self.elements = self.rows = 0

    def read(self, part: IO[bytes]) -> None:
        """Measure one part."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._on_element
        parser.StartDoctypeDeclHandler = self._on_doctype
        while piece := part.read(_CHUNK):
            parser.Parse(piece, False)  # more follows
        parser.Parse(b"", True)  # the end

    def _on_element(self, name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        self.rows += name.rpartition(":")[2] == "row"
        if self.elements > MAX_ELEMENTS or self.rows > MAX_ROWS:
            raise refusal("too_long")

    def _on_doctype(self, *_args: object) -> None:
        raise refusal("damaged")


def _bounded(rows: Iterable[Iterable[object]]) -> Iterator[Row]:
    """Yield rows until there are too many, they are too wide, or it takes too long."""
    deadline = time.monotonic() + SECONDS
    for number, cells in enumerate(rows):
        is_late = number % _CLOCK_EVERY == 0 and time.monotonic() > deadline
        row = [_cell(cell) for cell, _place in zip(cells, range(MAX_COLUMNS + 1), strict=False)]
        if is_late or number >= MAX_ROWS or len(row) > MAX_COLUMNS:
            raise refusal("too_long")
        yield row


def _cell(cell: object) -> Cell:
    value = getattr(cell, "value", None)
    is_formula = getattr(cell, "data_type", "") == "f"
    # ="text" computes nothing: so a Webex export looks that somebody saved as a workbook.
    if is_formula and not _GUARDED.fullmatch(str(value)):
        raise refusal("formulas")
    if isinstance(value, dt.datetime | dt.time):
        return value
    return "" if value is None else _text(value)
