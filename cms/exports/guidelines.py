"""One edition of the guidelines as PDF, from what was frozen and nothing else.

The file has a language, a title, bookmarks, a table of contents and numbered pages. It is not
tagged: the library cannot write the structure a screen reader needs. The page that offers it says
so and leads to the whole document as one HTML page.
"""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from cms.exports.pdf import described, print_pdf
from cms.models import GuidelineEdition
from cms.queries.editions import Document

CONTENT = Path(__file__).resolve().parents[1] / "content"


def guidelines_pdf(*, edition: GuidelineEdition, document: Document, language: str) -> bytes:
    """Return the edition in a language. Nothing outside cms/content is read, nothing is fetched."""
    with override(language):
        html = render_to_string(
            "cms/pdf/guidelines.html",
            {"edition": edition, "document": document, "language": language},
        )
    return described(print_pdf(html, CONTENT), document.title, language)
