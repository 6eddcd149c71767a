"""Working on an assignment, handing it in, and a trainer's answer to it."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from courses.actions.completion import settle_completion
from courses.actions.letters import write_assignment_answered
from courses.models import (
    MAX_FILES,
    Assignment,
    AssignmentDecision,
    AssignmentFile,
    AssignmentVersion,
    Module,
    ModuleProgress,
)
from people.actions import audit
from people.models import Person, User

TEXT_LIMIT = 20_000
FEEDBACK_LIMIT = 8_000
State = Assignment.State


class NewFile(NamedTuple):
    """A file that has passed the check of uploads."""

    content: File
    name: str
    content_type: str


class AlreadyAccepted(Exception):
    """The assignment is accepted: it is final."""


class TooManyFiles(Exception):
    """The draft would have more files than an assignment may have."""


class NothingToHandIn(Exception):
    """There is neither text nor file nor link in the draft."""


class NothingChanged(Exception):
    """The draft is what the trainer has returned."""


class FeedbackMissing(Exception):
    """Who returns an assignment says why."""


class AlreadyAnswered(Exception):
    """Another trainer was first."""

    def __init__(self, decision: AssignmentDecision) -> None:
        super().__init__(decision.pk)
        self.decision = decision


class NewerVersion(Exception):
    """The person has handed in another version since."""


def save_draft(
    *,
    person: Person,
    module: Module,
    text: str | None = None,
    link: str | None = None,
    add: Sequence[NewFile] = (),
    remove: Collection[int] = (),
) -> Assignment:
    """Keep what the person has so far; what is None stays as it was.

    Raises AlreadyAccepted or TooManyFiles and changes nothing.
    """
    written: list[AssignmentFile] = []
    try:
        with transaction.atomic():
            assignment = _open(person, module)
            _write(assignment, text, link)
            _remove(assignment.files.filter(in_draft=True, pk__in=remove))
            _add(assignment, add, written)
            _touch(assignment)
            return assignment
    except BaseException:
        for row in written:  # bytes know nothing of transactions
            row.stored.storage.delete(str(row.stored.name))
        raise


def _open(person: Person, module: Module) -> Assignment:
    """Return the assignment locked for the person's own writing."""
    made, _ = Assignment.objects.get_or_create(person=person, module=module)
    assignment = _locked(made)
    if assignment.state == State.ACCEPTED:
        raise AlreadyAccepted
    return assignment


def _write(assignment: Assignment, text: str | None, link: str | None) -> None:
    if text is not None:
        assignment.draft_text = text.strip()
    if link is not None:
        assignment.draft_link = link.strip()
    assignment.saved_at = timezone.now()
    assignment.save(update_fields=["draft_text", "draft_link", "saved_at"])


@transaction.atomic
def submit_assignment(*, assignment: Assignment) -> AssignmentVersion:
    """Hand in the draft as the next version; handing in the same twice makes one.

    Raises AlreadyAccepted, NothingToHandIn or NothingChanged and changes nothing.
    """
    assignment = _locked(assignment)
    if assignment.state == State.ACCEPTED:
        raise AlreadyAccepted
    files = list(assignment.files.filter(in_draft=True))
    if not (assignment.draft_text or assignment.draft_link or files):
        raise NothingToHandIn
    last = assignment.versions.order_by("-number").first()
    if last is not None and _is_same(last, assignment, files):
        if assignment.state == State.RETURNED:
            raise NothingChanged
        return last
    version = AssignmentVersion.objects.create(
        assignment=assignment,
        number=last.number + 1 if last else 1,
        text=assignment.draft_text,
        link=assignment.draft_link,
    )
    version.files.set(files)
    assignment.state = State.SUBMITTED
    assignment.submitted_at = version.submitted_at
    assignment.decided_at = None
    assignment.save(update_fields=["state", "submitted_at", "decided_at"])
    _touch(assignment)
    return version


