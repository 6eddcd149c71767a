"""Targets in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from monitoring.models import Target


class TargetViewSet(SnippetViewSet):
    model = Target
    icon = "order"
    menu_label = _("Targets")
    list_display = ["code", "title", "value", "counter"]
    panels = [
        FieldPanel("code", read_only=True),
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("value"),
        FieldPanel("counter"),
    ]
    inspect_view_enabled = True


register_snippet(TargetViewSet)
