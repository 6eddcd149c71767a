"""Groups as readers see them: dates, seats, state."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from scheduling.models import Cohort, Session, TrainingGroup
from scheduling.queries.window import EnrolmentWindow, enrolment_window


class GroupState(StrEnum):
    """How far a group is in its training."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    FINISHED = "finished"
    UNDATED = "undated"


@dataclass(frozen=True)
class GroupCard:
    """A group with everything a reader asks of it before enrolling."""

    group: TrainingGroup
    sessions: list[Session]
    seats_left: int
    waiting: int
    window: EnrolmentWindow
    state: GroupState

    @cached_property
    def in_person(self) -> list[Session]:
        return [session for session in self.sessions if session.day.mode == "in_person"]

    @cached_property
    def online(self) -> list[Session]:
        return [session for session in self.sessions if session.day.mode == "online"]

    @property
    def in_person_dates(self) -> list[tuple[dt.date, dt.date]]:
        return date_runs(self.in_person)

    @property
    def online_dates(self) -> list[tuple[dt.date, dt.date]]:
        return date_runs(self.online)

    @property
    def first_date(self) -> dt.date | None:
        return self.sessions[0].date if self.sessions else None

    @property
    def last_date(self) -> dt.date | None:
        return self.sessions[-1].date if self.sessions else None

    @property
    def next_session(self) -> Session | None:
        today = timezone.localdate()
        return next((session for session in self.sessions if session.date >= today), None)

    @property
    def venue(self) -> object:
        return next((session.venue for session in self.in_person if session.venue), None)


def date_runs(sessions: list[Session]) -> list[tuple[dt.date, dt.date]]:
    """Join sessions on days that follow each other into ranges, so that a moved day shows."""
    runs: list[tuple[dt.date, dt.date]] = []
    for session in sessions:
        if runs and session.date - runs[-1][1] <= dt.timedelta(days=1):
            runs[-1] = (runs[-1][0], session.date)
        else:
            runs.append((session.date, session.date))
    return runs


def group_cards(groups: QuerySet[TrainingGroup]) -> list[GroupCard]:
    """Return the groups with dates, seats left and state, in two statements."""
    found = (
        groups.with_seats()  # type: ignore[attr-defined]  # the model's own queryset
        .select_related("region", "cohort__programme")
        .prefetch_related(
            Prefetch(
                "sessions",
                Session.objects.exclude(state=Session.State.CANCELLED)
                .select_related("day", "venue")
                .annotate(starts_at=Min("blocks__starts_at"), ends_at=Max("blocks__ends_at"))
                .order_by("date", "day__position"),
                to_attr="dated_sessions",
            )
        )
    )
    return [_card(group) for group in found]


def _card(group: TrainingGroup) -> GroupCard:
    sessions: list[Session] = group.dated_sessions  # type: ignore[attr-defined]
    start = sessions[0].starts_at if sessions else None  # type: ignore[attr-defined]
    return GroupCard(
        group=group,
        sessions=sessions,
        seats_left=max(group.seats - group.confirmed_count, 0),  # type: ignore[attr-defined]
        waiting=group.waiting_count,  # type: ignore[attr-defined]
        window=enrolment_window(group, start),
        state=_state(sessions),
    )


def _state(sessions: list[Session]) -> GroupState:
    if not sessions:
        return GroupState.UNDATED
    today = timezone.localdate()
    if sessions[-1].date < today:
        return GroupState.FINISHED
    return GroupState.UPCOMING if sessions[0].date > today else GroupState.RUNNING


def cohorts_by_interest() -> list[Cohort]:
    """Return the cohorts that have groups: those with days to come first, nearest first."""
    today = timezone.localdate()
    cohorts = (
        Cohort.objects.filter(groups__isnull=False)
        .select_related("programme")
        .annotate(
            next_date=Min("groups__sessions__date", filter=Q(groups__sessions__date__gte=today)),
            last_date=Max("groups__sessions__date"),
        )
    )
    return sorted(cohorts, key=_interest)


def _interest(cohort: Cohort) -> tuple[bool, int]:
    nearest: dt.date | None = cohort.next_date  # type: ignore[attr-defined]
    last: dt.date = cohort.last_date or dt.date.min  # type: ignore[attr-defined]
    return nearest is None, nearest.toordinal() if nearest else -last.toordinal()


def joinable_groups(region_code: str) -> list[GroupCard]:
    """Return the groups of a region whose training is still ahead, nearest first."""
    today = timezone.localdate()
    ahead = Session.objects.filter(date__gt=today).order_by().values("groups")
    # Asked group by group: an exclude would read every session of every group there is.
    begun = Session.objects.filter(groups=OuterRef("pk"), date__lte=today)
    groups = TrainingGroup.objects.filter(
        ~Exists(begun.exclude(state=Session.State.CANCELLED)),
        region__code=region_code,
        pk__in=ahead,
    )
    cards = [card for card in group_cards(groups) if card.sessions]
    return sorted(cards, key=lambda card: (card.sessions[0].date, card.group.code))
