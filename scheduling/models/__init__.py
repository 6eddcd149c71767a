"""When and where: cohorts, groups, sessions, enrolments, attendance marks, discussions."""

from scheduling.models.attendance import AttendanceMark, Standing
from scheduling.models.calendar import CalendarToken
from scheduling.models.chain import AttendanceChain
from scheduling.models.discussion import (
    Discussion,
    DiscussionReading,
    EarlierWording,
    Post,
)
from scheduling.models.edition import CohortEdition
from scheduling.models.enrolment import Enrolment
from scheduling.models.feedback import (
    Agreement,
    CourseFeedback,
    FeedbackGiven,
    TrainerFeedback,
)
from scheduling.models.following import DiscussionLetters, Following, PostToTell
from scheduling.models.group import Cohort, TrainingGroup
from scheduling.models.notice import AbsenceNotice
from scheduling.models.session import Session, SessionBlock, Venue

__all__ = [
    "AbsenceNotice",
    "Agreement",
    "AttendanceChain",
    "AttendanceMark",
    "CalendarToken",
    "Cohort",
    "CohortEdition",
    "CourseFeedback",
    "Discussion",
    "DiscussionLetters",
    "DiscussionReading",
    "EarlierWording",
    "Enrolment",
    "FeedbackGiven",
    "Following",
    "Post",
    "PostToTell",
    "Session",
    "SessionBlock",
    "Standing",
    "TrainerFeedback",
    "TrainingGroup",
    "Venue",
]
