"""Which mentor accompanies which municipality, in the Wagtail admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from plans.models import MentorAssignment


class AssignmentIndexView(IndexView):
    """The list of assignments with mentor and municipality."""

    def get_base_queryset(self) -> QuerySet[MentorAssignment]:
        return super().get_base_queryset().select_related("mentor", "team__municipality")


class AssignmentViewSet(ModelViewSet):
    model = MentorAssignment
    name = "plans_mentor"
    icon = "user"
    menu_label = _("Mentors")
    menu_order = 270
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = AssignmentIndexView
    list_per_page = 50
    form_fields = ["mentor", "team"]
    list_display = ["mentor", "team"]
    list_filter = ["team__municipality"]
    search_fields = ["mentor__search_key", "team__municipality__name"]


@hooks.register("register_admin_viewset")
def register_mentors() -> Any:
    """Add the list of mentors to the admin."""
    return AssignmentViewSet()
