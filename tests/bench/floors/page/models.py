"""A page that is nothing but a title and a stream of headed texts."""

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock()
    text = blocks.RichTextBlock()

    class Meta:
        template = "section.html"


class FloorPage(Page):
    body = StreamField([("section", SectionBlock())])
    template = "page.html"
