"""Questions and answers, grouped by theme; each question has a lasting address of its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.blocks import RICH_TEXT_FEATURES
from cms.enums import Kind
from cms.models.base import BasePage, SearchPart


class QuestionBlock(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=RICH_TEXT_FEATURES)

    class Meta:
        label = _("Question")
        icon = "help"


class ThemeBlock(blocks.StructBlock):
    """Questions that belong together."""

    title = blocks.CharBlock(label=_("Theme"), max_length=80)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        label = _("Theme")
        icon = "folder-open-inverse"


class FaqPage(BasePage):
    """One row is the page of questions and answers in one language.

    Personal data: none.
    """

    themes = StreamField([("theme", ThemeBlock())], verbose_name=_("themes"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("themes")]
    search_fields = [*BasePage.search_fields, index.SearchField("themes")]
    search_kind = Kind.FAQ
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "cms/faq_page.html"

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("questions and answers")

    def search_parts(self) -> list[SearchPart]:
        """Return the page by its title and lead, and each question under its anchor."""
        return [
            SearchPart(self.title, self.intro),
            *(
                SearchPart(
                    title=item.value["question"],
                    text=get_text_for_indexing(item.value["answer"].source),
                    anchor=anchor_of(item),
                )
                for theme in self.themes
                for item in theme.value["questions"].bound_blocks
            ),
        ]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the themes with their questions, each with its anchor."""
        themes = [
            {
                "title": theme.value["title"],
                "questions": [
                    {"anchor": anchor_of(item), "value": item.value}
                    for item in theme.value["questions"].bound_blocks
                ],
            }
            for theme in self.themes
        ]
        return super().get_context(request, *args, **kwargs) | {"themes": themes}


def anchor_of(item: Any) -> str:
    """Return the anchor of a question: part of its block's id, which stays while the text changes."""
    return f"q-{str(item.id)[:8]}"
