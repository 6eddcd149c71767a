"""Reports for editors: pages to check, and links."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports.base import ReportView
from wagtail.permissions import page_permission_policy

from cms.queries.care import old_cards, pages_due
from cms.queries.links import findings


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
