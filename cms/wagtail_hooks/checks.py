"""Checks of a text in the editor: Wagtail's checker in our words, and warnings after saving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page

from cms.models import BasePage
from cms.queries.findings import findings_of

# Each rule of the checker: what is wrong, and what to do about it.
_RULES = {
    "image-alt": (_("Image without a description"), _("Say in words what the image shows, or mark it as decoration")),
    "alt-text-quality": (_("Image described by its file name"), _("Say in words what the image shows")),
    "link-name": (_("Link without words"), _("Name what the link leads to")),
    "button-name": (_("Button without words"), _("Name what the button does")),
    "input-button-name": (_("Button without words"), _("Name what the button does")),
    "empty-heading": (_("Empty heading"), _("Write the heading or delete it")),
    "heading-order": (_("Heading level left out"), _("Use the next lower level")),
    "p-as-heading": (_("Paragraph that looks like a heading"), _("Make it a heading of its own")),
    "empty-table-header": (_("Empty table header"), _("Name what the column holds")),
    "list": (_("List with something else in it"), _("Use the list button of the editor")),
    "frame-title": (_("Frame without a title"), _("Name what the frame shows")),
    "video-caption": (_("Video without captions"), _("Add captions or a transcript")),
    "empty-meta-description": (_("No description for search engines"), _("Write one under “Promote”")),
}  # fmt: skip


class PageChecker(ContentCheckerItem):
    """Wagtail's checker, for the text alone: header and footer are not the editor's."""

    axe_include = ["main"]
    axe_run_only = list(_RULES)
    axe_messages = {
        rule: {"error_name": problem, "help_text": remedy}
        for rule, (problem, remedy) in _RULES.items()
    }


@hooks.register("construct_wagtail_userbar")
def check_with_our_rules(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Put our checker in the place of Wagtail's own."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = PageChecker(in_editor=item.in_editor)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_keeps_readers_out(request: HttpRequest, page: Page) -> None:
    """Name, after saving, what in the text is hard to use; it is saved all the same."""
    if not isinstance(page, BasePage):
        return
    found = findings_of(page)
    if found:
        messages.warning(
            request,
            " ".join([gettext("Saved. Some readers cannot use this yet:"), *found]),
        )
