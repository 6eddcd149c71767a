"""A module page as one reader sees it: which version, which parts, how far."""

from dataclasses import dataclass, replace
from typing import Any

from wagtail.models import Revision

from courses.models import Module, ModuleEdition, ModulePage, ModuleProgress
from courses.queries.assignments import with_assignment_state
from courses.queries.parts import Part, files_of, holds, parts_of, reading_minutes

# The step after the last part; the other steps are named by the parts' ids.
QUIZ = "quiz"


@dataclass(frozen=True)
class Reading:
    """Everything the module page shows to one reader."""

    page: ModulePage
    version: ModulePage
    module: Module
    parts: tuple[Part, ...]
    progress: ModuleProgress | None = None
    step: Part | None = None
    edition: ModuleEdition | None = None

    @property
    def shown(self) -> tuple[Part, ...]:
        return (self.step,) if self.step else self.parts

    @property
    def minutes(self) -> int:
        return reading_minutes(self.version)

    @property
    def files(self) -> list[Any]:
        return files_of(self.version)

    @property
    def has_newer_version(self) -> bool:
        return self.version is not self.page

    @property
    def number(self) -> str:
        """The number of the version shown, or nothing while there is none."""
        edition = self.progress.edition if self.progress else self.edition
        return edition.number if edition else self.page.version_number

    @property
    def resume_at(self) -> str:
        """The part to go on with, or "quiz" once all that must be read has been."""
        part = next_part(self.parts, self.progress, self.module) if self.progress else self.parts[0]
        return part.id if part else QUIZ

    @property
    def first_unread(self) -> str:
        return next((part.id for part in self.parts if not part.is_read), "")

    @property
    def unread(self) -> int:
        return sum(not part.is_read for part in self.parts)

    @property
    def is_quiz_passed(self) -> bool:
        return self.progress is not None and self.progress.quiz_passed_at is not None

    @property
    def steps_total(self) -> int:
        return len(self.parts) + self.module.requires_quiz

    @property
    def steps_done(self) -> int:
        quiz = self.module.requires_quiz and self.is_quiz_passed
        return len(self.parts) - self.unread + quiz


def find_progress(person_id: int | None, module_id: int) -> ModuleProgress | None:
    """Return how far the person is in the module, if they have started it."""
    if person_id is None:
        return None
    rows = ModuleProgress.objects.filter(person=person_id, module=module_id)
    return with_assignment_state(rows).select_related("person", "edition").order_by().first()


def next_part(parts: tuple[Part, ...], progress: ModuleProgress, module: Module) -> Part | None:
    """Return the part to go on with: where the person stopped, else the first one not read.

    A part that the version no longer has, or that was read meanwhile, is passed over. None when
    everything is read, or when the person came to the end and the rule does not ask for the rest.
    """
    unread = [part for part in parts if part.id not in progress.parts_read]
    if progress.last_part == QUIZ and not module.requires_all_parts:
        return None
    stopped = next((part for part in unread if part.id == progress.last_part), None)
    return stopped or next(iter(unread), None)


def version_for(page: ModulePage, given: ModuleProgress | ModuleEdition | None) -> ModulePage:
    """Return the version of who started it, or of the edition; the page itself if that is live.

    Costs one query only when the page has been republished since.
    """
    started = given.revisions.get(page.locale.language_code) if given else None
    if started is None or started == page.live_revision_id:
        return page
    content = (
        Revision.objects.for_instance(page)
        .filter(pk=started)
        .values_list("content", flat=True)
        .first()
    )
    if content is None:  # somebody purged old revisions
        return page
    # Not Revision.as_object(): that asks the tree for facts that reading does not need.
    version = ModulePage.from_serializable_data(content, check_fks=False)
    version.pk, version.path, version.depth = page.pk, page.path, page.depth
    version.live_revision_id = started
    version.module, version.locale = page.module, page.locale
    return version


def reading_of(
    page: ModulePage,
    progress: ModuleProgress | None = None,
    step: str | None = None,
    edition: ModuleEdition | None = None,
) -> Reading:
    """Return the page as this reader sees it; the step is shown only to who has started.

    Who has not started reads the edition of their training, if one is given.

    A step may be named by any block in it: what was a part once may belong to another now.
    """
    version = version_for(page, progress or edition)
    parts = parts_of(version)
    if progress is None:
        return Reading(page, version, page.module, parts, edition=edition)
    read = set(progress.parts_read)
    parts = tuple(replace(part, is_read=part.id in read) for part in parts)
    shown = next((part for part in parts if step and holds(part, step)), None)
    return Reading(page, version, page.module, parts, progress, shown)
