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
    no_results_message = _("Every page was checked or published within the last year.")
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
    no_results_message = _("No link is broken, and none leads to another site.")
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
