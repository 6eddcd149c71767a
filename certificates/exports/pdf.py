"""The certificate as PDF: two A4 pages, printed from the snapshot."""

from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from certificates.exports.document import document_of
from certificates.exports.qr import qr_of
from certificates.models import Certificate
from cms.exports.pdf import FONTS, print_pdf

CONTENT = Path(__file__).resolve().parents[1] / "content"
LOGOS = ("eu", "nap", "jspa")
COLUMN = 400.0  # width of the text column on page 1, in points
# (type size in points, lines it may take): a long text steps down until it fits.
NAME_SIZES = ((36, 1), (30, 1), (25, 1), (20, 2), (16, 2), (13, 3), (10, 3), (6, 4), (4, 5))
SMALL_NAME_SIZES = ((11, 1), (8, 2), (4, 4))
TITLE_SIZES = ((21, 2), (16, 2), (13, 3), (9, 5))


def render_certificate(certificate: Certificate) -> bytes:
    """Return the PDF. Only our own fonts, images and logos are read and nothing is fetched."""
    with override(certificate.language):
        document = document_of(certificate)
        html = render_to_string(
            "certificates/pdf/certificate.html",
            {
                "document": document,
                "fonts": FONTS,
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


def type_size(text: str, font: str, steps: tuple[tuple[int, int], ...]) -> int:
    """Return the largest size at which the text keeps to its lines, and each word to one."""
    face = _face(font)
    for size, lines in steps:
        longest = max((face.stringWidth(word, size) for word in text.split()), default=0)
        # Lines break at spaces, so that the last ones are never quite full.
        if longest <= COLUMN and face.stringWidth(text, size) <= COLUMN * (
            lines - 0.3 * (lines > 1)
        ):
            return size
    return steps[-1][0]


@cache
def _face(name: str) -> Any:
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  # part of the PDF library

    return TTFont(name, str(FONTS / f"{name}.ttf"))


def _has_logo(name: str) -> bool:
    return (CONTENT / "logos" / f"{name}.png").is_file()
