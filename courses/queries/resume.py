"""Where a person goes on: the module last worked on, at the step that comes next."""

from dataclasses import dataclass

from courses.models import Module, ModulePage, ModuleProgress
from courses.queries.assignments import with_assignment_state
from courses.queries.completion import completion_state
from courses.queries.modules import pages_in_my_language, url_of
from courses.queries.reading import next_part, parts_of, version_for
from people.models import Person

_LOOKED_AT = 10


@dataclass(frozen=True)
class Continuation:
    """The next thing to do in a module: a part of so many, or a condition of its rule."""

    module: Module
    title: str
    url: str
    step: str
    number: int = 0  # of the part, from one; 0 when all that is to be read has been
    total: int = 0


def continue_at(person: Person) -> Continuation | None:
    """Return where to go on in the module last worked on; what awaits a trainer is passed over."""
    rows = list(
        with_assignment_state(
            ModuleProgress.objects.filter(person=person, completed_at=None)
        ).order_by("-touched_at", "-pk")[:_LOOKED_AT]
    )
    if not rows:
        return None
    pages = pages_in_my_language([row.module_id for row in rows])
    places = (_place(pages[row.module_id], row) for row in rows if row.module_id in pages)
    return next((place for place in places if place is not None), None)


def _place(page: ModulePage, progress: ModuleProgress) -> Continuation | None:
    version = version_for(page, progress)
    parts = parts_of(version)
    part = next_part(parts, progress, page.module)
    url, module = url_of(page), page.module
    if part is not None:
        return Continuation(
            module=module,
            title=version.title,
            url=f"{url}?part={part.id}",
            step=part.title,
            number=parts.index(part) + 1,
            total=len(parts),
        )
    missing = (
        condition
        for condition in completion_state(module, progress, url=url)
        if not condition.is_met and not condition.awaits_trainer
    )
    condition = next(missing, None)
    if condition is None:
        return None
    return Continuation(module, version.title, condition.link, condition.next_step)
