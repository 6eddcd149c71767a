"""Content blocks that editors build pages from; each renders one component of the design."""

from cms.blocks.base import RICH_TEXT_FEATURES
from cms.blocks.exercises import MatchingBlock, SortingBlock
from cms.blocks.media import AudioBlock, FileBlock, ImageBlock, VideoBlock
from cms.blocks.stream import ContentBlock, sample_blocks
from cms.blocks.tables import TableBlock
from cms.blocks.text import AccordionBlock, CalloutBlock, ExampleBlock, SectionBlock, StepsBlock
from cms.blocks.tools import ToolCardBlock
from cms.blocks.worksheet import WorksheetBlock

__all__ = [
    "RICH_TEXT_FEATURES",
    "AccordionBlock",
    "AudioBlock",
    "CalloutBlock",
    "ContentBlock",
    "ExampleBlock",
    "FileBlock",
    "ImageBlock",
    "MatchingBlock",
    "SectionBlock",
    "SortingBlock",
    "StepsBlock",
    "TableBlock",
    "ToolCardBlock",
    "VideoBlock",
    "WorksheetBlock",
    "sample_blocks",
]
