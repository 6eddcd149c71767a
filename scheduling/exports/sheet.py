"""The attendance sheet as PDF: A4 upright, one block, to be signed by hand.

Each page is laid out on its own, so that it says all by itself where it belongs and has a QR of
its own: the sheet's address with the number of the page.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.exports.pdf import FONTS, described, print_pdf
from scheduling.exports.lettering import Fitted, fitted

CONTENT = Path(__file__).resolve().parents[1] / "content"
LOGOS = ("eu", "nap", "jspa")
FULL_PAGE = 17  # rows on a page without the blank lines and the trainer's signature
LAST_PAGE = 12  # rows on the page with them
FEWEST_ON_LAST = 3  # the blank lines do not stand on a page of their own if it can be helped
_POINTS = 72 / 25.4
# (type size in points, lines) that keep within a row of the table.
_NAME_STEPS = ((10.5, 1), (9, 2), (7.5, 2), (6, 3), (4.5, 4), (3.4, 6))
_PLACE_STEPS = ((9, 1), (8, 2), (6.5, 3), (4.5, 4), (3.4, 6))
_FACT_STEPS = ((10, 2), (8.5, 3), (7, 3), (5.5, 4), (4, 6))
_GROUP_STEPS = ((16, 1), (12, 2), (9, 2), (7, 3), (5, 4), (4, 6))


@dataclass(frozen=True)
class PrintedRow:
    """A person on the sheet."""

    number: int
    name: Fitted
    municipality: Fitted
    birth_year: int | None


@dataclass(frozen=True)
class PrintedPage:
    """A page of the sheet with its rows and its QR."""

    number: int
    rows: list[PrintedRow]
    address: str
    qr: str
    is_last: bool


@dataclass(frozen=True)
class PrintedSheet:
    """The bytes of a sheet and how many pages they have."""

    pdf: bytes
    pages: int


def render_sheet(
    content: dict[str, Any], *, code: str, printed_code: str, language: str
) -> PrintedSheet:
    """Print what the content says. Only our own fonts and logos are read, nothing is fetched."""
    pages = _pages(content["rows"], code)
    with override(language):
        context = _context(content) | {
            "pages": pages,
            "printed_code": printed_code,
            "language": language,
        }
        html = render_to_string("scheduling/pdf/sheet.html", context)
    pdf = described(print_pdf(html, CONTENT), context["title"], language)
    return PrintedSheet(pdf, len(pages))


def split_rows(count: int) -> list[int]:
    """Return how many of count rows stand on each page."""
    pages = []
    while count > LAST_PAGE:
        here = min(FULL_PAGE, count - FEWEST_ON_LAST)
        pages.append(here)
        count -= here
    return [*pages, count]


def sheet_address(code: str, page: int) -> str:
    """Return the address in the QR of a page."""
    with override("lv"):
        return f"{settings.SITE_BASE_URL}{reverse('scheduling:sheet', args=[code, page])}"


def _context(content: dict[str, Any]) -> dict[str, Any]:
    date = dt.date.fromisoformat(content["date"])
    groups = ", ".join(group["code"] for group in content["groups"])
    names = ", ".join(group["name"] for group in content["groups"])
    return {
        "content": content,
        "date": date,
        "starts": dt.time.fromisoformat(content["starts"]),
        "ends": dt.time.fromisoformat(content["ends"]),
        "title": f"{groups} {content['day']['code']} {content['date']}/{content['part']}",
        "groups": _fact(groups, 50, _GROUP_STEPS, "NotoSerifDisplay-Bold"),
        "group_names": _fact(names, 50, _PLACE_STEPS),
        "day_title": _fact(content["day"]["title"], 60, _PLACE_STEPS),
        "venue": _fact(content["venue"], 56, _FACT_STEPS),
        "trainers": _fact(", ".join(content["trainers"]), 72, _FACT_STEPS),
        "blank_lines": range(content["blank_lines"]),
        "project_number": settings.PROJECT_NUMBER,
        "fonts": FONTS,
        "logos": [f"logos/{name}.png" for name in LOGOS if _has_logo(name)],
    }


def _fact(
    text: str, width: float, steps: tuple[tuple[float, int], ...], font: str = "NotoSans-Regular"
) -> Fitted:
    return fitted(text, font=font, width=width * _POINTS, steps=steps)


def _pages(rows: list[dict[str, Any]], code: str) -> list[PrintedPage]:
    pages, first = [], 0
    sizes = split_rows(len(rows))
    for number, size in enumerate(sizes, start=1):
        address = sheet_address(code, number)
        pages.append(
            PrintedPage(
                number=number,
                rows=[_row(at + 1, rows[at]) for at in range(first, first + size)],
                address=address,
                qr=segno.make(address, error="m").png_data_uri(scale=10, border=0),
                is_last=number == len(sizes),
            )
        )
        first += size
    return pages


def _row(number: int, row: dict[str, Any]) -> PrintedRow:
    return PrintedRow(
        number=number,
        name=_fact(row["name"], 57, _NAME_STEPS, "NotoSans-Bold"),
        municipality=_fact(row["municipality"], 34, _PLACE_STEPS),
        birth_year=row["birth_year"],
    )


def _has_logo(name: str) -> bool:
    return (CONTENT / "logos" / f"{name}.png").is_file()
