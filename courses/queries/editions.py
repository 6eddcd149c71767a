"""Which versions of modules there are."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from courses.models import Module, ModuleEdition, ModulePage
from courses.signals import edition_wanted
from people.models import Person


def newest_edition(module_id: int, major: int | None = None) -> ModuleEdition | None:
    """Return the module's newest version; with a major number, the newest correction of that one."""
    found = ModuleEdition.objects.filter(module=module_id)
    if major is not None:
        found = found.filter(major=major)
    return found.newest_first().first()


def newest_editions(modules: Iterable[Module | int]) -> dict[int, ModuleEdition]:
    """Return each module's newest version by the module's id; one query."""
    rows = ModuleEdition.objects.filter(module__in=modules).order_by("major", "minor")
    return {edition.module_id: edition for edition in rows}


def edition_of_training(
    person: Person, module: Module, *, starts: bool = False
) -> ModuleEdition | None:
    """Return the version that the person's training has, if an app above knows of one.

    Pass ``starts`` when the person starts the module now: their training may then decide which.
    """
    answers = edition_wanted.send(sender=ModuleEdition, person=person, module=module, starts=starts)
    for _receiver, edition in answers:
        if isinstance(edition, ModuleEdition):
            return edition
    return None


def pages_people_rely_on(pages: Iterable[Page]) -> list[ModulePage]:
    """Return the module pages among these and below them whose module somebody has started."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    found = ModulePage.objects.filter(below, module__progress__isnull=False)
    return list(found.distinct().order_by("title"))
