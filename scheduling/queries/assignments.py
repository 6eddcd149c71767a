"""Assignments as trainers find them: what waits for an answer, and what has been answered."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet

from courses.models import Assignment, Module
from courses.queries import module_titles
from people.models import Person, Role, RoleAssignment
from scheduling.models import Enrolment, TrainingGroup


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in a trainer's list, with the group that makes it theirs."""

    assignment: Assignment
    group: TrainingGroup | None
    title: str


@dataclass(frozen=True)
class Backlog:
    """What waits for one trainer."""

    trainer: Person
    waiting: int
    oldest: dt.datetime


def _places(trainer_id: int) -> QuerySet[Enrolment]:
    """Places in the trainer's groups of the person who wrote the assignment of the outer query."""
    return Enrolment.objects.seated().filter(
        person=OuterRef("person"),
        cohort__programme=OuterRef("module__programme"),
        group__trainers=trainer_id,
    )


def assignments_for(
    trainer: Person, *, group: int | None = None, module: int | None = None
) -> QuerySet[Assignment]:
    """Return what people of the trainer's groups have handed in, the newest first."""
    places = _places(trainer.pk)
    if group is not None:
        places = places.filter(group=group)
    found = (
        Assignment.objects.filter(Exists(places))
        .exclude(state=Assignment.State.DRAFT)
        .exclude(person=trainer)
    )
    if module is not None:
        found = found.filter(module=module)
    return found.select_related("person__municipality", "module").order_by("-submitted_at", "-pk")


def assignment_rows(assignments: list[Assignment], trainer: Person) -> list[AssignmentRow]:
    """Add each one's group and the module's title, in two statements."""
    places = (
        Enrolment.objects.seated()
        .filter(person__in=[row.person_id for row in assignments], group__trainers=trainer)
        .select_related("group", "cohort")
        .order_by("pk")
    )
    groups = {(row.person_id, row.cohort.programme_id): row.group for row in places}
    titles = module_titles(row.module_id for row in assignments)
    return [
        AssignmentRow(
            assignment=row,
            group=groups.get((row.person_id, row.module.programme_id)),
            title=titles.get(row.module_id, ""),
        )
        for row in assignments
    ]


def readers_of(person: Person, module: Module) -> list[Person]:
    """Return the trainers who may read what the person hands in for the module."""
    groups = (
        Enrolment.objects.seated()
        .filter(person=person, cohort__programme=module.programme_id)
        .values("group")
    )
    found = Person.objects.filter(training_groups__in=groups).exclude(pk=person.pk)
    return list(found.distinct())


def backlogs() -> list[Backlog]:
    """Return what waits, for each trainer with an address and something waiting; one query each."""
    trainers = (
        Person.objects.exclude(email="")
        .filter(
            account__is_active=True,
            account__role_assignments__in=RoleAssignment.objects.current().filter(
                role=Role.TRAINER
            ),
            training_groups__isnull=False,
        )
        .select_related("account__wagtail_userprofile")
        .distinct()
    )
    found = []
    for trainer in trainers:
        waiting = (
            assignments_for(trainer)
            .filter(state=Assignment.State.SUBMITTED)
            .order_by()
            .aggregate(n=Count("pk"), oldest=Min(F("submitted_at")))
        )
        if waiting["n"]:
            found.append(Backlog(trainer, waiting["n"], waiting["oldest"]))
    return found
