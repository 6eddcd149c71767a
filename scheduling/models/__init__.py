"""When and where: cohorts, groups, sessions, enrolments, attendance marks, discussions."""

from scheduling.models.attendance import AttendanceMark, Standing
from scheduling.models.calendar import CalendarToken
from scheduling.models.chain import AttendanceChain
from scheduling.models.check_in import CheckIn
from scheduling.models.date_correction import DateCorrection
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
from scheduling.models.make_up import MakeUp, SessionGuest
from scheduling.models.session import Session, SessionBlock, Venue
from scheduling.models.walk_in import WalkIn, WalkInPresence

__all__ = [
    "Agreement",
    "AttendanceChain",
    "AttendanceMark",
    "CalendarToken",
    "CheckIn",
    "Cohort",
    "CohortEdition",
    "CourseFeedback",
    "DateCorrection",
    "Discussion",
    "DiscussionLetters",
    "DiscussionReading",
    "EarlierWording",
    "Enrolment",
    "FeedbackGiven",
    "Following",
    "MakeUp",
    "Post",
    "PostToTell",
    "Session",
    "SessionBlock",
    "SessionGuest",
    "Standing",
    "TrainerFeedback",
    "TrainingGroup",
    "Venue",
    "WalkIn",
    "WalkInPresence",
]
