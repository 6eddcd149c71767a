"""What editors find in the Wagtail admin beside the pages: glossary, reports, checks of a text."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.views.reports.base import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import BasePage, GlossaryTerm
from cms.queries.care import old_cards, pages_due
from cms.queries.findings import findings_of
from cms.queries.links import findings


class GlossaryTermViewSet(SnippetViewSet):
    """The glossary, searched and sorted in Latvian order."""

    model = GlossaryTerm
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["term", "term_en", "identifier", "explain_in_place"]
    search_fields = ["term", "term_en", "definition", "definition_en", "synonyms", "synonyms_en"]
    search_backend_name = None  # searched in the table itself: parts of words are found too
    ordering = ["sort_key"]
    list_per_page = 50
    list_export = ["identifier", "term", "definition", "term_en", "definition_en"]
    export_filename = "glossary"
    panels = [
        FieldPanel("identifier"),
        MultiFieldPanel(
            [FieldPanel("term"), FieldPanel("definition"), FieldPanel("synonyms")], _("Latvian")
        ),
        MultiFieldPanel(
            [FieldPanel("term_en"), FieldPanel("definition_en"), FieldPanel("synonyms_en")],
            _("English"),
        ),
        FieldPanel("explain_in_place"),
    ]


register_snippet(GlossaryTermViewSet)


class PagesDueView(ReportView):
    """Pages, and tool cards in them, that nobody has checked for a year; the oldest first."""

    page_title = _("Pages to check")
    header_icon = "time"
    index_url_name = "pages_due"
    index_results_url_name = "pages_due_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn("title", label=_("Title"), url_name="wagtailadmin_pages:edit"),
        Column("locale", label=_("Language"), accessor="locale.language_code"),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
        Column("known_on", label=_("Last checked or published")),
        Column("cards", label=_("Old cards in the text")),
    ]
    list_export = ["title", "locale.language_code", "known_on", "cards"]
    export_headings = {
        "title": _("Title"),
        "locale.language_code": _("Language"),
        "known_on": _("Last checked or published"),
        "cards": _("Old cards in the text"),
    }
    export_filename = "pages-to-check"

    def get_queryset(self) -> Any:
        """Keep the pages this editor may change, each with its old cards in words."""
        allowed = page_permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        cards = old_cards()
        pages = list(pages_due().filter(pk__in=allowed.values("pk")).select_related("locale"))
        for page in pages:
            page.cards = "; ".join(
                f"{card.title} ({card.checked_on:%d.%m.%Y.})" for card in cards.get(page.pk, [])
            )
        return pages

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()


class LinkReportView(ReportView):
    """Broken links first, then the links to other sites with what they answered last."""

    page_title = _("Links")
    header_icon = "link"
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn(
            "page",
            label=_("Page"),
            accessor="page.title",
            get_url=lambda finding: reverse("wagtailadmin_pages:edit", args=[finding.page.pk]),
        ),
        Column("locale", label=_("Language"), accessor="page.locale.language_code"),
        Column("address", label=_("Link")),
        Column("state", label=_("State")),
        Column("status", label=_("HTTP status")),
        DateColumn("checked_at", label=_("Asked")),
    ]
    list_export = ["page.title", "address", "state", "status", "checked_at"]
    export_headings = {
        "page.title": _("Page"),
        "address": _("Link"),
        "state": _("State"),
        "status": _("HTTP status"),
        "checked_at": _("Asked"),
    }
    export_filename = "links"

    def get_queryset(self) -> Any:
        """Keep the links of pages this editor may change."""
        allowed = page_permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        pages = set(allowed.values_list("pk", flat=True))
        return [finding for finding in findings() if finding.page.pk in pages]

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern]:
    """Give the reports their addresses in the admin."""
    return [
        path("reports/pages-due/", PagesDueView.as_view(), name="pages_due"),
        path(
            "reports/pages-due/results/",
            PagesDueView.as_view(results_only=True),
            name="pages_due_results",
        ),
        path("reports/links/", LinkReportView.as_view(), name="link_report"),
        path(
            "reports/links/results/",
            LinkReportView.as_view(results_only=True),
            name="link_report_results",
        ),
    ]


class PageReportMenuItem(MenuItem):
    """A report for those who may change some page."""

    def is_shown(self, request: HttpRequest) -> bool:
        allowed: bool = page_permission_policy.user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )
        return allowed


@hooks.register("register_reports_menu_item")
def register_pages_due() -> MenuItem:
    """Add the report on pages to check to the menu."""
    return PageReportMenuItem(
        _("Pages to check"), reverse("pages_due"), icon_name="time", order=1110
    )


@hooks.register("register_reports_menu_item")
def register_link_report() -> MenuItem:
    """Add the report on links to the menu."""
    return PageReportMenuItem(_("Links"), reverse("link_report"), icon_name="link", order=1120)


class PageChecker(ContentCheckerItem):
    """Wagtail's checker with the rules that matter for our page types, in the editor's language."""

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        *("image-alt", "link-in-text-block", "list", "listitem", "td-headers-attr", "valid-lang"),
        *("table-duplicate-name", "duplicate-id-aria", "video-caption"),
    ]
    axe_messages = ContentCheckerItem.axe_messages | {
        "image-alt": {
            "error_name": _("Image without a description"),
            "help_text": _("Say in words what the image shows, or mark it as decoration"),
        },
        "link-in-text-block": {
            "error_name": _("Link that only its colour tells apart"),
            "help_text": _("Use the link style of the page"),
        },
        "list": {
            "error_name": _("List with something else in it"),
            "help_text": _("Use the list button of the editor"),
        },
        "listitem": {
            "error_name": _("List item outside a list"),
            "help_text": _("Use the list button of the editor"),
        },
        "td-headers-attr": {
            "error_name": _("Table cell that names a missing header"),
            "help_text": _("Give the table a header row"),
        },
        "valid-lang": {
            "error_name": _("Language that does not exist"),
            "help_text": _("Use a language code such as lv or en"),
        },
        "table-duplicate-name": {
            "error_name": _("Table whose caption and summary are the same"),
            "help_text": _("Keep only the caption"),
        },
        "duplicate-id-aria": {
            "error_name": _("Name in the page that stands twice"),
            "help_text": _("Tell the operator: this is not a fault of the text"),
        },
        "video-caption": {
            "error_name": _("Video without captions"),
            "help_text": _("Add captions or a transcript"),
        },
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