def return_assignment(*, version: AssignmentVersion, feedback: str, by: User) -> AssignmentDecision:
    """Give the version back with feedback; the person may then hand in another one.

    Raises FeedbackMissing, AlreadyAnswered or NewerVersion and changes nothing.
    """
    if not feedback.strip():
        raise FeedbackMissing
    return _decide(version, AssignmentDecision.Outcome.RETURNED, feedback, by)


def accept_assignment(
    *, version: AssignmentVersion, by: User, feedback: str = ""
) -> AssignmentDecision:
    """Accept the version for good, and complete the module if that was what it lacked.

    Raises AlreadyAnswered or NewerVersion and changes nothing.
    """
    return _decide(version, AssignmentDecision.Outcome.ACCEPTED, feedback, by, _count_accepted)


@transaction.atomic
def _decide(
    version: AssignmentVersion,
    outcome: AssignmentDecision.Outcome,
    feedback: str,
    by: User,
    then: Callable[[Assignment, User], None] | None = None,
) -> AssignmentDecision:
    assignment = _locked(version.assignment)
    if assignment.state != State.SUBMITTED:
        raise AlreadyAnswered(
            AssignmentDecision.objects.select_related("decided_by__person")
            .filter(version__assignment=assignment)
            .latest("pk")
        )
    if assignment.versions.filter(number__gt=version.number).exists():
        raise NewerVersion
    decision = AssignmentDecision.objects.create(
        version=version, outcome=outcome, feedback=feedback.strip(), decided_by=by
    )
    before = assignment.state
    assignment.state = outcome.value
    assignment.decided_at = decision.decided_at
    assignment.save(update_fields=["state", "decided_at"])
    audit.record(
        actor=by,
        action=f"assignment.{outcome.value}",
        subject=assignment,
        before={"state": before},
        after={
            "state": outcome.value,
            "version": version.number,
            "person": assignment.person_id,
            "module": assignment.module.code,
        },
    )
    if then is not None:
        then(assignment, by)
    write_assignment_answered(assignment=assignment, decision=decision)
    return decision


def _count_accepted(assignment: Assignment, by: User) -> None:
    progress = (
        ModuleProgress.objects.select_for_update(of=("self",))
        .select_related("module")
        .get(person=assignment.person_id, module=assignment.module_id)
    )
    progress.assignment_accepted_at = assignment.decided_at
    progress.save(update_fields=["assignment_accepted_at"])
    settle_completion(progress, by=by)


def _locked(assignment: Assignment) -> Assignment:
    """Lock the row, so that of two trainers, or of a trainer and the person, one comes first."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("module", "person")
    return rows.get(pk=assignment.pk)


def _add(assignment: Assignment, add: Sequence[NewFile], written: list[AssignmentFile]) -> None:
    """Store the files; written tells the caller whose bytes to take back if something fails."""
    if add and assignment.files.filter(in_draft=True).count() + len(add) > MAX_FILES:
        raise TooManyFiles
    for new in add:
        row = AssignmentFile(
            assignment=assignment,
            name=new.name,
            content_type=new.content_type,
            size=new.content.size,
            sha256=_sha256(new.content),
        )
        row.stored.save(new.name, new.content, save=False)
        written.append(row)
        row.save()


def _sha256(content: File) -> str:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # a File reads as its file does
    content.seek(0)
    return digest


def _remove(files: Iterable[AssignmentFile]) -> None:
    """Take files out of the draft; what no version holds is deleted for good."""
    for row in files:
        if row.versions.exists():
            row.in_draft = False
            row.save(update_fields=["in_draft"])
        else:
            transaction.on_commit(partial(row.stored.storage.delete, str(row.stored.name)))
            row.delete()


def _is_same(
    version: AssignmentVersion, assignment: Assignment, files: list[AssignmentFile]
) -> bool:
    handed_in = set(version.files.values_list("pk", flat=True))
    return (version.text, version.link, handed_in) == (
        assignment.draft_text,
        assignment.draft_link,
        {row.pk for row in files},
    )


def _touch(assignment: Assignment) -> None:
    ModuleProgress.objects.filter(person=assignment.person_id, module=assignment.module_id).update(
        touched_at=timezone.now()
    )
