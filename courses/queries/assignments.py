"""Assignments as their writers and readers see them."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from courses.models import (
    Assignment,
    AssignmentFile,
    AssignmentVersion,
    ModuleProgress,
)


@dataclass(frozen=True)
class AssignmentView:
    """An assignment with its draft's files and everything that was handed in, newest first."""

    assignment: Assignment | None
    draft_files: tuple[AssignmentFile, ...]
    versions: tuple[AssignmentVersion, ...]

    @property
    def newest(self) -> AssignmentVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def is_accepted(self) -> bool:
        return self.assignment is not None and self.assignment.state == Assignment.State.ACCEPTED


def with_assignment_state(rows: QuerySet[ModuleProgress]) -> QuerySet[ModuleProgress]:
    """Annotate progress with ``assignment_state``: that of the assignment, None without one."""
    mine = Assignment.objects.filter(person=OuterRef("person"), module=OuterRef("module"))
    return rows.annotate(assignment_state=Subquery(mine.values("state")[:1]))


def find_assignment(person_id: int, module_id: int) -> Assignment | None:
    """Return the person's assignment in the module, if they have begun one."""
    return Assignment.objects.filter(person=person_id, module=module_id).order_by().first()


def assignment_view(assignment: Assignment | None) -> AssignmentView:
    """Return the assignment with its files, versions and answers, in a constant number of reads."""
    if assignment is None:
        return AssignmentView(None, (), ())
    versions = (
        assignment.versions.select_related("decision__decided_by__person")
        .prefetch_related("files")
        .order_by("-number")
    )
    drafted = assignment.files.filter(in_draft=True)
    return AssignmentView(assignment, tuple(drafted), tuple(versions))
