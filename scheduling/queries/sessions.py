"""Sessions in lists: a trainer's own, what is open, what comes next."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    QuerySet,
    prefetch_related_objects,
)
from django.utils import timezone

from people.models import Person, User
from people.rules import is_auditor, is_programme_manager
from scheduling.models import AttendanceMark, Enrolment, Session, TrainingGroup
from scheduling.models.session import taught_by
from scheduling.queries.decisions import cases_by_session


@dataclass(frozen=True)
class SessionRow:
    """A session in a list: its groups, how many people it expects, what it lacks and what waits."""

    session: Session
    groups: list[TrainingGroup]
    people: int
    marks_missing: int
    waiting: int

    @property
    def is_today(self) -> bool:
        return self.session.date == timezone.localdate()

    @property
    def is_overdue(self) -> bool:
        """Whether the day is over and not closed."""
        is_planned = self.session.state == Session.State.PLANNED
        return is_planned and self.session.date < timezone.localdate()

    @property
    def overdue_days(self) -> int:
        """How many days ago the open day was; 0 if it is not overdue."""
        return (timezone.localdate() - self.session.date).days if self.is_overdue else 0


def sessions_seen_by(user: User) -> QuerySet[Session] | None:
    """Return the sessions whose sheets the user may see; None: all of them."""
    if is_programme_manager(user) or is_auditor(user):
        return None
    return sessions_of(user.person) if user.person else Session.objects.none()


def sessions_of(person: Person | None) -> QuerySet[Session]:
    """Return the sessions a trainer teaches; with None, all."""
    if person is None:
        return Session.objects.all()
    mine = Session.objects.filter(taught_by(person.pk), pk=OuterRef("pk"))
    return Session.objects.filter(Exists(mine))


def with_times(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add what lists show: day, venue, groups, first and last minute."""
    return (
        sessions.select_related("day", "venue")
        .prefetch_related("groups__region")
        .annotate(starts_at=Min("blocks__starts_at"), ends_at=Max("blocks__ends_at"))
    )


def session_rows(sessions: list[Session]) -> list[SessionRow]:
    """Count the expected people and the marks missing of each session, in five statements."""
    prefetch_related_objects(sessions, "date_corrections")
    ids = [session.pk for session in sessions]
    people = dict(
        Enrolment.objects.seated()
        .filter(group__sessions__in=ids)
        .order_by()
        .values_list("group__sessions")
        .annotate(n=Count("person", distinct=True))
    )
    seated = Enrolment.objects.seated().filter(
        person=OuterRef("person"), group__sessions=OuterRef("session")
    )
    marked = dict(
        AttendanceMark.objects.filter(Exists(seated), session__in=ids)
        .current()
        .settled()
        .order_by()
        .values_list("session")
        .annotate(n=Count("pk"))
    )
    blocks = dict(
        Session.objects.filter(pk__in=ids).order_by().values_list("pk").annotate(n=Count("blocks"))
    )
    waiting = cases_by_session(ids)
    return [
        SessionRow(
            session=session,
            groups=list(session.groups.all()),
            people=people.get(session.pk, 0),
            marks_missing=people.get(session.pk, 0) * blocks[session.pk]
            - marked.get(session.pk, 0),
            waiting=waiting.get(session.pk, 0),
        )
        for session in sessions
    ]


def upcoming_sessions(
    *, region_code: str = "", limit: int | None = None, since: dt.date | None = None
) -> QuerySet[Session]:
    """Return sessions from today on that are not called off, nearest first."""
    found = with_times(Session.objects.filter(date__gte=since or timezone.localdate()))
    found = found.exclude(state=Session.State.CANCELLED).order_by("date", "pk")
    if region_code:
        found = found.filter(groups__region__code=region_code).distinct()
    return found[:limit] if limit else found
