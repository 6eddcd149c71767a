"""The worksheet: read on the page, filled in on paper from its PDF."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from cms.blocks.base import PRACTICE, PageBlock, Several, rich_text, titled


def _prompt() -> blocks.TextBlock:
    return blocks.TextBlock(label=pgettext_lazy("worksheet", "Task"), max_length=400, rows=2)


class LinesField(blocks.StructBlock):
    """A prompt with empty lines to write on."""

    prompt = _prompt()
    lines = blocks.IntegerBlock(label=_("Number of lines"), min_value=1, max_value=20, default=3)

    class Meta:
        label = _("Lines")
        icon = "minus"


class ChecklistField(blocks.StructBlock):
    """A prompt with entries to tick."""

    prompt = _prompt()
    entries = Several(titled(_("Entry"), 300), label=_("Entries"), min_num=1, max_num=20)

    class Meta:
        label = _("Checklist")
        icon = "check"


class EmptyTableField(blocks.StructBlock):
    """A prompt with an empty table to fill in."""

    prompt = _prompt()
    columns = Several(titled(_("Column heading"), 80), label=_("Columns"), min_num=1, max_num=6)
    rows = blocks.IntegerBlock(
        label=_("Number of empty rows"), min_value=1, max_value=20, default=5
    )

    class Meta:
        label = _("Empty table")
        icon = "table"


class FieldsBlock(blocks.StreamBlock):
    """What is filled in, in order."""

    lines = LinesField()
    checklist = ChecklistField()
    table = EmptyTableField()

    class Meta:
        min_num = 1
        max_num = 12


class WorksheetBlock(PageBlock):
    """A sheet to fill in during a workshop."""

    title = titled(_("Title"))
    instructions = rich_text(_("Instructions"))
    fields = FieldsBlock(label=_("Fields"))

    class Meta:
        label = _("Worksheet")
        icon = "form"
        group = PRACTICE
        template = "cms/blocks/worksheet.html"
        description = _("A sheet to fill in; readers download it as a PDF.")
