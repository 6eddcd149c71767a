"""News."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import ContentBlock
from cms.enums import Kind
from cms.models.base import BasePage

_PER_PAGE = 10


class NewsIndexPage(BasePage):
    """One row is the list of news in one language.

    Personal data: none.
    """

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1
    needs_check = False
    search_kind = Kind.NEWS
    template = "cms/news_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of news, the newest first; a page that does not exist gives the nearest."""
        news = NewsPage.objects.child_of(self).live().defer("body").order_by("-published_on", "-pk")
        found = Paginator(news, _PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"news": found}


class NewsPageTag(TaggedItemBase):
    """One row tags a news item.

    Personal data: none.
    """

    content_object = ParentalKey("cms.NewsPage", on_delete=models.CASCADE, related_name="tagged")


class NewsPage(BasePage):
    """One row is a news item in one language.

    Personal data: none.
    """

    published_on = models.DateField(_("date"), default=dt.date.today)
    body = StreamField(ContentBlock(), verbose_name=_("content"), blank=True)
    tags = ClusterTaggableManager(through=NewsPageTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
        FieldPanel("tags"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    needs_check = False
    search_kind = Kind.NEWS
    template = "cms/news_page.html"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
