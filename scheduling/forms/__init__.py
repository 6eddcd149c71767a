"""What people type about attendance, groups and sessions, checked."""

from scheduling.forms.assignments import AnswerForm, AssignmentFilterForm
from scheduling.forms.attendance import (
    RosterDataError,
    RosterLine,
    parse_clock,
    read_marks,
    roster_lines,
)
from scheduling.forms.corrections import CorrectionForm, ReasonForm
from scheduling.forms.planning import GroupForm, SessionForm

__all__ = [
    "AnswerForm",
    "AssignmentFilterForm",
    "CorrectionForm",
    "GroupForm",
    "ReasonForm",
    "RosterDataError",
    "RosterLine",
    "SessionForm",
    "parse_clock",
    "read_marks",
    "roster_lines",
]
