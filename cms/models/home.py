"""The home page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.models.base import BasePage
from cms.models.news import NewsPage

_LATEST = 3


class StepBlock(blocks.StructBlock):
    """One step of the way from training to young people."""

    label = blocks.CharBlock(label=_("When"), max_length=60)
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=400)

    class Meta:
        label = _("Step")
        icon = "arrow-right"


class HomePage(BasePage):
    """One row is the home page in one language. The counter and dates on it are live.

    Personal data: none.
    """

    headline = models.CharField(_("headline"), max_length=160)
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("headline"), FieldPanel("steps")]
    template = "lms/home_page.html"  # mixes all apps, so its template belongs to the top one
    needs_check = False
    search_kind = None  # it only leads to what is found anyway
    max_count_per_parent = 2
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the latest news of the page's language."""
        news = NewsPage.objects.live().filter(locale_id=self.locale_id).defer("body")
        return super().get_context(request, *args, **kwargs) | {
            "latest_news": news.order_by("-published_on", "-pk")[:_LATEST]
        }
