"""What the times of a meeting say of one person in one block, by the programme's rule."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from courses.models import Programme
from scheduling.models import AttendanceMark, SessionBlock
from scheduling.queries.meetings.spans import MINUTE, Span, longest_gap, minutes_of, within

Status = AttendanceMark.Status


@dataclass(frozen=True)
class Verdict:
    """The mark that would be recorded, the minutes it rests on, and the longest time away."""

    status: str
    arrived_at: dt.time | None
    left_at: dt.time | None
    minutes: int
    gap: int


def verdict(
    spans: Sequence[Span], block: SessionBlock, programme: Programme, stated: int | None = None
) -> Verdict:
    """Weigh merged spans against a block.

    Fewer minutes than the programme asks for are absence. Coming late and leaving early within
    the minutes of grace together is presence; beyond them the mark keeps each end that alone is
    beyond them, or both if only together they are. ``stated`` is the most that the file grants.
    """
    start, end = block.starts_at, block.ends_at
    inside = within(spans, start, end)
    minutes = minutes_of(inside)
    if stated is not None:
        minutes = min(minutes, stated)
    if not inside or minutes < programme.online_min_minutes:
        return Verdict(Status.ABSENT.value, None, None, minutes, 0)
    # To the minute, in the person's favour: seconds cost nobody a minute.
    late = (inside[0].start - start) // MINUTE
    early = (end - inside[-1].end) // MINUTE
    grace = programme.grace_minutes
    gap = longest_gap(inside)
    if late + early <= grace:
        return Verdict(Status.PRESENT.value, None, None, minutes, gap)
    neither = late <= grace and early <= grace
    arrived = _clock(start + late * MINUTE) if late and (late > grace or neither) else None
    left = _clock(end - early * MINUTE) if early and (early > grace or neither) else None
    status = Status.LATE if arrived else Status.LEFT_EARLY
    return Verdict(status.value, arrived, left, minutes, gap)


def _clock(moment: dt.datetime) -> dt.time:
    return timezone.localtime(moment).time().replace(second=0, microsecond=0)


def is_told(spans_of_all: Sequence[Sequence[Span]], block: SessionBlock, least: int) -> bool:
    """Whether the reports tell of the block: somebody was there long enough.

    A report of the morning alone says nothing of the afternoon, and makes nobody absent from it.
    """
    return any(
        minutes_of(within(spans, block.starts_at, block.ends_at)) >= max(least, 1)
        for spans in spans_of_all
    )
