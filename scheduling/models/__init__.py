"""When and where: cohorts, groups, sessions, enrolments, attendance, discussions."""

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
from scheduling.models.meeting import MeetingAttendee, MeetingReport
from scheduling.models.meeting_match import MeetingAlias, MeetingMatch
from scheduling.models.notice import AbsenceNotice
from scheduling.models.paper import (
    AttendanceSheet,
    CountedSignature,
    DifferenceNote,
    ScanFile,
    SheetScan,
    SignatureCount,
)
from scheduling.models.session import Session, SessionBlock, Venue
from scheduling.models.walk_in import WalkIn, WalkInPresence

__all__ = [
    "AbsenceNotice",
    "Agreement",
    "AttendanceChain",
    "AttendanceMark",
    "AttendanceSheet",
    "CalendarToken",
    "CheckIn",
    "Cohort",
    "CohortEdition",
    "CountedSignature",
    "CourseFeedback",
    "DateCorrection",
    "DifferenceNote",
    "Discussion",
    "DiscussionLetters",
    "DiscussionReading",
    "EarlierWording",
    "Enrolment",
    "FeedbackGiven",
    "Following",
    "MakeUp",
    "MeetingAlias",
    "MeetingAttendee",
    "MeetingMatch",
    "MeetingReport",
    "Post",
    "PostToTell",
    "ScanFile",
    "Session",
    "SessionBlock",
    "SessionGuest",
    "SheetScan",
    "SignatureCount",
    "Standing",
    "TrainerFeedback",
    "TrainingGroup",
    "Venue",
    "WalkIn",
    "WalkInPresence",
]
