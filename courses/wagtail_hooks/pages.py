"""Module pages in the admin: served by our view, kept while people rely on them, listed."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, LocaleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from courses.forms import ModulePageForm
from courses.models import ModulePage
from courses.queries import pages_people_rely_on
from courses.views import show_module

Serve = Callable[[Any, HttpRequest, Any, Any], HttpResponse]

# Models may not import forms, so the page learns of its form here, before the admin needs it.
ModulePage.base_form_class = ModulePageForm


@hooks.register("on_serve_page", order=100)
def serve_module_pages(serve: Serve) -> Serve:
    """Let our view answer for module pages, after Wagtail has checked who may see them."""

    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if isinstance(page, ModulePage):
            return show_module(request, page)
        return serve(page, request, args, kwargs)

    return inner


@hooks.register("before_delete_page")
def keep_pages_people_rely_on(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse to delete a page, or a page above one, on which somebody's progress hangs."""
    return _refusal(request, [page], "wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_pages_in_bulk(
    request: HttpRequest, action_type: str, pages: Any, action: Any
) -> HttpResponse | None:
    """Refuse the same of many pages chosen in a list."""
    if action_type != "delete":
        return None
    chosen = [page for page in pages if isinstance(page, Page)]
    return _refusal(request, chosen, "wagtailadmin_explore_root")


def _refusal(
    request: HttpRequest, pages: Iterable[Any], then: str, *args: Any
) -> HttpResponse | None:
    kept = pages_people_rely_on(pages)
    if not kept:
        return None
    titles = ", ".join(f"{page.title} ({page.locale})" for page in kept[:3])
    messages.error(
        request,
        gettext(
            "Nothing was deleted. People have started what stands on: %(pages)s. Their progress and"
            " certificates name it. Unpublish the page instead: readers no longer see it, and it stays."
        )
        % {"pages": titles},
    )
    return redirect(then, *args)


class ModulePageIndexView(IndexView):
    """The list of module pages, in the programme's order."""

    default_ordering = "title"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("module__day")


class ModuleCatalogueChoice(ChooseParentView):
    """Where a new module page goes: into the catalogue of the language of the list, unasked."""

    def get_valid_parent_pages(self, user: Any) -> Any:
        """Narrow the choice to the language the button named; with one left, nobody is asked."""
        catalogues = super().get_valid_parent_pages(user)
        language = self.request.GET.get("locale")
        return catalogues.filter(locale__language_code=language) if language else catalogues


class ModulePageListing(PageListingViewSet):
    """All module pages in one list: code, day, language, state."""

    model = ModulePage
    name = "module_pages"
    icon = "doc-full"
    menu_label = _("Module pages")
    menu_order = 205
    add_to_admin_menu = True
    index_view_class = ModulePageIndexView
    choose_parent_view_class = ModuleCatalogueChoice
    columns = [
        *IndexView.base_columns[:2],
        Column("module", label=_("Code"), accessor="module.code", width="8%"),
        Column("day", label=_("Day"), accessor="module.day.code", width="8%"),
        LocaleColumn(width="10%"),
        *IndexView.base_columns[2:],
    ]
    list_filter = ["module__day", "locale", "live"]


@hooks.register("register_admin_viewset")
def register_module_pages() -> ModulePageListing:
    """Add the list of module pages to the admin."""
    return ModulePageListing("module_pages")
