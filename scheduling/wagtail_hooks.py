"""Cohorts, groups, sessions, venues and enrolments in the Wagtail admin."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from people.queries import search_people
from scheduling.exports import neutralised
from scheduling.forms import GroupForm, SessionForm
from scheduling.models import Cohort, Enrolment, Session, TrainingGroup, Venue


class TrainingIndexView(IndexView):
    """A list whose rows bring what they show, and whose export is safe to open."""

    related: tuple[str, ...] = ()
    many: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        """Read related rows with the list: one statement each, however long it is."""
        found = super().get_base_queryset()
        return found.select_related(*self.related).prefetch_related(*self.many)

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
        """Keep text that begins like a formula from becoming one."""
        return neutralised(super().preprocess_field_value(field, value, export_format))


class TrainingViewSet(ModelViewSet):
    """What the lists of this menu have in common."""

    copy_view_enabled = False
    index_view_class = TrainingIndexView
    list_per_page = 50


class CohortViewSet(TrainingViewSet):
    model = Cohort
    name = "training_cohort"
    icon = "folder-open-inverse"
    menu_label = _("Cohorts")
    form_fields = ["programme", "code", "title", "title_en"]
    list_display = ["code", "title", "programme"]
    search_fields = ["code", "title", "title_en"]
    list_export = ["code", "title", "title_en"]

    class index_view_class(TrainingIndexView):  # noqa: N801  # the name Wagtail looks for
        related = ("programme",)


class GroupViewSet(TrainingViewSet):
    model = TrainingGroup
    name = "training_group"
    icon = "group"
    menu_label = _("Groups")
    list_display = ["code", "name", "cohort", "region", "seats", "is_open"]
    list_filter = ["cohort", "region", "is_open"]
    search_fields = ["code", "name"]
    list_export = ["cohort.code", "code", "name", "region.name", "seats", "is_open"]
    export_headings = {"cohort.code": _("Cohort"), "region.name": _("Training region")}

    class index_view_class(TrainingIndexView):  # noqa: N801  # the name Wagtail looks for
        related = ("cohort", "region")

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm


class SessionIndexView(TrainingIndexView):
    related = ("day", "venue")
    many = ("groups",)


def _group_codes(session: Session) -> str:
    return ", ".join(group.code for group in session.groups.all())


class SessionViewSet(TrainingViewSet):
    model = Session
    name = "training_session"
    icon = "date"
    menu_label = _("Sessions")
    index_view_class = SessionIndexView
    list_display = [
        "__str__",
        "date",
        Column("groups", label=_("Training groups"), accessor=_group_codes),
        "venue",
        "state",
    ]
    list_filter = ["state", "day", "groups", "venue", "date"]
    search_fields = ["day__code", "venue__name"]
    list_export = ["date", "day.code", "venue.name", "state"]
    export_headings = {"day.code": _("Programme day"), "venue.name": _("Venue")}

    def get_form_class(self, for_update: bool = False) -> type[SessionForm]:
        return SessionForm


class VenueViewSet(TrainingViewSet):
    model = Venue
    name = "training_venue"
    icon = "home"
    menu_label = _("Venues")
    form_fields = ["name", "address", "municipality", "directions"]
    list_display = ["name", "address", "municipality"]
    list_filter = ["municipality"]
    search_fields = ["name", "address"]
    list_export = ["name", "address"]

    class index_view_class(TrainingIndexView):  # noqa: N801  # the name Wagtail looks for
        related = ("municipality",)


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Looking only: enrolments change through enrolling and withdrawing."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action)


class EnrolmentIndexView(TrainingIndexView):
    related = ("person", "group", "cohort", "municipality")

    def search_queryset(self, queryset: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        """Find people with or without diacritics."""
        if not self.search_query:
            return queryset
        people = search_people(self.search_query).order_by().values("pk")
        return queryset.filter(person__in=people)


class EnrolmentViewSet(TrainingViewSet):
    model = Enrolment
    name = "training_enrolment"
    icon = "list-ul"
    menu_label = _("Enrolments")
    index_view_class = EnrolmentIndexView
    permission_policy = ReadOnlyPolicy(Enrolment)
    form_fields = ["state"]
    inspect_view_enabled = True
    list_display = ["person", "group", "cohort", "municipality", "state", "queue_number"]
    list_filter = ["cohort", "group", "state", "municipality"]
    search_fields = ["person__search_key"]
    list_export = [
        "person.full_name",
        "municipality",
        "cohort.code",
        "group.code",
        "state",
        "queue_number",
        "created_at",
    ]
    export_headings = {
        "person.full_name": _("Person"),
        "cohort.code": _("Cohort"),
        "group.code": _("Group"),
    }


class TrainingMenu(ViewSetGroup):
    menu_label = _("Training")
    menu_icon = "group"
    menu_order = 250
    items = (GroupViewSet, SessionViewSet, VenueViewSet, EnrolmentViewSet, CohortViewSet)


@hooks.register("register_admin_viewset")
def register_training_menu() -> TrainingMenu:
    """Add the menu "Training" to the admin."""
    return TrainingMenu()
