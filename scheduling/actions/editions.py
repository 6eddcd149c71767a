"""Which version of each module a cohort has: pinned at its first place, moved by a manager."""

from django.db import transaction

from courses.models import Module, ModuleEdition
from courses.queries import newest_editions
from people.actions.audit import record
from people.models import Person, User
from scheduling.models import Cohort, CohortEdition
from scheduling.queries import cohort_of_training, pinned_edition


class EditionNotNewer(Exception):
    """The cohort has this version or a later one already."""


@transaction.atomic
def pin_editions(cohort: Cohort) -> None:
    """Give the cohort the newest version of every module it has none of yet."""
    missing = cohort.programme.modules.exclude(cohort_editions__cohort=cohort).order_by()
    CohortEdition.objects.bulk_create(
        [
            CohortEdition(cohort=cohort, module_id=module_id, edition=edition)
            for module_id, edition in newest_editions(list(missing)).items()
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def edition_of_training(person: Person, module: Module) -> ModuleEdition | None:
    """Return the version the person's cohort has; None without a cohort.

    A module published only after the cohort was filled is pinned by whoever starts it first.
    """
    cohort_id = cohort_of_training(person, module)
    if cohort_id is None:
        return None
    found = pinned_edition(cohort_id, module)
    if found is None:
        pin_editions(Cohort.objects.get(pk=cohort_id))
        found = pinned_edition(cohort_id, module)
    return found


@transaction.atomic
def move_cohort(*, cohort: Cohort, edition: ModuleEdition, by: User | None) -> CohortEdition:
    """Give the cohort a newer version of a module; whoever has started it keeps theirs.

    Raises EditionNotNewer and changes nothing.
    """
    pin_editions(cohort)
    pin = (
        CohortEdition.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(cohort=cohort, module=edition.module_id)
    )
    before = pin.edition
    if edition.major <= before.major:
        raise EditionNotNewer
    pin.edition = edition
    pin.save(update_fields=["edition", "pinned_at"])
    record(
        actor=by,
        action="scheduling.cohort_moved_to_edition",
        subject=cohort,
        before={"module": edition.module_id, "number": before.number},
        after={"module": edition.module_id, "number": edition.number},
    )
    return pin
