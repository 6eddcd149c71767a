"""Self check-in: opening a block for it, closing it, and recording who came."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import User
from scheduling.actions.attendance import (
    MarkInput,
    SessionCancelled,
    SessionClosed,
    SessionNotBegun,
    lock,
    save_marks,
)
from scheduling.models import AttendanceMark, CheckIn, SessionBlock
from scheduling.queries.check_in import (
    Answer,
    Verdict,
    answer_to,
    arrival,
    as_it_stands,
    blocks_to_open,
)


@dataclass(eq=False)
class CheckInRefused(Exception):
    """Nothing is recorded; the answer says why."""

    answer: Answer


class BlockIsOver(Exception):
    """Nobody can arrive any more: the block has ended or its sheet is closed."""


@transaction.atomic
def open_check_in(*, block: SessionBlock, by: User) -> CheckIn:
    """Open a block for self check-in and close the session's other one; again changes nothing."""
    session = lock(block.session)
    if block not in blocks_to_open(session, timezone.now()):
        raise BlockIsOver
    standing = CheckIn.objects.standing().filter(block__session=session)
    for other in standing.exclude(block=block):
        _close(other, by)
    opened = standing.filter(block=block).first()
    if opened is None:
        opened = CheckIn.objects.create(block=block, opened_by=by)
        record(actor=by, action="check_in.opened", subject=opened, after={"block": block.pk})
    return opened


@transaction.atomic
def close_check_in(*, check_in: CheckIn, by: User) -> None:
    """Close it: from now on its codes hold no longer. Closing again changes nothing."""
    lock(check_in.block.session)
    standing = CheckIn.objects.standing().filter(pk=check_in.pk).first()
    if standing is not None:
        _close(standing, by)


@transaction.atomic
def record_arrival(
    *, check_in: CheckIn, by: User, seen_at: dt.datetime | None = None
) -> AttendanceMark:
    """Mark the user's own person present, or late by the clock; the one who scans twice is told.

    ``seen_at`` is when the code was seen, if that was a while ago: signing in takes time.
    """
    lock(check_in.block.session)
    now, fresh = timezone.now(), as_it_stands(check_in)
    block = fresh.block
    answer = answer_to(by, fresh, now)
    if answer.verdict != Verdict.OPEN or by.person_id is None:
        raise CheckInRefused(answer)
    status, clock = arrival(block, seen_at or now)
    try:
        marks = save_marks(
            session=block.session,
            marks=[MarkInput(block.pk, by.person_id, status, clock)],
            by=by,
            source=AttendanceMark.Source.CODE,
        )
    except (SessionClosed, SessionCancelled):
        raise CheckInRefused(Answer(Verdict.OVER, fresh)) from None
    except SessionNotBegun:  # the half hour before a block that begins at midnight
        raise CheckInRefused(Answer(Verdict.EARLY, fresh)) from None
    return marks[0]


def _close(check_in: CheckIn, by: User) -> None:
    check_in.closed_at = timezone.now()
    check_in.closed_by = by
    check_in.save(update_fields=["closed_at", "closed_by"])
    record(actor=by, action="check_in.closed", subject=check_in)
