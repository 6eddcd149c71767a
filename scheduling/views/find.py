"""Finding what an address names, for the permission question; 404 if it is not there."""

from django.shortcuts import get_object_or_404

from courses.models import Assignment, AssignmentFile, Module
from scheduling.models import Discussion, Enrolment, Post, Session, SessionBlock, TrainingGroup


def find_group(pk: int) -> TrainingGroup:
    """Find a training group with its programme."""
    return get_object_or_404(TrainingGroup.objects.select_related("cohort__programme"), pk=pk)


def find_session(pk: int) -> Session:
    """Find a session with its programme day and venue."""
    return get_object_or_404(Session.objects.select_related("day__programme", "venue"), pk=pk)


def find_block(pk: int) -> SessionBlock:
    """Find a session block with its day."""
    found = SessionBlock.objects.select_related("session__day__programme", "block__day__programme")
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
