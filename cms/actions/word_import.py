"""Importing a Word document: kept for a while between preview and confirmation, then one draft."""

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from wagtail.models import Page, Revision

from cms.queries.word import WordText
from cms.queries.word.pages import FIELD, content_block, draft_of, fits_the_editor, stored_blocks
from people.actions.audit import record
from people.models import User

KEPT_SECONDS = 60 * 60
LOG_ACTION = "cms.import_word"


class PageChanged(Exception):
    """Somebody saved the page after the editor had looked at it."""


class PageLocked(Exception):
    """The page is locked for this editor."""


class TooManyBlocks(Exception):
    """The page would have more blocks than a page may have."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class PageTooLarge(Exception):
    """The page would hold more than its editor can save."""


@dataclass(frozen=True)
class WordPreview:
    """What was read from a document, waiting for its editor's word."""

    page: int
    user: int
    name: str
    blocks: list[dict[str, Any]]
    found: dict[str, Any]


def keep_preview(*, page: Page, by: User, name: str, text: WordText) -> str:
    """Keep what was read for an hour; return the token by which its editor finds it."""
    preview = WordPreview(page.pk, by.pk, name, text.blocks, text.found)
    token = secrets.token_urlsafe(16)
    cache.set(_key(token), json.dumps(asdict(preview)), KEPT_SECONDS)
    return token


def find_preview(*, token: str, page: Page, by: User) -> WordPreview | None:
    """Return what is kept under the token for this editor and this page."""
    kept = cache.get(_key(token))
    preview = WordPreview(**json.loads(kept)) if kept else None
    if preview is None or (preview.page, preview.user) != (page.pk, by.pk):
        return None
    return preview


def forget_preview(token: str) -> None:
    """Drop what is kept under the token."""
    cache.delete(_key(token))


def _key(token: str) -> str:
    return f"word-import:{token}"


def is_locked(page: Page, user: User) -> bool:
    """Whether the page is locked for this editor, by hand, by a review or by a schedule."""
    lock = page.get_lock()
    return lock is not None and bool(lock.for_user(user))


@transaction.atomic
def import_word(
    *, page: Page, preview: WordPreview, replace: bool, seen: int | None, by: User
) -> Revision:
    """Save a draft with the imported blocks after the present ones, or in their place.

    Readers see nothing of it. ``seen`` is the revision the editor looked at.
    Raises PageLocked, PageChanged, TooManyBlocks or PageTooLarge and saves nothing.
    """
    current = Page.objects.select_for_update().get(pk=page.pk)
    if is_locked(current, by):
        raise PageLocked
    if current.latest_revision_id != seen:
        raise PageChanged
    draft = draft_of(current)
    present = stored_blocks(draft)
    block = content_block(type(draft))
    assert block is not None  # noqa: S101  # the permission was asked of a page that takes it
    blocks = preview.blocks if replace else [*present, *preview.blocks]
    if len(blocks) > block.meta.max_num:
        raise TooManyBlocks(block.meta.max_num)
    if not fits_the_editor(blocks):
        raise PageTooLarge
    setattr(draft, FIELD, json.dumps(blocks))
    revision: Revision = draft.save_revision(user=by, log_action=LOG_ACTION, clean=False)
    record(
        actor=by,
        action=LOG_ACTION,
        subject=current,
        before={"revision": seen, "blocks": len(present)},
        after={"revision": revision.pk, "blocks": len(blocks), "replaced": replace},
    )
    return revision
