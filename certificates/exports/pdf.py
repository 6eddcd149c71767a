"""The certificate as PDF: two A4 pages in each language, printed from the snapshot."""

import datetime as dt
import io
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from pypdf import PdfWriter

from certificates.exports.document import Document, document_of, languages_of
from certificates.exports.qr import qr_of
from certificates.models import Certificate
from cms.exports.pdf import FONTS, described, print_pdf

CONTENT = Path(__file__).resolve().parents[1] / "content"
LOGOS = ("eu", "nap", "jspa")
COLUMN = 400.0  # width of the text column on page 1, in points
# (type size in points, lines it may take): a long text steps down until it fits.
NAME_SIZES = ((36, 1), (30, 1), (25, 1), (20, 2), (16, 2), (13, 3), (10, 3), (6, 4), (4, 5))
SMALL_NAME_SIZES = ((11, 1), (8, 2), (4, 4))
HEADING_SIZES = ((52, 1), (44, 1), (36, 1), (28, 1), (22, 2), (16, 2))
TITLE_SIZES = ((21, 2), (16, 2), (13, 3), (9, 5))


def render_certificate(certificate: Certificate, *, duplicate_on: dt.date | None = None) -> bytes:
    """Return the PDF, marked and dated where it is a duplicate.

    Only our own fonts, images and logos are read and nothing is fetched. One in two languages has
    the pages of the second behind those of the first.
    """
    languages = languages_of(certificate)
    parts = [_print(document_of(certificate, language), duplicate_on) for language in languages]
    if len(parts) == 1:
        return parts[0]
    with override(languages[0]):
        title = _("Certificate No. %(number)s") % {"number": certificate.number}
    return described(_joined(parts), title, languages[0])


def _print(document: Document, duplicate_on: dt.date | None) -> bytes:
    with override(document.language):
        html = render_to_string(
            "certificates/pdf/certificate.html",
            {
                "document": document,
                "duplicate_on": duplicate_on,
                "fonts": FONTS,
                "heading_size": type_size(
                    document.heading, "NotoSerifDisplay-Regular", HEADING_SIZES, spacing=5
                ),
                "name_size": type_size(document.name, "NotoSerifDisplay-Bold", NAME_SIZES),
                "small_name_size": type_size(document.name, "NotoSans-Regular", SMALL_NAME_SIZES),
                "title_size": type_size(
                    document.programme, "NotoSerifDisplay-Regular", TITLE_SIZES
                ),
                "qr": qr_of(document.qr_url, document.check_url).png_data_uri(scale=10, border=0),
                "logos": [f"logos/{name}.png" for name in LOGOS if _has_logo(name)],
            },
        )
    return print_pdf(html, CONTENT)


def _joined(parts: list[bytes]) -> bytes:
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def type_size(text: str, font: str, steps: tuple[tuple[int, int], ...], spacing: float = 0) -> int:
    """Return the largest size at which the text keeps to its lines, and each word to one.

    ``spacing`` in points stands behind every letter.
    """
    face = _face(font)

    def width(words: str, size: int) -> float:
        return float(face.stringWidth(words, size)) + spacing * len(words)

    for size, lines in steps:
        longest = max((width(word, size) for word in text.split()), default=0)
        # Lines break at spaces, so that the last ones are never quite full.
        if longest <= COLUMN and width(text, size) <= COLUMN * (lines - 0.3 * (lines > 1)):
            return size
    return steps[-1][0]


@cache
def _face(name: str) -> Any:
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  # part of the PDF library

    return TTFont(name, str(FONTS / f"{name}.ttf"))


def _has_logo(name: str) -> bool:
    return (CONTENT / "logos" / f"{name}.png").is_file()
