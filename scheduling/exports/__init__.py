"""Bytes for other programs: calendar feeds, feedback, and attendance sheets to be signed."""

from scheduling.exports.calendars import calendar_feed
from scheduling.exports.feedback import feedback_csv, feedback_xlsx, neutralised

__all__ = ["calendar_feed", "feedback_csv", "feedback_xlsx", "neutralised"]
