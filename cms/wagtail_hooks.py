"""What editors find in the Wagtail admin beside the pages."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import GlossaryTerm
from cms.views import translations


class GlossaryTermViewSet(SnippetViewSet):
    """The glossary, searched and sorted in Latvian order."""

    model = GlossaryTerm
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["term", "term_en", "identifier"]
    search_fields = ["term", "term_en", "definition", "definition_en"]
    search_backend_name = None  # searched in the table itself: parts of words are found too
    ordering = ["sort_key"]
    list_per_page = 50
    list_export = ["identifier", "term", "definition", "term_en", "definition_en"]
    export_filename = "glossary"
    panels = [
        FieldPanel("identifier"),
        MultiFieldPanel([FieldPanel("term"), FieldPanel("definition")], _("Latvian")),
        MultiFieldPanel([FieldPanel("term_en"), FieldPanel("definition_en")], _("English")),
    ]


register_snippet(GlossaryTermViewSet)


@hooks.register("register_admin_urls")
def register_translation_addresses() -> list[Any]:
    """Add the report on translations and the view of both languages."""
    return [
        path("translations/", translations.TranslationsReport.as_view(), name="cms_translations"),
        path(
            "translations/results/",
            translations.TranslationsReport.as_view(results_only=True),
            name="cms_translations_results",
        ),
        # Our own converter of numbers is not registered yet when Wagtail collects addresses.
        re_path(
            r"^translations/(?P<pk>[0-9]{1,18})/$",
            translations.side_by_side,
            name="cms_side_by_side",
        ),
    ]


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cms.publish_pages")


@hooks.register("register_reports_menu_item")
def register_translations() -> TranslationsMenuItem:
    """Add the report on translations to the reports."""
    return TranslationsMenuItem(
        _("Translations"), reverse("cms_translations"), icon_name="globe", order=200
    )


_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_LONGEST = 1024 * 1024  # a player asks on; no answer holds more of the file in memory


@hooks.register("before_serve_document", order=100)
def serve_stretches(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Answer a player that asks for a stretch of a video or recording, so that one can seek.

    Wagtail has asked before this who may have the file; it serves whole files itself.
    """
    kind = document.content_type
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not kind.startswith(("video/", "audio/")) or wanted is None or wanted[0] == "bytes=-":
        return None
    size = document.file.size
    if wanted[1]:
        first, last = int(wanted[1]), min(int(wanted[2] or size), size - 1)
    else:
        first, last = max(size - int(wanted[2]), 0), size - 1
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": document.content_disposition,
    }
    if first > last:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    last = min(last, first + _LONGEST - 1)
    with document.file.open("rb") as file:
        file.seek(first)
        stretch = file.read(last - first + 1)
    return HttpResponse(
        stretch,
        status=206,
        content_type=kind,
        headers=headers | {"Content-Range": f"bytes {first}-{last}/{size}"},
    )
