"""What the tests of the import from Word look at: blocks, text, findings, the editor's own save."""

import io
import re

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks import RICH_TEXT_FEATURES
from cms.queries.word import read_word
from tests.factories import word


def read(content, language="lv"):
    return read_word(io.BytesIO(content), language=language)


def blocks(*body, **parts):
    """The blocks of a document, each as (kind, value)."""
    return [(b["type"], b["value"]) for b in read(word.document(*body, **parts)).blocks]


def text(*body, **parts):
    """The rich text of a document that becomes a single block of text."""
    [(kind, html)] = blocks(*body, **parts)
    assert kind == "text"
    return html


def found(*body, **parts):
    return {
        code: (finding["count"], [(p["section"], p["words"]) for p in finding["places"]])
        for code, finding in read(word.document(*body, **parts)).found.items()
    }


def edited(html):
    """What is left of the rich text when it has been opened and saved in the editor."""
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    saved = converter.to_database_format(converter.from_database_format(html)) if html else ""
    return re.sub(r' data-block-key="\w+"', "", saved)
