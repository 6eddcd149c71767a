"""Finding what an address names, for the permission question; 404 if it is not there."""

from django.shortcuts import get_object_or_404

from courses.models import Assignment, AssignmentFile
from scheduling.models import Enrolment, Session, TrainingGroup


def find_group(pk: int) -> TrainingGroup:
    """Find a training group with its programme."""
    return get_object_or_404(TrainingGroup.objects.select_related("cohort__programme"), pk=pk)


def find_session(pk: int) -> Session:
    """Find a session with its programme day and venue."""
    return get_object_or_404(Session.objects.select_related("day__programme", "venue"), pk=pk)


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
