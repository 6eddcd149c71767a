"""Several confirmations of one import from Word at once."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet
from wagtail.models import Locale, Page

from cms.actions import word_import as actions
from tests.factories import cms, people


@pytest.mark.django_db(transaction=True)
def test_ten_confirmations_at_once_import_once():
    page, editor, preview = waiting()

    outcomes = all_at_once(10, page, editor, preview)

    assert sorted(outcomes) == ["changed"] * 9 + ["saved"]
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["section", "text"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite runs one writing transaction at a time, so the lock cannot be missed there",
)
def test_without_the_lock_it_is_imported_twice(monkeypatch):
    """Proof that the test above can fail: the same two confirmations with the lock off."""
    page, editor, preview = waiting()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows: rows)
    both = threading.Barrier(2)
    look = actions.is_locked

    def look_together(*args):
        both.wait(30)
        return look(*args)

    monkeypatch.setattr(actions, "is_locked", look_together)

    assert all_at_once(2, page, editor, preview) == ["saved", "saved"]


def waiting():
    if not Page.objects.exists():  # a test before this one has emptied the tables
        Locale.objects.get_or_create(language_code="lv")
        Page.add_root(instance=Page(title="Root", slug="root"))
    editor = people.user(username="editor")
    page = Page.objects.get(pk=cms.standard_page().pk)
    blocks = [{"type": "text", "value": "<p>x</p>", "id": str(uuid.uuid4())}]
    return page, editor, actions.WordPreview(page.pk, editor.pk, "x.docx", blocks, {})


def all_at_once(count, page, editor, preview) -> list[str]:
    """Let so many confirmations of the same look at the page start together; return their ends."""
    start = threading.Barrier(count)

    def work() -> str:
        start.wait(30)
        try:
            actions.import_word(
                page=page, preview=preview, replace=False, seen=page.latest_revision_id, by=editor
            )
        except actions.PageChanged:
            return "changed"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(count) as pool:
        return [one.result() for one in [pool.submit(work) for _ in range(count)]]
