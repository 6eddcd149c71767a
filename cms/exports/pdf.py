"""Printing our own HTML as PDF: nothing is fetched, nothing outside the given folders is read."""

import io
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from cms.exports.press import Press

FONTS = Path(__file__).resolve().parents[1] / "content" / "fonts"
press = Press()


def print_pdf(html: str, folder: Path = FONTS) -> bytes:
    """Return the document as PDF; it may name files of its folder and our fonts by full path.

    Raises CannotPrint where a font or image is missing or was refused, or it takes too much.
    """
    return press.print(html, (folder, FONTS))


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
