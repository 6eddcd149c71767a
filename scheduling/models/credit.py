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


def credit(
    block: SessionBlock, status: str, at_time: dt.time | None, programme: Programme
) -> Decimal:
    """Return the hours a mark earns in the block.

    Late or leaving early within the programme's minutes of grace costs nothing; beyond them the
    hours are the share of minutes attended, to the nearest quarter of an hour.
    """
    hours = block.block.academic_hours
    if status == _Status.PRESENT:
        return hours
    if not needs_time(status) or at_time is None:
        return Decimal(0)
    # In UTC: Python subtracts two times of one zone by the clock, which is wrong across a change.
    start, end = block.starts_at.astimezone(dt.UTC), block.ends_at.astimezone(dt.UTC)
    at = moment(block, at_time).astimezone(dt.UTC)
    attended = end - at if status == _Status.LATE else at - start
    total = end - start
    if total - attended <= dt.timedelta(minutes=programme.grace_minutes):
        return hours
    minutes, whole = attended // dt.timedelta(minutes=1), total // dt.timedelta(minutes=1)
    share = hours * max(minutes, 0) / whole
    return (share * 4).quantize(Decimal(1), rounding=ROUND_HALF_UP) / 4
