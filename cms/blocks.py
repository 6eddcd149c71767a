"""Content blocks that editors build pages from; each renders one component of the design."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class SectionBlock(blocks.StructBlock):
    """A headed stretch of text; in a module each one is a part to be read."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        label = _("Section")
        icon = "title"
        template = "cms/blocks/section.html"


class ExampleBlock(blocks.StructBlock):
    """An example from practice, set apart from the text."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        label = _("Example")
        icon = "openquote"
        template = "cms/blocks/example.html"


class NoteBlock(blocks.StructBlock):
    """One thought worth stopping at."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        label = _("Note")
        icon = "info-circle"
        template = "cms/blocks/note.html"


class ContentBlock(blocks.StreamBlock):
    """What a page of ours may be made of."""

    section = SectionBlock()
    example = ExampleBlock()
    note = NoteBlock()


class ArticleBlock(ContentBlock):
    """What a short page may be made of: it need not be divided by headings."""

    text = blocks.RichTextBlock(
        label=_("Text"),
        features=RICH_TEXT_FEATURES,
        icon="pilcrow",
        template="cms/blocks/text.html",
    )
