"""What every page of ours has in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.enums import Kind

_HEADING_FIELDS = ("heading", "title", "question")


@dataclass(frozen=True)
class SearchPart:
    """A stretch of a page that is found on its own; without an anchor, the page itself."""

    title: str
    text: str
    headings: str = ""
    anchor: str = ""


class BasePage(Page):
    """An abstract page with a lead text; every page type of the product is one.

    Personal data: none (the editor who saved it is in Wagtail's revisions and log).
    """

    # Texts of the page that are not shown to readers and so not translated.
    untranslated_fields: frozenset[str] = frozenset()

    intro = models.TextField(_("lead text"), max_length=600, blank=True)
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last made sure that everything here is still true."),
    )
    explain_terms = models.BooleanField(
        _("explain glossary terms"),
        default=True,
        help_text=_("The first mention of each term in the text opens its definition."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    settings_panels = [
        MultiFieldPanel([FieldPanel("checked_on"), FieldPanel("explain_terms")], _("Page care")),
        *Page.settings_panels,
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    # What the page is found as; None keeps a page type out of the search.
    search_kind: ClassVar[Kind | None] = Kind.PAGE
    # Whether its text grows old, so that somebody has to look at it once a year.
    needs_check: ClassVar[bool] = True

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Spare Wagtail's walk up the tree where no page at all is restricted.

        A query may have asked together with the page, as ``is_any_restricted``.
        """
        known: bool | None = getattr(self, "is_any_restricted", None)
        if PageViewRestriction.objects.exists() if known is None else known:
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def search_parts(self) -> list[SearchPart]:
        """Return what of the page is found: here the whole, read from its search fields."""
        values = [
            field.get_value(self)
            for field in self.search_fields
            if isinstance(field, index.SearchField) and field.field_name != "title"
        ]
        headings = [
            heading
            for field in self._meta.concrete_fields
            if isinstance(field, StreamField)
            for heading in _headings(getattr(self, field.name))
        ]
        return [SearchPart(self.title, "\n".join(_strings(values)), "\n".join(headings))]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
    elif value:
        yield str(value)


def _headings(value: Any) -> Iterator[str]:
    """Yield the headings of blocks, however deep they stand."""
    if isinstance(value, StructValue):
        for name, inner in value.items():
            if name in _HEADING_FIELDS and isinstance(inner, str):
                yield inner
            else:
                yield from _headings(inner)
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _headings(child.value)
    elif isinstance(value, list | tuple | ListValue):
        for inner in value:
            yield from _headings(inner)
