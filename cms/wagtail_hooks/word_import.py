"""Import from Word: its addresses, the button at a page, its line in the page's history."""

from collections.abc import Iterator
from typing import Any

from django.urls import re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.actions.word_import import LOG_ACTION
from cms.queries.word.pages import takes_word
from cms.views import word_import

_PAGE = r"^word/(?P<page_id>[0-9]{1,18})/"
_TOKEN = r"(?P<token>[A-Za-z0-9_-]{22})/"  # noqa: S105  # a pattern


@hooks.register("register_admin_urls")
def register_word_addresses() -> list[Any]:
    """Add the views of the import."""
    return [
        re_path(f"{_PAGE}$", word_import.choose_file, name="word_import"),
        re_path(f"{_PAGE}{_TOKEN}$", word_import.preview, name="word_import_preview"),
        re_path(f"{_PAGE}{_TOKEN}blocks/$", word_import.blocks, name="word_import_blocks"),
    ]


@hooks.register("register_page_header_buttons")
def offer_import(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer the import in the page's menu to who may change the page."""
    if page.pk and takes_word(page) and user.has_perm("cms.import_word", page):
        yield Button(
            _("Import from Word"),
            reverse("word_import", args=[page.pk]),
            icon_name="upload",
            priority=35,
        )


@hooks.register("register_log_actions")
def name_the_import(actions: Any) -> None:
    """Give the import its words in the page's history."""
    actions.register_action(LOG_ACTION, _("Import from Word"), _("Imported from a Word document"))
