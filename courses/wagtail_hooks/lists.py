"""What the courses app adds to Wagtail: serving module pages, and the managers' lists."""

from collections.abc import Callable, Iterable
from typing import Any

from django.forms import CheckboxSelectMultiple, Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LocaleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

from courses.actions.prerequisites import PrerequisiteCycle
from courses.forms import ModuleForm, ModulePageForm
from courses.models import Competence, CompetenceArea, Module, ModulePage, Programme
from courses.queries import pages_people_rely_on
from courses.views import show_module
from courses.views.statistics import QuizStatisticsView

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


class ProgrammeIndexView(SnippetIndexView):
    """The list of programmes, with the way to importing one."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the import to those who may."""
        buttons: list[HeaderButton] = list(super().header_buttons)
        if self.request.user.has_perm("courses.import_programme"):
            way = reverse("programme_import")
            buttons.append(HeaderButton(gettext("Import a programme"), way, icon_name="upload"))
        return buttons


class ProgrammeViewSet(SnippetViewSet):
    """Programmes with their completion rule."""

    model = Programme
    icon = "list-ol"
    menu_label = _("Programmes")
    list_display = ["title", "code", "version", "academic_hours", "min_hours_share", "min_modules"]
    search_fields = ["title", "title_en", "code"]
    search_backend_name = None
    inspect_view_enabled = True
    index_view_class = ProgrammeIndexView
    copy_view_enabled = False  # ours copies the whole programme, not its row alone
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
            FieldRowPanel([FieldPanel("outcomes"), FieldPanel("outcomes_en")]),
            FieldRowPanel([FieldPanel("form"), FieldPanel("form_en")]),
            FieldRowPanel([FieldPanel("language"), FieldPanel("language_en")]),
            FieldRowPanel([FieldPanel("content"), FieldPanel("content_en")]),
            FieldRowPanel([FieldPanel("resources"), FieldPanel("resources_en")]),
            MultiFieldPanel(
                [
                    FieldPanel("academic_hours"),
                    FieldPanel("min_hours_share"),
                    FieldPanel("min_modules"),
                    FieldPanel("grace_minutes"),
                ],
                heading=_("Completion rule"),
            ),
        ]
    )


class ModuleEditView(EditView):
    """The form of a module; modules that would wait for each other get a sentence."""

    def form_valid(self, form: ModuleForm) -> HttpResponse:
        """Save; what the action refuses stays in the form with the reason."""
        try:
            response: HttpResponse = super().form_valid(form)
        except PrerequisiteCycle as refusal:
            way = " → ".join(refusal.codes)
            form.add_error(
                "prerequisites",
                _("These modules would wait for each other: %(way)s. Choose others.")
                % {"way": way},
            )
            self.produced_error_code = None
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response


class ModuleViewSet(SnippetViewSet):
    """Modules with their completion rule; the texts are in the module pages."""

    model = Module
    icon = "clipboard-list"
    menu_label = _("Completion rules of modules")
    list_display = [
        "code",
        "day",
        "academic_hours",
        "pass_mark",
        "quiz_draw",
        "max_attempts",
        "requires_all_parts",
        "requires_quiz",
        "requires_assignment",
        "requires_reflection",
    ]
    list_filter = ["programme", "day", "requires_assignment", "requires_reflection"]
    search_fields = ["code", "areas", "pages__title"]
    search_backend_name = None
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldPanel("programme", widget=Select),
            FieldRowPanel([FieldPanel("code"), FieldPanel("day")]),
            FieldPanel("areas"),
            FieldPanel("academic_hours"),
            MultiFieldPanel(
                [
                    FieldPanel("requires_all_parts"),
                    FieldPanel("requires_quiz"),
                    FieldPanel("requires_assignment"),
                    FieldPanel("requires_reflection"),
                ],
                heading=_("Completion rule"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("quiz_draw"),
                    FieldPanel("pass_mark"),
                    FieldPanel("shuffle_answers"),
                    FieldPanel("max_attempts"),
                    FieldPanel("waiting_minutes"),
                    FieldPanel("result_rule"),
                ],
                heading=_("Quiz"),
            ),
            FieldPanel("prerequisites", widget=CheckboxSelectMultiple),
        ],
        base_form_class=ModuleForm,
    )
    edit_view_class = ModuleEditView

    def get_queryset(self, request: HttpRequest) -> Any:  # Wagtail passes it
        """Read the programme and day with the modules, which the list shows."""
        return Module.objects.select_related("programme", "day")


class CompetenceAreaViewSet(SnippetViewSet):
    """The areas of the competence framework."""

    model = CompetenceArea
    icon = "list-ul"
    menu_label = _("Competence areas")
    list_display = ["letter", "title", "title_en"]
    list_filter = ["programme"]
    inspect_view_enabled = True
    edit_handler = ObjectList([FieldPanel("title"), FieldPanel("title_en")])


class CompetenceViewSet(SnippetViewSet):
    """The statements of the framework; answers keep the wording they were given to."""

    model = Competence
    icon = "tasks"
    menu_label = _("Competences")
    list_display = ["code", "level", "text"]
    list_filter = ["area", "level"]
    search_fields = ["text", "text_en"]
    search_backend_name = None
    inspect_view_enabled = True
    edit_handler = ObjectList([FieldPanel("text"), FieldPanel("text_en")])

    def get_queryset(self, request: HttpRequest) -> Any:  # Wagtail passes it
        """Read the area with each statement, which the list shows."""
        return Competence.objects.select_related("area")


class ProgrammeGroup(SnippetViewSetGroup):
    """The programme's entries in the admin menu."""

    menu_label = _("Programme")
    menu_icon = "list-ol"
    menu_order = 210
    items = (ProgrammeViewSet, ModuleViewSet, CompetenceAreaViewSet, CompetenceViewSet)


register_snippet(ProgrammeGroup)


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


@hooks.register("register_admin_urls")
def register_quiz_statistics() -> list[URLPattern]:
    """Add the addresses of the report on quiz questions."""
    view = QuizStatisticsView
    return [
        path("reports/quiz/", view.as_view(), name="quiz_statistics"),
        path(
            "reports/quiz/results/",
            view.as_view(results_only=True),
            name="quiz_statistics_results",
        ),
    ]


class QuizStatisticsMenuItem(MenuItem):
    """The report's entry in the menu, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("courses.see_quiz_statistics"))


@hooks.register("register_reports_menu_item")
def register_quiz_statistics_menu_item() -> MenuItem:
    """Add the report on quiz questions to the menu of reports."""
    return QuizStatisticsMenuItem(
        _("Quiz questions"), reverse("quiz_statistics"), icon_name="help", order=100
    )
