"""Bytes out: a whole programme as one file, and a person's own notes."""

from courses.exports.notes import notes_as_text
from courses.exports.programme import Exported, write_programme

__all__ = ["Exported", "notes_as_text", "write_programme"]
