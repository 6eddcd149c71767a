"""Guidelines for municipalities as editors write them; what readers see is a published edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import CalloutBlock, ContentBlock, SectionBlock
from cms.enums import Kind
from cms.models.base import BasePage


class GuidelineIndexPage(BasePage):
    """One row is the guidelines document in one language.

    Personal data: none.
    """

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidelineChapterPage"]
    max_count_per_parent = 1
    search_kind = Kind.GUIDELINE
    template = "cms/guideline_index_page.html"

    class Meta:
        verbose_name = _("guidelines")
        verbose_name_plural = _("guidelines")


class GuidelineChapterTag(TaggedItemBase):
    """One row tags a chapter.

    Personal data: none.
    """

    content_object = ParentalKey(
        "cms.GuidelineChapterPage", on_delete=models.CASCADE, related_name="tagged"
    )


class GuidelineChapterPage(BasePage):
    """One row is a chapter of the guidelines in one language; its number is its place in the tree.

    Readers see it as it stood when the newest edition was published, not as it stands here.

    Personal data: none.
    """

    body = StreamField(ContentBlock(), verbose_name=_("content"), blank=True)
    easy_body = StreamField(
        [("section", SectionBlock()), ("callout", CalloutBlock())],
        verbose_name=_("easy-to-read text"),
        blank=True,
        help_text=_(
            "The same chapter in easy language: short sentences, one thought in each, no terms."
        ),
    )
    tags = ClusterTaggableManager(through=GuidelineChapterTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("easy_body"),
        FieldPanel("tags"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.GuidelineIndexPage"]
    subpage_types: list[str] = []
    search_kind = Kind.GUIDELINE
    template = "cms/guideline_chapter_page.html"

    class Meta:
        verbose_name = _("chapter of the guidelines")
        verbose_name_plural = _("chapters of the guidelines")
