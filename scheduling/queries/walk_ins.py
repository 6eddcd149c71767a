"""Walk-ins that wait, and which of the people known they may be."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from people.latvian import search_key
from people.models import Person
from scheduling.models import Enrolment, Session, TrainingGroup, WalkIn

# Names less alike than this are other people's; below it, only the phone speaks for a person.
ALIKE = 78
SHOWN = 8
_DIGITS = 8  # of a Latvian phone number, without the country's code


@dataclass(frozen=True)
class Proposal:
    """Somebody the walk-in may be, and what speaks for and against it."""

    person: Person
    name_alike: int
    same_phone: bool
    same_year: bool | None
    group: TrainingGroup | None

    @property
    def weight(self) -> int:
        """How much speaks for the person; an equal phone weighs more than an equal year."""
        year = {True: 15, False: -30, None: 0}[self.same_year]
        return self.name_alike + 40 * self.same_phone + year


def walk_ins(*, waiting: bool) -> QuerySet[WalkIn]:
    """Return the walk-ins that wait, the longest first, or the decided ones, the newest first."""
    found = WalkIn.objects.select_related(
        "session__day", "recorded_by__person", "person", "decided_by__person"
    ).prefetch_related("presences__block__block", "session__groups")
    if waiting:
        return found.filter(state=WalkIn.State.WAITING).order_by("recorded_at", "pk")
    return found.exclude(state=WalkIn.State.WAITING).order_by("-decided_at", "-pk")


def proposals(walk_in: WalkIn) -> list[Proposal]:
    """Return the people it may be, the likeliest first, in three statements."""
    known = {
        pk: (name, _digits(phone))
        for pk, name, phone in Person.objects.order_by().values_list("pk", "search_key", "phone")
    }
    wanted = search_key(walk_in.full_name)
    alike = {
        pk: round(score)
        for _name, score, pk in process.extract(
            wanted,
            {pk: name for pk, (name, _phone) in known.items()},
            scorer=fuzz.token_sort_ratio,
            score_cutoff=ALIKE,
            limit=3 * SHOWN,
        )
    }
    phone = _digits(walk_in.phone)
    by_phone = {pk for pk, (_name, digits) in known.items() if phone and digits == phone}
    chosen = alike.keys() | by_phone
    places = _groups_of(chosen, walk_in.session)
    found = [
        Proposal(
            person=person,
            name_alike=alike.get(person.pk, 0),
            same_phone=person.pk in by_phone,
            same_year=_same_year(walk_in, person),
            group=places.get(person.pk),
        )
        for person in Person.objects.filter(pk__in=chosen).select_related("municipality")
    ]
    return sorted(found, key=lambda one: (-one.weight, one.person.sort_key))[:SHOWN]


def seats_left(session: Session) -> list[TrainingGroup]:
    """Return the session's groups that have a free seat."""
    groups = TrainingGroup.objects.filter(sessions=session).with_seats()
    return [g for g in groups if g.confirmed_count < g.seats]  # type: ignore[attr-defined]  # annotated


def may_be_enrolled(person: Person, session: Session) -> bool:
    """Whether the person has no place or wish yet in the cohorts of the session's groups."""
    cohorts = session.groups.values("cohort")
    return not Enrolment.objects.active().filter(person=person, cohort__in=cohorts).exists()


def _groups_of(people: set[int], session: Session) -> dict[int, TrainingGroup]:
    cohorts = session.groups.values("cohort")
    rows = (
        Enrolment.objects.active()
        .filter(Q(cohort__in=cohorts), person__in=people)
        .select_related("group")
    )
    return {row.person_id: row.group for row in rows}


def _same_year(walk_in: WalkIn, person: Person) -> bool | None:
    if walk_in.birth_year is None or person.birth_year is None:
        return None
    return walk_in.birth_year == person.birth_year


def _digits(phone: str) -> str:
    """Return what tells phone numbers apart; shorter ones say nothing."""
    found = "".join(sign for sign in phone if sign.isdigit())[-_DIGITS:]
    return found if len(found) == _DIGITS else ""
