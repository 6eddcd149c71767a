"""Finding what an address names, for the permission question; 404 if it is not there."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from courses.models import Assignment, AssignmentFile, Module
from people.models import Person
from scheduling.models import (
    AttendanceMark,
    Discussion,
    Enrolment,
    MakeUp,
    Post,
    Session,
    SessionBlock,
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
