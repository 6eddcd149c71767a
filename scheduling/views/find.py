"""Finding what an address names, for the permission question; 404 if it is not there."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from courses.models import Assignment, AssignmentFile, Module, ProgrammeDay
from people.models import Person
from scheduling.models import (
    AttendanceMark,
    AttendanceSheet,
    Discussion,
    Enrolment,
    MakeUp,
    MeetingAlias,
    MeetingAttendee,
    MeetingReport,
    Post,
    Session,
    SessionBlock,
    SheetScan,
    TrainingGroup,
    WalkIn,
)
from scheduling.queries.roster import people_of


def find_group(pk: int) -> TrainingGroup:
    """Find a training group with its programme."""
    return get_object_or_404(TrainingGroup.objects.select_related("cohort__programme"), pk=pk)


def find_session(pk: int) -> Session:
    """Find a session with its programme day and venue."""
    return get_object_or_404(Session.objects.select_related("day__programme", "venue"), pk=pk)


def find_online_session(pk: int) -> Session:
    """Find a session that happens online."""
    found = Session.objects.select_related("day__programme", "venue")
    return get_object_or_404(found, pk=pk, day__mode=ProgrammeDay.Mode.ONLINE)


def find_meeting_report(pk: int) -> MeetingReport:
    """Find a meeting report that was not discarded, with its session."""
    return get_object_or_404(
        MeetingReport.objects.live().select_related("session__day__programme"), pk=pk
    )


def find_meeting_name(pk: int) -> MeetingAttendee:
    """Find a name of a meeting report with its session."""
    found = MeetingAttendee.objects.select_related("report__session__day__programme")
    return get_object_or_404(found, pk=pk)


def find_meeting_alias(pk: int) -> MeetingAlias:
    """Find a remembered name with its person."""
    return get_object_or_404(MeetingAlias.objects.select_related("person"), pk=pk)


def find_block(pk: int) -> SessionBlock:
    """Find a session block with its day."""
    found = SessionBlock.objects.select_related("session__day__programme", "block__day__programme")
    return get_object_or_404(found, pk=pk)


def find_case(pk: int, block: int, person: int) -> AttendanceMark:
    """Find a person in a block of a session: not a row, but where the rows about them are."""
    blocks = SessionBlock.objects.select_related(
        "block__day__programme", "session__day__programme", "session__venue"
    )
    found = get_object_or_404(blocks, pk=block, session=pk)
    marked = AttendanceMark.objects.filter(session=pk).order_by().values("person_id")
    of_session = people_of(found.session).order_by().values("pk")
    someone = get_object_or_404(
        Person.objects.filter(Q(pk__in=marked) | Q(pk__in=of_session)), pk=person
    )
    return AttendanceMark(session=found.session, block=found, person=someone)


def find_walk_in(pk: int) -> WalkIn:
    """Find a walk-in with its session, who recorded it and who it was."""
    found = WalkIn.objects.select_related(
        "session__day__programme", "recorded_by__person", "person", "decided_by__person"
    )
    return get_object_or_404(found, pk=pk)


def find_make_up(pk: int) -> MakeUp:
    """Find a make-up with its person, its block and the session that it is credited in."""
    found = MakeUp.objects.select_related(
        "person",
        "block__day",
        "session_block__session__day__programme",
        "proposed_by__person",
        "decided_by__person",
        "mark",
    )
    return get_object_or_404(found, pk=pk)


def find_enrolment(pk: int) -> Enrolment:
    """Find an enrolment with its person, group and programme."""
    return get_object_or_404(
        Enrolment.objects.select_related("person", "group", "cohort__programme"), pk=pk
    )


def find_assignment(pk: int) -> Assignment:
    """Find an assignment with its person and module."""
    return get_object_or_404(
        Assignment.objects.select_related("person__municipality", "module__day"), pk=pk
    )


def find_assignment_file(pk: int, file: int) -> AssignmentFile:
    """Find a file of an assignment."""
    found = AssignmentFile.objects.select_related("assignment__module")
    return get_object_or_404(found, pk=file, assignment=pk)


def find_discussion(pk: int) -> Discussion:
    """Find a discussion with its group and module."""
    found = Discussion.objects.select_related("group__cohort", "module__day")
    return get_object_or_404(found, pk=pk)


def find_new_discussion(pk: int, code: str) -> Discussion:
    """Find where a discussion would begin: not yet a row, but a group and a module of it."""
    group = find_group(pk)
    modules = Module.objects.filter(programme=group.cohort.programme_id).select_related("day")
    return Discussion(group=group, module=get_object_or_404(modules, code=code))


def find_post(pk: int) -> Post:
    """Find a post with its discussion."""
    found = Post.objects.select_related("discussion__group__cohort", "discussion__module__day")
    return get_object_or_404(found, pk=pk)


def find_sheet(pk: int) -> AttendanceSheet:
    """Find a printed sheet with its block and session."""
    return get_object_or_404(_sheets(), pk=pk)


def find_sheet_by_code(code: str, page: int) -> AttendanceSheet:
    """Find the sheet that a QR names."""
    return get_object_or_404(_sheets(), code=code)


def find_scan(pk: int) -> SheetScan:
    """Find a scanned page with its file and, if it has one, its sheet."""
    found = SheetScan.objects.select_related(
        "file__uploaded_by__person",
        "assigned_by__person",
        "superseded_by__person",
        "sheet__block__session__day__programme",
        "sheet__block__block",
    )
    return get_object_or_404(found, pk=pk)


def _sheets() -> QuerySet[AttendanceSheet]:
    return AttendanceSheet.objects.select_related(
        "block__session__day__programme", "block__session__venue", "block__block__day"
    )
