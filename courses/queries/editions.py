"""Which versions of modules there are."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from courses.models import Module, ModuleEdition, ModulePage


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


def pages_people_rely_on(pages: Iterable[Page]) -> list[ModulePage]:
    """Return the module pages among these and below them whose module somebody has started."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    found = ModulePage.objects.filter(below, module__progress__isnull=False)
    return list(found.distinct().order_by("title"))
