"""Planning sessions, moving them without losing their identity, and calling them off."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from courses.models import ProgrammeBlock, ProgrammeDay
from people.actions.audit import record
from people.models import User
from scheduling.actions.attendance import SessionCancelled, SessionClosed
from scheduling.actions.letters import write_session_changed
from scheduling.models import AttendanceMark, Session, SessionBlock, TrainingGroup, Venue

Part = ProgrammeBlock.Part
# Four academic hours of 45 minutes and a break of 15 in each half of the day.
TIMES = {
    Part.MORNING.value: (dt.time(9, 0), dt.time(12, 15)),
    Part.AFTERNOON.value: (dt.time(13, 0), dt.time(16, 15)),
}


@dataclass(eq=False)
class ClockChanges(Exception):
    """Clocks change on this date within the session's hours: they cannot be kept."""

    date: dt.date


class AttendanceRecorded(Exception):
    """The day has marks: it took place, so it is neither moved nor called off."""


@transaction.atomic
def schedule_session(
    *,
    day: ProgrammeDay,
    date: dt.date,
    groups: Iterable[TrainingGroup],
    by: User | None,
    venue: Venue | None = None,
) -> Session:
    """Plan a programme day of the groups on a date, with its two blocks at the usual times."""
    session = Session.objects.create(day=day, date=date, venue=venue)
    session.groups.set(groups)
    add_blocks(session=session)
    record(
        actor=by,
        action="session.planned",
        subject=session,
        after={"day": day.code, "date": date.isoformat()},
    )
    return session


@transaction.atomic
def add_blocks(*, session: Session) -> list[SessionBlock]:
    """Give a new session its blocks at the usual times."""
    return SessionBlock.objects.bulk_create(usual_blocks(session, list(session.day.blocks.all())))


def usual_blocks(session: Session, blocks: list[ProgrammeBlock]) -> list[SessionBlock]:
    """Build the blocks of a session at the usual times, unsaved."""
    return [
        SessionBlock(
            session=session,
            block=block,
            starts_at=_instant(session.date, TIMES[block.part][0]),
            ends_at=_instant(session.date, TIMES[block.part][1]),
        )
        for block in blocks
    ]


@transaction.atomic
def move_session(*, session: Session, date: dt.date, by: User | None) -> Session:
    """Move the session to another date at the same clock times, keeping its identity."""
    locked = _lock_unheld(session)
    if locked.date == date:
        return locked
    before = locked.date
    blocks = moved_blocks(locked, date)
    SessionBlock.objects.bulk_update(blocks, ["starts_at", "ends_at"])
    locked.date = date
    locked.sequence += 1
    locked.save(update_fields=["date", "sequence", "changed_at"])
    record(
        actor=by,
        action="session.moved",
        subject=locked,
        before={"date": before.isoformat()},
        after={"date": date.isoformat()},
    )
    write_session_changed(session=locked, old=before, new=date)
    return locked


@transaction.atomic
def check_move(*, session: Session, date: dt.date) -> None:
    """Raise what move_session would raise; change nothing."""
    moved_blocks(_lock_unheld(session), date)


@transaction.atomic
def cancel_session(*, session: Session, by: User | None, reason: str = "") -> Session:
    """Call the session off; calendars show it as cancelled."""
    locked = _lock_unheld(session)
    locked.state = Session.State.CANCELLED
    locked.sequence += 1
    locked.save(update_fields=["state", "sequence", "changed_at"])
    record(
        actor=by,
        action="session.cancelled",
        subject=locked,
        before={"state": Session.State.PLANNED.value},
        after={"state": Session.State.CANCELLED.value},
        reason=reason,
    )
    return locked


@transaction.atomic
def announce_change(*, session: Session, fields: list[str], by: User | None) -> Session:
    """Raise the calendar sequence after the venue or link changed, so that calendars notice."""
    locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    locked.sequence += 1
    locked.save(update_fields=["sequence", "changed_at"])
    record(actor=by, action="session.changed", subject=locked, after={"fields": fields})
    return locked


def moved_blocks(session: Session, date: dt.date) -> list[SessionBlock]:
    """Return the blocks at the same clock times of another date, unsaved."""
    blocks = list(session.blocks.all())
    for block in blocks:
        length = _elapsed(block)
        block.starts_at = _instant(date, timezone.localtime(block.starts_at).time())
        block.ends_at = _instant(date, timezone.localtime(block.ends_at).time())
        if _elapsed(block) != length:
            raise ClockChanges(date)
    return blocks


def _lock_unheld(session: Session) -> Session:
    locked = (
        Session.objects.select_for_update(of=("self",)).select_related("day").get(pk=session.pk)
    )
    if locked.state == Session.State.CLOSED:
        raise SessionClosed
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    if AttendanceMark.objects.filter(block__session=locked).exists():
        raise AttendanceRecorded
    return locked


def _instant(date: dt.date, clock: dt.time) -> dt.datetime:
    """Return the instant of a clock time on a date; refuse one that the clocks skip."""
    instant = timezone.make_aware(dt.datetime.combine(date, clock))
    there_and_back = timezone.localtime(instant.astimezone(dt.UTC))
    if there_and_back.replace(tzinfo=None) != dt.datetime.combine(date, clock):
        raise ClockChanges(date)
    return instant


def _elapsed(block: SessionBlock) -> dt.timedelta:
    return block.ends_at.astimezone(dt.UTC) - block.starts_at.astimezone(dt.UTC)
