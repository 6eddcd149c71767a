"""What a participant may still object to: when a sheet was closed, and the last day to say no."""

import datetime as dt

from django.utils import timezone

from scheduling.models import AttendanceMark, Session, SessionBlock

# What somebody can say of themselves; a make-up is decided elsewhere.
CLAIMABLE = (
    AttendanceMark.Status.PRESENT,
    AttendanceMark.Status.LATE,
    AttendanceMark.Status.LEFT_EARLY,
    AttendanceMark.Status.EXCUSED,
)


def closed_moment(session: Session, block: SessionBlock) -> dt.datetime | None:
    """Return when the sheet of the block was closed, alone or with its day."""
    if block.closed_at is None and session.state != Session.State.CLOSED:
        return None
    return block.closed_at or session.closed_at


def last_day_to_object(session: Session, block: SessionBlock) -> dt.date | None:
    """Return the last whole day on which an objection is taken; None while the sheet is open."""
    closed = closed_moment(session, block)
    if closed is None:
        return None
    days = session.day.programme.dispute_days
    return timezone.localdate(closed) + dt.timedelta(days=days)


def has_open_objection(block: SessionBlock, person_id: int) -> bool:
    """Whether an objection of the person to the mark of the block waits for a decision."""
    objections = AttendanceMark.objects.filter(
        block=block, person=person_id, why_held=AttendanceMark.Why.DISPUTE
    )
    return objections.awaiting_decision().exists()
