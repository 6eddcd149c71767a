"""Blocks of running text: section, example, callout, steps, accordion."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from cms.blocks.base import TEXT, PageBlock, Several, rich_text, titled


class SectionBlock(PageBlock):
    """A headed stretch of text; in a module each one is a part to be read."""

    heading = titled(_("Heading"))
    text = rich_text(_("Text"))

    class Meta:
        label = _("Section")
        icon = "title"
        group = TEXT
        template = "cms/blocks/section.html"
        description = _("A heading with text; the backbone of every page.")


class ExampleBlock(PageBlock):
    """An example from practice, set apart from the text."""

    title = titled(_("Title"))
    text = rich_text(_("Text"))

    class Meta:
        label = _("Example")
        icon = "openquote"
        group = TEXT
        template = "cms/blocks/example.html"
        description = _("What somebody did in practice, set apart from the text.")


class CalloutBlock(PageBlock):
    """One thought worth stopping at."""

    TONES = [
        ("tip", pgettext_lazy("callout", "Tip")),
        ("warning", pgettext_lazy("callout", "Warning")),
        ("important", pgettext_lazy("callout", "Important")),
    ]

    tone = blocks.ChoiceBlock(label=_("Tone"), choices=TONES, default="tip")
    title = titled(_("Title"), 120)
    text = rich_text(_("Text"))

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        group = TEXT
        template = "cms/blocks/callout.html"
        description = _("One thought worth stopping at: a tip, a warning, something important.")


class StepBlock(blocks.StructBlock):
    """One step of a procedure, or one question with its answer."""

    title = titled(_("Title"))
    text = rich_text(_("Text"))

    class Meta:
        icon = "order"


class StepsBlock(PageBlock):
    """A procedure the reader can follow."""

    title = titled(_("Title"))
    steps = Several(StepBlock(label=_("Step")), label=_("Steps"), min_num=2, max_num=12)

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        group = TEXT
        template = "cms/blocks/steps.html"
        description = _("A numbered procedure the reader can follow.")


class AccordionBlock(PageBlock):
    """Questions people ask, opened one by one."""

    title = titled(_("Title"))
    entries = Several(StepBlock(label=_("Entry")), label=_("Entries"), min_num=1, max_num=20)

    class Meta:
        label = _("Accordion")
        icon = "collapse-down"
        group = TEXT
        template = "cms/blocks/accordion.html"
        description = _("Questions people ask; each answer opens by itself.")
