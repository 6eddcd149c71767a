"""Which modules have to be completed before a module is started."""

from collections.abc import Iterable

from django.db import transaction

from courses.models import Module, ModulePrerequisite, Programme
from people.actions import audit
from people.models import User


class PrerequisiteCycle(Exception):
    """The module would wait for itself; codes name the way round."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(codes)
        self.codes = codes


class ForeignPrerequisite(Exception):
    """A module waits only for modules of its own programme."""


@transaction.atomic
def set_prerequisites(*, module: Module, required: Iterable[Module], by: User | None) -> Module:
    """Let the module wait for exactly these; the programme's row is the lock for all of them.

    Raises PrerequisiteCycle or ForeignPrerequisite and changes nothing.
    """
    _lock_programme(module.programme_id)
    wanted = {one.pk: one for one in required}
    if any(one.programme_id != module.programme_id for one in wanted.values()):
        raise ForeignPrerequisite
    rows = ModulePrerequisite.objects.filter(module__programme=module.programme_id)
    edges: dict[int, set[int]] = {}
    for pk, required_pk in rows.order_by().values_list("module", "required"):
        edges.setdefault(pk, set()).add(required_pk)
    before = edges.get(module.pk, set())
    edges[module.pk] = set(wanted)
    way = _way_round(module.pk, edges)
    if way:
        codes = dict(Module.objects.filter(pk__in=way).values_list("pk", "code"))
        raise PrerequisiteCycle([codes[pk] for pk in way])
    if before == set(wanted):
        return module
    rows.filter(module=module).exclude(required__in=wanted).delete()
    ModulePrerequisite.objects.bulk_create(
        ModulePrerequisite(module=module, required_id=pk) for pk in set(wanted) - before
    )
    audit.record(
        actor=by,
        action="courses.prerequisites_set",
        subject=module,
        before={"required": sorted(before)},
        after={"required": sorted(wanted)},
    )
    return module


def _lock_programme(pk: int) -> None:
    Programme.objects.select_for_update().get(pk=pk)


def _way_round(start: int, edges: dict[int, set[int]]) -> list[int]:
    """Return a way from the module back to itself, or nothing."""
    ways = [[start]]
    seen: set[int] = set()
    while ways:
        way = ways.pop()
        for following in sorted(edges.get(way[-1], ())):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []
