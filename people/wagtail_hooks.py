"""People, teams and who leads them, in the Wagtail admin; for programme managers."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from people.models import MunicipalTeam, Person, TeamMembership
from people.queries import search_people


class PersonIndexView(IndexView):
    """The list of people: found without diacritics, municipalities read with the rows."""

    def get_base_queryset(self) -> QuerySet[Person]:
        return super().get_base_queryset().select_related("municipality")

    def search_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        if not self.search_query:
            return queryset
        return queryset.filter(pk__in=search_people(self.search_query).order_by().values("pk"))


class PersonViewSet(ModelViewSet):
    model = Person
    name = "people_person"
    icon = "user"
    menu_label = _("People")
    copy_view_enabled = False
    index_view_class = PersonIndexView
    list_per_page = 50
    form_fields = [
        "given_name",
        "family_name",
        "birth_year",
        "sex",
        "job_role",
        "employer",
        "municipality",
        "email",
        "phone",
    ]
    list_display = ["full_name", "municipality", "birth_year", "job_role"]
    list_filter = ["municipality", "job_role"]
    search_fields = ["search_key"]


class TeamIndexView(IndexView):
    """The list of teams with their municipalities."""

    def get_base_queryset(self) -> QuerySet[MunicipalTeam]:
        return super().get_base_queryset().select_related("municipality")


class TeamViewSet(ModelViewSet):
    model = MunicipalTeam
    name = "people_team"
    icon = "group"
    menu_label = _("Municipal teams")
    copy_view_enabled = False
    index_view_class = TeamIndexView
    list_per_page = 50
    form_fields = ["municipality", "agreement_signed_on"]
    list_display = ["municipality", "agreement_signed_on"]
    search_fields = ["municipality__name"]


class MembershipIndexView(IndexView):
    """The list of memberships with person and municipality."""

    def get_base_queryset(self) -> QuerySet[TeamMembership]:
        return super().get_base_queryset().select_related("team__municipality", "person")


class MembershipViewSet(ModelViewSet):
    model = TeamMembership
    name = "people_membership"
    icon = "link"
    menu_label = _("Team memberships")
    copy_view_enabled = False
    index_view_class = MembershipIndexView
    list_per_page = 50
    form_fields = ["team", "person", "role", "from_on", "until_on"]
    list_display = ["person", "team", "role", "from_on", "until_on"]
    list_filter = ["role", "team__municipality"]
    search_fields = ["person__search_key"]


class PeopleMenu(ViewSetGroup):
    menu_label = _("People")
    menu_icon = "user"
    menu_order = 260
    items = (PersonViewSet, TeamViewSet, MembershipViewSet)


@hooks.register("register_admin_viewset")
def register_people_menu() -> Any:
    """Add the menu "People" to the admin."""
    return PeopleMenu()
