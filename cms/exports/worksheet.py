"""The worksheet of a page as PDF: A4, in our look, to be filled in by hand."""

from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from cms.exports.pdf import FONTS, print_pdf

_PRINTED_TAGS = {"p", "b", "i", "ul", "ol", "li", "br"}  # the renderer reads files named by others
_LINE_LIMIT = 20  # as many as the editor's form allows; a stored page may be older than its limit


def render_worksheet(value: Any, *, language: str, about: str) -> bytes:
    """Return the worksheet as PDF; about says in a line which page it belongs to."""
    fields = [
        {
            "kind": field.block_type,
            "prompt": field.value["prompt"],
            "entries": field.value.get("entries", ()),
            "columns": field.value.get("columns", ()),
            "count": range(min(_count(field), _LINE_LIMIT)),
        }
        for field in value["fields"]
    ]
    with override(language):
        html = render_to_string(
            "cms/pdf/worksheet.html",
            {
                "title": value["title"],
                "instructions": _printable(value["instructions"].source),
                "fields": fields,
                "about": about,
                "language": language,
                "fonts": FONTS,
            },
        )
    return print_pdf(html)


def _printable(source: str) -> str:
    return mark_safe(nh3.clean(expand_db_html(source), tags=_PRINTED_TAGS, attributes={}))  # noqa: S308  # cleaned


def _count(field: Any) -> int:
    return int(field.value.get("lines") or field.value.get("rows") or 0)
