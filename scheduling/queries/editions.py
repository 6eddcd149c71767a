"""Which version of a module somebody's training has."""

from dataclasses import dataclass

from courses.models import Module, ModuleEdition
from courses.queries import newest_edition, newest_editions
from people.models import Person
from scheduling.models import Cohort, CohortEdition, Enrolment


@dataclass(frozen=True)
class CohortModule:
    """A module as a cohort has it, and the newest there is."""

    module: Module
    edition: ModuleEdition | None
    newest: ModuleEdition | None

    @property
    def is_behind(self) -> bool:
        return (
            self.edition is not None
            and self.newest is not None
            and self.newest.major > self.edition.major
        )


def cohort_modules(cohort: Cohort) -> list[CohortModule]:
    """Return the programme's modules with the cohort's version, corrections included; four queries."""
    modules = list(cohort.programme.modules.all())
    pinned = dict(cohort.editions.values_list("module", "edition__major"))
    rows = ModuleEdition.objects.filter(module__in=modules).order_by("minor")
    corrected = {(edition.module_id, edition.major): edition for edition in rows}
    newest = newest_editions(modules)
    return [
        CohortModule(
            module,
            corrected.get((module.pk, pinned[module.pk])) if module.pk in pinned else None,
            newest.get(module.pk),
        )
        for module in modules
    ]


def cohort_of_training(person: Person, module: Module) -> int | None:
    """Return the cohort in which the person has a place in this module's programme: the latest."""
    seats = Enrolment.objects.seated().filter(person=person, cohort__programme=module.programme_id)
    return seats.order_by("-created_at", "-pk").values_list("cohort_id", flat=True).first()


def pinned_edition(cohort_id: int, module: Module) -> ModuleEdition | None:
    """Return the cohort's version of the module with its corrections, if it is pinned."""
    pins = CohortEdition.objects.filter(cohort=cohort_id, module=module)
    major = pins.order_by().values_list("edition__major", flat=True).first()
    return None if major is None else newest_edition(module.pk, major)
