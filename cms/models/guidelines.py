"""Guidelines for municipalities: an index with a version, and chapters."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import ContentBlock
from cms.enums import Kind
from cms.models.base import BasePage


class GuidelineIndexPage(BasePage):
    """One row is the guidelines document in one language.

    Personal data: none.
    """

    version = models.CharField(_("version"), max_length=10, default="1.0")

    content_panels = [*BasePage.content_panels, FieldPanel("version")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidelineChapterPage"]
    max_count_per_parent = 1
    search_kind = Kind.GUIDELINE
    template = "cms/guideline_index_page.html"

    class Meta:
        verbose_name = _("guidelines")
        verbose_name_plural = _("guidelines")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published chapters in their order."""
        chapters = GuidelineChapterPage.objects.child_of(self).live().defer("body")
        return super().get_context(request, *args, **kwargs) | {"chapters": chapters}


class GuidelineChapterTag(TaggedItemBase):
    """One row tags a chapter.

    Personal data: none.
    """

    content_object = ParentalKey(
        "cms.GuidelineChapterPage", on_delete=models.CASCADE, related_name="tagged"
    )


class GuidelineChapterPage(BasePage):
    """One row is a chapter of the guidelines in one language; its number is its place in the tree.

    Personal data: none.
    """

    body = StreamField(ContentBlock(), verbose_name=_("content"), blank=True)
    tags = ClusterTaggableManager(through=GuidelineChapterTag, blank=True, verbose_name=_("tags"))

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("tags")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.GuidelineIndexPage"]
    subpage_types: list[str] = []
    search_kind = Kind.GUIDELINE
    template = "cms/guideline_chapter_page.html"

    class Meta:
        verbose_name = _("chapter of the guidelines")
        verbose_name_plural = _("chapters of the guidelines")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the guidelines it belongs to, all chapters, its number and its neighbours."""
        chapters = list(Page.objects.sibling_of(self).live().order_by("path"))
        places = [chapter.pk for chapter in chapters]
        # A draft in preview stands after the published ones.
        place = places.index(self.pk) if self.pk in places else len(chapters)
        return super().get_context(request, *args, **kwargs) | {
            "index": GuidelineIndexPage.objects.ancestor_of(self).first(),
            "chapters": chapters,
            "number": place + 1,
            "previous": chapters[place - 1] if place else None,
            "next": chapters[place + 1] if place + 1 < len(chapters) else None,
        }
