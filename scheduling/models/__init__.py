"""When and where: cohorts, groups, sessions, enrolments and attendance marks."""

from scheduling.models.attendance import AttendanceMark
from scheduling.models.calendar import CalendarToken
from scheduling.models.edition import CohortEdition
from scheduling.models.enrolment import Enrolment
from scheduling.models.group import Cohort, TrainingGroup
from scheduling.models.session import Session, SessionBlock, Venue

__all__ = [
    "AttendanceMark",
    "CalendarToken",
    "Cohort",
    "CohortEdition",
    "Enrolment",
    "Session",
    "SessionBlock",
    "TrainingGroup",
    "Venue",
]
