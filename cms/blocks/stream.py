"""What pages may be made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.base import TEXT, rich_text
from cms.blocks.exercises import MatchingBlock, SortingBlock
from cms.blocks.media import AudioBlock, FileBlock, ImageBlock, VideoBlock
from cms.blocks.samples import SAMPLES
from cms.blocks.tables import TableBlock
from cms.blocks.text import AccordionBlock, CalloutBlock, ExampleBlock, SectionBlock, StepsBlock
from cms.blocks.tools import ToolCardBlock
from cms.blocks.worksheet import WorksheetBlock


class ContentBlock(blocks.StreamBlock):
    """What a page of ours may be made of."""

    section = SectionBlock()
    text = rich_text(_("Text"), icon="pilcrow", group=TEXT, template="cms/blocks/text.html")
    example = ExampleBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    image = ImageBlock()
    video = VideoBlock()
    audio = AudioBlock()
    file = FileBlock()
    tool_card = ToolCardBlock()
    sorting = SortingBlock()
    matching = MatchingBlock()
    worksheet = WorksheetBlock()

    class Meta:
        max_num = 150


def sample_blocks() -> list[blocks.BoundBlock]:
    """Return one of each block that can be shown without a file, in the reader's language."""
    known = ContentBlock().child_blocks.items()
    return [
        block.bind(block.normalize(SAMPLES[name]())) for name, block in known if name in SAMPLES
    ]
