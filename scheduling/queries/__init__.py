"""Reads over groups, sessions, enrolments and attendance."""

from scheduling.queries.assignments import (
    AssignmentRow,
    Backlog,
    assignment_rows,
    assignments_for,
    backlogs,
    readers_of,
)
from scheduling.queries.credit import CreditedBlock, best_hours, credited_blocks, credited_hours
from scheduling.queries.editions import (
    CohortModule,
    cohort_modules,
    cohort_of_training,
    pinned_edition,
)
from scheduling.queries.groups import (
    GroupCard,
    GroupState,
    cohorts_by_interest,
    group_cards,
    joinable_groups,
)
from scheduling.queries.matrix import Cell, GroupMatrix, MatrixRow, group_matrix
from scheduling.queries.own_block import Part
from scheduling.queries.programme import programme_in_training
from scheduling.queries.roster import Roster, RosterRow, roster
from scheduling.queries.sessions import (
    SessionRow,
    session_rows,
    sessions_of,
    upcoming_sessions,
    with_times,
)
from scheduling.queries.training import Training, TrainingDay, enrolments_of, training
from scheduling.queries.window import EnrolmentWindow, WindowState, enrolment_window, first_start

__all__ = [
    "AssignmentRow",
    "Backlog",
    "Cell",
    "CohortModule",
    "CreditedBlock",
    "EnrolmentWindow",
    "GroupCard",
    "GroupMatrix",
    "GroupState",
    "MatrixRow",
    "Part",
    "Roster",
    "RosterRow",
    "SessionRow",
    "Training",
    "TrainingDay",
    "WindowState",
    "assignment_rows",
    "assignments_for",
    "backlogs",
    "best_hours",
    "cohort_modules",
    "cohort_of_training",
    "cohorts_by_interest",
    "credited_blocks",
    "credited_hours",
    "enrolment_window",
    "enrolments_of",
    "first_start",
    "group_cards",
    "group_matrix",
    "joinable_groups",
    "pinned_edition",
    "programme_in_training",
    "readers_of",
    "roster",
    "session_rows",
    "sessions_of",
    "training",
    "upcoming_sessions",
    "with_times",
]
