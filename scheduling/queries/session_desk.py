"""What stands beside the marks of a session: guests, walk-ins, trainers, a date to be corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from people.models import Person, Role, RoleAssignment
from people.queries import search_people
from scheduling.models import DateCorrection, Enrolment, Session, SessionGuest, WalkIn
from scheduling.queries.credit import best_hours
from scheduling.queries.decisions import cases_by_session
from scheduling.queries.roster import people_of

FOUND_SHOWN = 30


@dataclass(frozen=True)
class SessionDesk:
    """Everything about one session that is not a mark."""

    session: Session
    cases: int
    pending_date: DateCorrection | None
    guests: list[SessionGuest]
    walk_ins: list[WalkIn]
    substitutes: list[Person]
    trainers: list[Person]


@dataclass(frozen=True)
class PossibleGuest:
    """Somebody of the cohort who lacks hours of the day."""

    enrolment: Enrolment
    missing: Decimal


def session_desk(session: Session) -> SessionDesk:
    """Return what stands beside the session's marks, in six statements."""
    return SessionDesk(
        session=session,
        cases=cases_by_session([session.pk]).get(session.pk, 0),
        pending_date=DateCorrection.objects.filter(session=session, state="proposed").first(),
        guests=list(guests_of(session)),
        walk_ins=list(session.walk_ins.select_related("person")),
        substitutes=list(session.trainers.all()),
        trainers=list(Person.objects.filter(training_groups__sessions=session).distinct()),
    )


def guests_of(session: Session) -> QuerySet[SessionGuest]:
    """Return the session's guests in Latvian order."""
    found = SessionGuest.objects.filter(session=session, removed_at=None)
    return found.select_related("person", "added_by__person").order_by("person__sort_key", "pk")


def possible_guests(session: Session, text: str) -> list[PossibleGuest]:
    """Return people of the cohort named so who lack hours of the day and are not expected."""
    if not text.strip():
        return []
    named = search_people(text).order_by().values("pk")
    rows = (
        Enrolment.objects.seated()
        .filter(person__in=named, cohort__in=session.groups.values("cohort"))
        .exclude(person__in=people_of(session).order_by().values("pk"))
        .select_related("person", "group")
        .order_by("person__sort_key", "pk")
    )
    enrolments = list(rows[:FOUND_SHOWN])
    blocks = list(session.day.blocks.all())
    earned = best_hours([row.person_id for row in enrolments], session.day.programme)
    found = [
        PossibleGuest(
            row,
            _sum(b.academic_hours - earned.get((row.person_id, b.pk), 0) for b in blocks),
        )
        for row in enrolments
    ]
    return [one for one in found if one.missing > 0]


def possible_trainers() -> QuerySet[Person]:
    """Return the people whose account has the role of trainer today."""
    holders = RoleAssignment.objects.current().filter(role=Role.TRAINER)
    return Person.objects.filter(account__role_assignments__in=holders).distinct()


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
