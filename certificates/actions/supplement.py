"""Writes of what stands on page 2: a person's own words, and levels a trainer confirms."""

from collections.abc import Mapping

from django.db import transaction

from certificates.models import CertificateDetails, ConfirmedLevel
from courses.models import CompetenceArea, Programme
from people.actions.audit import record
from people.latvian import nfc
from people.models import Person, User
from scheduling.models import TrainingGroup


@transaction.atomic
def save_details(
    *,
    person: Person,
    programme: Programme,
    name_dative: str,
    outcomes: str,
    prints_self_assessment: bool,
    by: User,
) -> CertificateDetails:
    """Keep what the person wants printed; the dative is remembered with the name it is of."""
    dative = nfc(name_dative)
    details, _is_new = CertificateDetails.objects.update_or_create(
        person=person,
        programme=programme,
        defaults={
            "name_dative": dative,
            "dative_of": nfc(person.full_name) if dative else "",
            "outcomes": outcomes.strip(),
            "prints_self_assessment": prints_self_assessment,
        },
    )
    # What was written is the person's own business; that it was saved is enough.
    record(
        actor=by,
        action="certificates.save_details",
        subject=details,
        after={"dative": dative, "prints_self_assessment": prints_self_assessment},
    )
    return details


class ConfirmsOwnLevel(Exception):
    """A trainer who takes part in the group tried to confirm their own level."""


@transaction.atomic
def confirm_levels(
    *, group: TrainingGroup, levels: Mapping[tuple[Person, CompetenceArea], int], by: User
) -> int:
    """Set the given levels, 0 taking one back; return how many changed."""
    areas = {area.pk for _person, area in levels}
    known = {
        (row.person_id, row.area_id): row
        for row in ConfirmedLevel.objects.select_for_update().filter(
            person__in={person.pk for person, _area in levels}, area__in=areas
        )
    }
    changed = 0
    for (person, area), level in levels.items():
        row = known.get((person.pk, area.pk))
        before = row.level if row else 0
        if before == level:
            continue
        if by.person_id == person.pk:
            raise ConfirmsOwnLevel
        if row is None:
            row = ConfirmedLevel(person=person, area=area)
        if level:
            row.level, row.confirmed_by = level, by
            row.save()
        else:
            row.delete()
        record(
            actor=by,
            action="certificates.confirm_level",
            subject=group,
            before={"person": person.pk, "area": area.code, "level": before},
            after={"person": person.pk, "area": area.code, "level": level},
        )
        changed += 1
    return changed
