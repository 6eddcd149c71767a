"""What every page of ours has in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index


class BasePage(Page):
    """An abstract page with a lead text; every page type of the product is one.

    Personal data: none (the editor who saved it is in Wagtail's revisions and log).
    """

    # Texts of the page that are not shown to readers and so not translated.
    untranslated_fields: frozenset[str] = frozenset()

    intro = models.TextField(_("lead text"), max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True
