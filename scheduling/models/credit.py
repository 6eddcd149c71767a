"""How many hours a mark earns: the whole block, a part by the clock, or nothing."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from courses.models import Programme
from scheduling.models.attendance import AttendanceMark
from scheduling.models.session import SessionBlock

_Status = AttendanceMark.Status


def needs_time(status: str) -> bool:
    """Whether the mark says when the person came or left."""
    return status in {_Status.LATE, _Status.LEFT_EARLY}


def moment(block: SessionBlock, at_time: dt.time) -> dt.datetime:
    """Return the instant of a clock time on the day of the block."""
    day = timezone.localtime(block.starts_at).date()
    return timezone.make_aware(dt.datetime.combine(day, at_time))


def time_is_inside(block: SessionBlock, at_time: dt.time | None) -> bool:
    """Whether somebody could have come or left then: the time lies within the block."""
    return at_time is not None and block.starts_at <= moment(block, at_time) <= block.ends_at


def times_are_sound(
    block: SessionBlock, status: str, arrived_at: dt.time | None, left_at: dt.time | None
) -> bool:
    """Whether a late or early mark has its time within the block, coming before leaving."""
    if status == _Status.LATE:
        came = time_is_inside(block, arrived_at)
        return came and (left_at is None or _left_after(block, arrived_at, left_at))
    return status != _Status.LEFT_EARLY or time_is_inside(block, left_at)


def _left_after(block: SessionBlock, arrived_at: dt.time | None, left_at: dt.time) -> bool:
    return arrived_at is not None and arrived_at <= left_at and time_is_inside(block, left_at)


def times_of(
    status: str, arrived_at: dt.time | None, left_at: dt.time | None
) -> tuple[dt.time | None, dt.time | None]:
    """Return the times that the mark keeps: who was late may have left early, too."""
    if status == _Status.LATE:
        return arrived_at, left_at
    return None, left_at if status == _Status.LEFT_EARLY else None


def credit(
    block: SessionBlock,
    status: str,
    arrived_at: dt.time | None,
    left_at: dt.time | None,
    programme: Programme,
) -> Decimal:
    """Return the hours a mark earns in the block.

    Missing no more than the programme's minutes of grace, by coming late and leaving early
    together, costs nothing; beyond them the hours are the share of minutes attended, to the
    nearest step of the programme (a quarter of an hour by default), a half counting up.
    """
    hours = block.block.academic_hours
    if status in {_Status.PRESENT, _Status.MADE_UP}:
        return hours
    if not needs_time(status):
        return Decimal(0)
    came, left = times_of(status, arrived_at, left_at)
    if came is None and left is None:
        return Decimal(0)
    minutes, whole = attended_minutes(block, came, left)
    if whole - minutes <= programme.grace_minutes:
        return hours
    steps = hours * max(minutes, 0) / whole / programme.credit_step
    return steps.quantize(Decimal(1), rounding=ROUND_HALF_UP) * programme.credit_step


def attended_minutes(
    block: SessionBlock, arrived_at: dt.time | None, left_at: dt.time | None
) -> tuple[int, int]:
    """Return how many minutes of the block somebody attended, and how many it has."""
    # In UTC: Python subtracts two times of one zone by the clock, which is wrong across a change.
    start, end = block.starts_at.astimezone(dt.UTC), block.ends_at.astimezone(dt.UTC)
    since = moment(block, arrived_at).astimezone(dt.UTC) if arrived_at else start
    until = moment(block, left_at).astimezone(dt.UTC) if left_at else end
    minute = dt.timedelta(minutes=1)
    return (until - since) // minute, (end - start) // minute
