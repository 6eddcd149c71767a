"""Printing our own HTML as PDF: nothing is fetched, nothing outside the given folders is read."""

import io
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

FONTS = Path(__file__).resolve().parents[1] / "content" / "fonts"
MISSING_LETTER = "No font this document has"  # how the library begins that warning


class CannotPrint(Exception):
    """The PDF could not be made."""


def load_renderer() -> Any:
    """Import the PDF library: 1.3 seconds and 40 MB that only printing needs to pay."""
    from xhtml2pdf import pisa  # noqa: PLC0415  # see above

    return pisa


def print_pdf(html: str, folder: Path = FONTS) -> bytes:
    """Return the document as PDF; it may name files of its folder and our fonts by full path.

    Raises CannotPrint where a font or image is missing or was refused.
    """
    pisa = load_renderer()
    from xhtml2pdf.config.resources import ResourceAccessPolicy  # noqa: PLC0415  # as above

    out = io.BytesIO()
    result = pisa.CreatePDF(
        html,
        dest=out,
        path=str(folder / "document.html"),
        encoding="utf-8",
        resource_policy=ResourceAccessPolicy.server(
            base_dir=folder, extra_roots=(FONTS,), allow_remote=False
        ),
    )
    # A font or image that was refused counts only as a warning there; without it we print nothing.
    # A letter no font has (an emoji in a name) leaves a box and stays in the text.
    faults = [entry for entry in result.log if not entry[2].startswith(MISSING_LETTER)]
    if result.err or faults:
        raise CannotPrint(faults)
    return out.getvalue()


def described(pdf: bytes, title: str, language: str) -> bytes:
    """Add the language, and let readers show the title instead of the file's name."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_metadata({"/Title": title})
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
