"""When a group takes enrolments, decided in one place for lists and for the act itself."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Min
from django.utils import timezone

from scheduling.models import Session, SessionBlock, TrainingGroup


class WindowState(StrEnum):
    """Where a group stands between opening and the end of its training."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    STARTED = "started"


@dataclass(frozen=True)
class EnrolmentWindow:
    """Whether a group takes enrolments now, and the moment that decides it, if there is one."""

    state: WindowState
    at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is WindowState.OPEN


def enrolment_window(
    group: TrainingGroup, first_start: dt.datetime | None, now: dt.datetime | None = None
) -> EnrolmentWindow:
    """Decide from the group's own settings; without a closing time its first day closes it."""
    now = now or timezone.now()
    if first_start is not None and first_start <= now:
        return EnrolmentWindow(WindowState.STARTED, first_start)
    if group.enrolment_closes_at is not None and group.enrolment_closes_at <= now:
        return EnrolmentWindow(WindowState.CLOSED, group.enrolment_closes_at)
    if not group.is_open:
        return EnrolmentWindow(WindowState.CLOSED)
    if group.enrolment_opens_at is not None and group.enrolment_opens_at > now:
        return EnrolmentWindow(WindowState.NOT_YET, group.enrolment_opens_at)
    return EnrolmentWindow(WindowState.OPEN, group.enrolment_closes_at or first_start)


def first_start(group: TrainingGroup) -> dt.datetime | None:
    """Return when the group's first session begins."""
    blocks = SessionBlock.objects.filter(session__groups=group)
    found: dt.datetime | None = blocks.exclude(session__state=Session.State.CANCELLED).aggregate(
        start=Min("starts_at")
    )["start"]
    return found
