"""The editors' report on translations, and both languages of a page side by side."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.actions.translations import NotItsSource, mark_up_to_date
from cms.forms import RevisionForm
from cms.queries import compare, translation_states
from people.access import PersonRequest, permission_required

_HOME_DEPTH = 2


class StateColumn(Column):
    """How the page stands in the other language, in words."""

    cell_template_name = "cms/admin/translation_state_cell.html"


class ActionsColumn(Column):
    """What can be done about it."""

    cell_template_name = "cms/admin/translation_actions_cell.html"


class TranslationsReport(ReportView):
    """Every page with its state in the other language."""

    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    index_url_name = "cms_translations"
    index_results_url_name = "cms_translations_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    paginate_by = 30
    columns = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="wagtailadmin_pages:edit"),
        Column("kind", label=gettext_lazy("Type"), accessor="page_type_display_name"),
        LocaleColumn(label=gettext_lazy("Source language"), width="10%"),
        StateColumn("translation_state", label=gettext_lazy("State of the translation")),
        ActionsColumn("actions", label=gettext_lazy("Actions"), accessor="translation_state"),
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        """Return the pages others are translated from, and those that stand alone."""
        twin = Page.objects.filter(translation_key=OuterRef("translation_key")).exclude(
            pk=OuterRef("pk")
        )
        source = Q(locale__language_code=settings.LANGUAGE_CODE)
        return (
            Page.objects.filter(source | ~Exists(twin), depth__gte=_HOME_DEPTH, alias_of=None)
            .select_related("locale", "content_type")
            .order_by("path")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Tell each page of this screen how it stands."""
        for state in translation_states(object_list):
            state.page.translation_state = state
        return object_list


def find_source(pk: int) -> Page:
    """Find a page that others are translated from; 404 if it is not there."""
    return get_object_or_404(Page.objects.select_related("locale"), pk=pk, depth__gte=_HOME_DEPTH)


@permission_required("cms.compare_languages", find=find_source)
@require_http_methods(["GET", "POST"])
def side_by_side(request: PersonRequest, source: Page) -> HttpResponse:
    """Show both languages block by block; a POST records that the translation is up to date."""
    [state] = translation_states([source])
    if state.translation is None:
        raise Http404
    may_edit = state.translation.permissions_for_user(request.user).can_edit()
    if request.method == "GET":
        context = {"state": state, "rows": compare(state), "may_edit": may_edit}
        return render(request, "cms/admin/side_by_side.html", context)
    if not may_edit:
        raise Http404
    form = RevisionForm(request.POST)
    try:
        mark_up_to_date(
            translation=state.translation,
            source_revision=form.cleaned_data["revision"] if form.is_valid() else None,
            by=request.user,
        )
    except NotItsSource:
        messages.error(request, _("The page has changed meanwhile. Look at it again."))
    else:
        messages.success(request, _("The translation is marked as up to date."))
    return redirect("cms_side_by_side", source.pk)
