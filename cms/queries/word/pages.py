"""Which pages take an imported text, and what their draft holds now."""

from typing import Any, cast

from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import ContentBlock

FIELD = "body"


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
