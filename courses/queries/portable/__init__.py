"""A programme as it travels: what of each row goes along, and references that mean the same anywhere."""

from courses.queries.portable.blocks import BlockWrong, refusals, walk_field
from courses.queries.portable.links import pages_by_path
from courses.queries.portable.records import (
    AREA,
    BLOCK,
    COMPETENCE,
    DAY,
    MEDIUM,
    MODULE,
    PAGE,
    PROGRAMME,
    RICH_TEXTS,
    STREAMS,
    RecordWrong,
    checked_record,
    label_of,
    record_of,
)
from courses.queries.portable.richtext import RichTextWrong, rewrite

__all__ = [
    "AREA",
    "BLOCK",
    "COMPETENCE",
    "DAY",
    "MEDIUM",
    "MODULE",
    "PAGE",
    "PROGRAMME",
    "RICH_TEXTS",
    "STREAMS",
    "BlockWrong",
    "RecordWrong",
    "RichTextWrong",
    "checked_record",
    "label_of",
    "pages_by_path",
    "record_of",
    "refusals",
    "rewrite",
    "walk_field",
]
