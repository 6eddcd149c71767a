"""The editors' report on how quiz questions fare, in Wagtail's admin."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput

from courses.models import QuizAttempt
from courses.queries import item_statistics
from courses.queries.statistics import ItemStatistics

_HIDDEN = "–"


class QuizStatisticsFilterSet(WagtailFilterSet):
    """Which attempts count."""

    submitted_at = django_filters.DateFilter(
        label=_("Submitted from"), lookup_expr="date__gte", widget=AdminDateInput
    )

    class Meta:
        model = QuizAttempt
        fields = ["module", "submitted_at"]


class Figure(Column):
    """A figure, or a dash where too few people were asked."""

    def __init__(self, name: str, digits: int = 0, factor: int = 1, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.digits, self.factor = digits, factor

    def get_value(self, instance: ItemStatistics) -> str:
        """Return the figure written in the reader's way."""
        value = getattr(instance, self.name)
        if value is None:
            return _HIDDEN
        sign = " %" if self.factor > 1 else ""
        return f"{number_format(round(value * self.factor, self.digits), self.digits)}{sign}"


class QuizStatisticsView(ReportView):
    """For each question: times asked, share right, discrimination, what attracts."""

    page_title = _("Quiz questions")
    header_icon = "help"
    template_name = "courses/admin/quiz_statistics.html"
    index_url_name = "quiz_statistics"
    index_results_url_name = "quiz_statistics_results"
    filterset_class = QuizStatisticsFilterSet
    export_filename = "quiz-questions"
    columns = [
        Column("module", label=_("Module")),
        Column("number", label=_("No.")),
        Column("question", label=_("Question"), accessor="question.text", width="35%"),
        Figure("asked", label=_("Times asked")),
        Figure("share_right", label=pgettext_lazy("share", "Right"), factor=100),
        Figure("discrimination", label=_("Discrimination"), digits=2),
        Column("attracts", label=_("Wrong answer chosen most"), width="25%"),
        Figure("attracted_share", label=_("Chose it"), factor=100),
    ]
    export_headings = {
        "module": _("Module"),
        "number": _("No."),
        "question.text": _("Question"),
        "question.kind": _("Kind"),
        "question.outcome": _("Learning outcome"),
        "asked": _("Times asked"),
        "share_right": pgettext_lazy("share", "Right"),
        "discrimination": _("Discrimination"),
        "attracts": _("Wrong answer chosen most"),
        "attracted_share": _("Chose it"),
    }
    list_export = list(export_headings)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever edits quizzes or answers for the programme."""
        if not request.user.has_perm("courses.see_quiz_statistics"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_filtered_queryset(self) -> list[ItemStatistics]:
        """Return the questions with their figures instead of the attempts behind them."""
        attempts = self.filter_queryset(QuizAttempt.objects.filter(submitted_at__isnull=False))
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return item_statistics(attempts, chosen.get("module"))
