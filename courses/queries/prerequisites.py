"""What has to be completed before a module is started."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from courses.models import Module, ModulePrerequisite, ModuleProgress
from courses.queries.titles import module_titles


@dataclass(frozen=True)
class Prerequisite:
    """A module that comes before another one, and whether the person has completed it."""

    module: Module
    title: str
    url: str
    is_met: bool


def _with_met(rows: QuerySet[ModulePrerequisite], person_id: int | None) -> QuerySet:
    done = ModuleProgress.objects.filter(
        person=person_id, module=OuterRef("required"), completed_at__isnull=False
    )
    return rows.annotate(is_met=Exists(done)).order_by("required__position", "required")


def prerequisites_of(module: Module, person_id: int | None = None) -> tuple[Prerequisite, ...]:
    """Return what comes before the module; one query, two where something does."""
    rows = list(
        _with_met(ModulePrerequisite.objects.filter(module=module), person_id).select_related(
            "required"
        )
    )
    if not rows:
        return ()
    titles = module_titles(row.required_id for row in rows)
    return tuple(
        Prerequisite(
            module=row.required,
            title=titles.get(row.required_id, row.required.code),
            url=reverse("courses:module", args=[row.required.address]),
            is_met=row.is_met,
        )
        for row in rows
    )


def unmet_codes(person_id: int, programme_id: int) -> dict[int, list[str]]:
    """Return for each module of the programme what the person has yet to complete; one query."""
    found: dict[int, list[str]] = {}
    rows = ModulePrerequisite.objects.filter(module__programme=programme_id)
    for module_id, code, is_met in _with_met(rows, person_id).values_list(
        "module", "required__code", "is_met"
    ):
        if not is_met:
            found.setdefault(module_id, []).append(code)
    return found
