"""The programme in the admin: programmes, rules of modules, the competence framework."""

from typing import Any

from django.forms import CheckboxSelectMultiple, Select
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

from courses.actions.prerequisites import PrerequisiteCycle
from courses.forms import ModuleForm
from courses.models import Competence, CompetenceArea, Module, Programme


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
            MultiFieldPanel(
                [
                    FieldPanel("credit_step"),
                    FieldPanel("online_min_minutes"),
                    FieldPanel("lock_hours"),
                    FieldPanel("dispute_days"),
                ],
                heading=_("Attendance rule"),
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
            FieldPanel("code"),
            FieldPanel("day"),
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
