"""One edition of the guidelines as PDF, from what was frozen and nothing else.

The file has a language, a title, bookmarks, a table of contents and numbered pages. It is not
tagged: the library cannot write the structure a screen reader needs. The page that offers it says
so and leads to the whole document as one HTML page.
"""

import io
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from cms.models import GuidelineEdition
from cms.queries.editions import Document

CONTENT = Path(__file__).resolve().parents[1] / "content"
MISSING_LETTER = "No font this document has"  # how the library begins that warning


class CannotPrint(Exception):
    """The PDF could not be made."""


def load_renderer() -> Any:
    """Import the PDF library: 1.3 seconds and 40 MB that only printing needs to pay."""
    from xhtml2pdf import pisa  # noqa: PLC0415  # see above

    return pisa


def guidelines_pdf(*, edition: GuidelineEdition, document: Document, language: str) -> bytes:
    """Return the edition in a language. Nothing outside cms/content is read, nothing is fetched."""
    with override(language):
        html = render_to_string(
            "cms/pdf/guidelines.html",
            {"edition": edition, "document": document, "language": language},
        )
    return _described(_print(html), document.title, language)


def _print(html: str) -> bytes:
    pisa = load_renderer()
    from xhtml2pdf.config.resources import ResourceAccessPolicy  # noqa: PLC0415  # as above

    out = io.BytesIO()
    result = pisa.CreatePDF(
        html,
        dest=out,
        path=str(CONTENT / "guidelines.html"),
        encoding="utf-8",
        resource_policy=ResourceAccessPolicy.server(base_dir=CONTENT, allow_remote=False),
    )
    faults = [entry for entry in result.log if not entry[2].startswith(MISSING_LETTER)]
    if result.err or faults:
        raise CannotPrint(faults)
    return out.getvalue()


def _described(pdf: bytes, title: str, language: str) -> bytes:
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
