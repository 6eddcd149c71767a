"""The report on quiz questions and its entry in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.views.statistics import QuizStatisticsView


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
