"""Attendance exports of online meetings: read, matched with the roster, and weighed by the clock."""

from scheduling.queries.meetings.reading import ParsedAttendee, ParsedReport, read_report
from scheduling.queries.meetings.spans import Span, merged, minutes_within

__all__ = [
    "ParsedAttendee",
    "ParsedReport",
    "Span",
    "merged",
    "minutes_within",
    "read_report",
]
