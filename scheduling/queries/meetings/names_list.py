"""Names over all sessions: those that wait, and those that were learned."""

from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import User
from people.rules import is_programme_manager
from scheduling.models import MeetingAlias, MeetingAttendee, MeetingReport, Session, TrainingGroup
from scheduling.queries.meetings.spans import minutes_of, restored
from scheduling.queries.sessions import sessions_of


@dataclass(frozen=True)
class WaitingName:
    """A name that waits, with its session and how long it was there."""

    attendee: MeetingAttendee
    session: Session
    groups: list[TrainingGroup]
    minutes: int


def names_for(user: User) -> QuerySet[MeetingAttendee]:
    """Return the names that wait for the user: a manager all, a trainer those of own sessions."""
    found = MeetingAttendee.objects.filter(
        decision=MeetingAttendee.Decision.WAITING,
        report__state__in=[MeetingReport.State.DRAFT, MeetingReport.State.APPLIED],
        report__session__state__in=[Session.State.PLANNED, Session.State.CLOSED],
    )
    if not is_programme_manager(user):
        own = sessions_of(user.person) if user.person else Session.objects.none()
        found = found.filter(report__session__in=own)
    return found.order_by("-report__session__date", "report__session", "key", "pk")


def with_sessions(found: QuerySet[MeetingAttendee]) -> QuerySet[MeetingAttendee]:
    """Add what the list shows of the session."""
    return found.select_related("report__session__day").prefetch_related(
        "report__session__groups__region"
    )


def waiting_rows(page: list[MeetingAttendee]) -> list[WaitingName]:
    """Return the names of a page with their minutes."""
    return [
        WaitingName(
            attendee=one,
            session=one.report.session,
            groups=list(one.report.session.groups.all()),
            minutes=minutes_of(restored(one.spans)),
        )
        for one in page
    ]


def learned_names(user: User) -> QuerySet[MeetingAlias]:
    """Return the names remembered: for a manager all, for a trainer those of own people."""
    found = MeetingAlias.objects.select_related("person__municipality", "learned_by__person")
    if is_programme_manager(user):
        return found
    return found.of_trainer(user.person_id) if user.person_id else found.none()
