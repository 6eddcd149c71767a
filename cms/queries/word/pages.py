"""Which pages take an imported text, and what their draft holds now."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.conf import settings
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import ContentBlock

FIELD = "body"
# What the editor's form sends of a block beside its values, and around each value, in bytes.
_OF_A_BLOCK, _AROUND_A_VALUE = 4, 60
# The editor writes rich text as JSON: so much for each paragraph or item, each mark, each link.
_AS_JSON = {"<p": 130, "<li": 140, "<b": 50, "<i": 50, "<a": 130}
_TAG = re.compile("|".join(map(re.escape, _AS_JSON)))
_ROOM = 0.8  # the rest is for the page's other fields


def content_block(page_class: Any) -> ContentBlock | None:
    """Return the block of the page type's content, if it is made of blocks of ours."""
    field = next((f for f in page_class._meta.fields if f.name == FIELD), None)  # noqa: SLF001  # Django's documented door
    block = getattr(field, "stream_block", None) if isinstance(field, StreamField) else None
    return block if isinstance(block, ContentBlock) else None


def takes_word(page: Page) -> bool:
    """Whether a Word document can be imported into the page."""
    page_class = page.specific_class
    return page_class is not None and page.alias_of_id is None and bool(content_block(page_class))


def draft_of(page: Page) -> Page:
    """Return the page as its newest draft has it."""
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else page.specific
    return cast(Page, draft)


def stored_blocks(page: Page) -> list[dict[str, Any]]:
    """Return the blocks of the page as they are stored, ids included."""
    return cast(list[dict[str, Any]], getattr(page, FIELD).get_prep_value())


def fits_the_editor(blocks: Iterable[dict[str, Any]]) -> bool:
    """Whether the page's form stays within what a request may send, so that it can be saved."""
    fields = size = 0
    for block in blocks:
        for value in _values(block["value"]):
            fields += 1
            size += _AROUND_A_VALUE + len(value.encode())
            size += sum(_AS_JSON[tag] for tag in _TAG.findall(value))
        fields += _OF_A_BLOCK
        size += _OF_A_BLOCK * _AROUND_A_VALUE
    return (
        fields <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS * _ROOM
        and size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE * _ROOM
    )


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        yield str(value)
        return
    for inner in value:
        yield from _values(inner)
