"""The counters: distinct persons registered, started, completed and certified."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from certificates.models import Certificate
from courses.models import Programme
from monitoring.models import Target
from people.models import Person, TrainingRegion
from scheduling.models import Enrolment
from scheduling.queries import credited_hours


@dataclass(frozen=True)
class RegionCounters:
    """The four counters of one training region."""

    region: TrainingRegion
    registered: int
    started: int
    completed: int
    certified: int


@dataclass(frozen=True)
class Counters:
    """The four counters of a programme, by region and in all, against the target.

    A person is counted once, in the region of the newest group; ``official`` is the counter that
    the target T1 names.
    """

    registered: int
    started: int
    completed: int
    certified: int
    by_region: list[RegionCounters]
    target: int
    official_name: str
    official: int


@dataclass(frozen=True)
class _Standing:
    region_id: int
    is_seated: bool
    hours: Decimal
    has_certificate: bool


def counters(programme: Programme) -> Counters:
    """Count persons; the number of queries does not depend on how many there are."""
    people = _standings(programme)
    regions = [
        RegionCounters(region, **_count(programme, (p for p in people if p.region_id == region.pk)))
        for region in TrainingRegion.objects.all()
    ]
    target = Target.objects.filter(code="T1").first()
    official_name = target.counter if target else Target.Counter.COMPLETED.value
    totals = _count(programme, people)
    return Counters(
        **totals,
        by_region=regions,
        target=target.value if target else 0,
        official_name=official_name,
        official=totals[official_name],
    )


def _standings(programme: Programme) -> list[_Standing]:
    enrolled = (
        Enrolment.objects.filter(cohort__programme=programme)
        .order_by("id")
        .values_list("person_id", "group__region_id", "state")
    )
    region_of: dict[int, int] = {}
    seated = set()
    for person_id, region_id, state in enrolled:
        is_seated = state in (Enrolment.State.CONFIRMED, Enrolment.State.COMPLETED)
        # Somebody who withdrew and came back belongs to the place they hold.
        if is_seated or person_id not in seated:
            region_of[person_id] = region_id
        if is_seated:
            seated.add(person_id)
    hours = credited_hours(None, programme)
    certified = set(_certificates(programme).values_list("person_id", flat=True))
    return [
        _Standing(
            region_of[person_id],
            person_id in seated,
            hours.get(person_id, Decimal(0)),
            person_id in certified,
        )
        for person_id in region_of
    ]


def _certificates(programme: Programme) -> QuerySet[Certificate]:
    return Certificate.objects.valid().of_competence().filter(programme=programme)


def _count(programme: Programme, people: Iterable[_Standing]) -> dict[str, int]:
    counted = {"registered": 0, "started": 0, "completed": 0, "certified": 0}
    for person in people:
        counted["registered"] += person.is_seated
        counted["started"] += person.hours > 0
        counted["completed"] += person.hours >= programme.hours_needed
        counted["certified"] += person.has_certificate
    return counted


def people_by_state(programme: Programme, state: str) -> list[Person]:
    """Return the persons behind one counter in Latvian order, so that the number can be checked."""
    enrolled = Enrolment.objects.filter(cohort__programme=programme)
    if state == Target.Counter.REGISTERED:
        ids = set(enrolled.seated().values_list("person_id", flat=True))
    elif state == Target.Counter.CERTIFIED:
        ids = set(_certificates(programme).values_list("person_id", flat=True))
    else:
        needed = programme.hours_needed if state == Target.Counter.COMPLETED else Decimal("0.01")
        known = set(enrolled.values_list("person_id", flat=True))
        hours = credited_hours(None, programme)
        ids = {pk for pk, earned in hours.items() if earned >= needed and pk in known}
    return list(Person.objects.filter(pk__in=ids).select_related("municipality"))
