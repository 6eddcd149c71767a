"""A Word document read into blocks of ours, with a report of what was kept, changed and left out."""

from cms.queries.word.reading import WordText, read_word
from cms.queries.word.report import Group, Line, report_of

__all__ = ["Group", "Line", "WordText", "read_word", "report_of"]
