"""Starting a module, marking its parts as read, writing the reflection."""

from django.db import transaction
from django.utils import timezone

from courses.actions.completion import settle_completion
from courses.actions.editions import edition_to_start
from courses.models import Module, ModulePage, ModuleProgress
from courses.queries import QUIZ, Prerequisite, parts_of, prerequisites_of
from people.models import Person, User


class UnknownPart(Exception):
    """The version the person reads has no such part."""


class PrerequisitesUnmet(Exception):
    """Other modules have to be completed before this one is started."""

    def __init__(self, unmet: list[Prerequisite]) -> None:
        super().__init__([one.module.code for one in unmet])
        self.unmet = unmet


class ReflectionTooLong(Exception):
    """The reflection is longer than may be stored."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


REFLECTION_LIMIT = 4000
_READING = ["revisions", "parts_read", "last_part", "read_at", "touched_at"]


@transaction.atomic
def start_module(*, person: Person, module: Module) -> ModuleProgress:
    """Begin the module with the version that is for this person; beginning twice changes nothing.

    Raises PrerequisitesUnmet if the module is not begun yet and others come before it.
    """
    begun = ModuleProgress.objects.filter(person=person, module=module).first()
    if begun is not None:
        return begun
    unmet = [one for one in prerequisites_of(module, person.pk) if not one.is_met]
    if unmet:
        raise PrerequisitesUnmet(unmet)
    edition = edition_to_start(person, module)
    values = {
        "edition": edition,
        "revisions": edition.revisions if edition else {},
        "last_part": "aim",
    }
    return ModuleProgress.objects.get_or_create(person=person, module=module, defaults=values)[0]


@transaction.atomic
def read_part(
    *, progress: ModuleProgress, version: ModulePage, part: str, by: User | None
) -> ModuleProgress:
    """Mark one part as read and remember the next step as the place to resume.

    Raises UnknownPart and changes nothing if the version has no such part.
    """
    progress = _locked(progress)
    _mark_read(progress, version, part)
    progress.save(update_fields=_READING)
    settle_completion(progress, by=by)
    return progress


@transaction.atomic
def receive_part(
    *, progress: ModuleProgress, version: ModulePage, part: str, by: User | None
) -> ModuleProgress:
    """Mark a part that was read without connection; what had arrived before changes nothing.

    Not even the place to resume: the person may have read on elsewhere meanwhile.
    """
    if part in _locked(progress).parts_read:
        return progress
    return read_part(progress=progress, version=version, part=part, by=by)


@transaction.atomic
def save_reflection(
    *, progress: ModuleProgress, version: ModulePage, text: str, by: User | None
) -> ModuleProgress:
    """Store what the person wrote in place of what was there; writing counts as having read it."""
    text = text.strip()
    if len(text) > REFLECTION_LIMIT:
        raise ReflectionTooLong(REFLECTION_LIMIT)
    progress = _locked(progress)
    progress.reflection = text
    _mark_read(progress, version, "reflection")
    progress.save(update_fields=[*_READING, "reflection"])
    settle_completion(progress, by=by)
    return progress


def _locked(progress: ModuleProgress) -> ModuleProgress:
    rows = ModuleProgress.objects.select_for_update(of=("self",)).select_related("module")
    return rows.get(pk=progress.pk)


def _mark_read(progress: ModuleProgress, version: ModulePage, part: str) -> None:
    steps = [known.id for known in parts_of(version)]
    if part not in steps:
        raise UnknownPart(part)
    if part not in progress.parts_read:
        progress.parts_read = [*progress.parts_read, part]
    progress.touched_at = timezone.now()
    progress.last_part = [*steps, QUIZ][steps.index(part) + 1]
    if progress.read_at is None and set(steps) <= set(progress.parts_read):
        progress.read_at = timezone.now()
    # A page published in another language only after the person had started.
    if version.live_revision_id is not None:
        progress.revisions.setdefault(version.locale.language_code, version.live_revision_id)
