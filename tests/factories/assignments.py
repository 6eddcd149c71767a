"""Assignments: begun, handed in, answered."""

from collections.abc import Sequence

from courses.actions.assignments import NewFile, save_draft, submit_assignment
from courses.actions.progress import start_module
from courses.models import AssignmentVersion, Module
from people.models import Person
from people.validators import check_upload
from tests.factories.uploads import harmless


def new_file(name: str = "darbs.pdf") -> NewFile:
    """A good file that has passed the check."""
    upload = harmless(name)
    found = check_upload(upload)
    return NewFile(upload, found.name, found.content_type)


def handed_in(
    person: Person, module: Module, text: str = "Mans darbs", files: Sequence[str] = ()
) -> AssignmentVersion:
    """A version that waits for a trainer's answer."""
    start_module(person=person, module=module)
    draft = save_draft(
        person=person, module=module, text=text, add=[new_file(name) for name in files]
    )
    return submit_assignment(assignment=draft)
