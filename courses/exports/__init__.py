"""Bytes out: a whole programme as one file."""

from courses.exports.programme import Exported, write_programme

__all__ = ["Exported", "write_programme"]
