"""Correcting the date of a recorded day: one person proposes it, another one accepts it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import User
from scheduling.actions.attendance import SessionCancelled, SessionNotBegun, lock
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded
from scheduling.actions.decisions import NothingChanges, NothingToDecide
from scheduling.actions.sessions import moved_blocks
from scheduling.models import AttendanceMark, DateCorrection, Session, SessionBlock
from scheduling.models.credit import credit

State = DateCorrection.State


class NothingRecorded(Exception):
    """The day has no marks yet: it is moved where sessions are planned."""


class CorrectionPending(Exception):
    """A correction of this session's date waits for a decision already."""


@transaction.atomic
def propose_date(*, session: Session, right_date: dt.date, reason: str, by: User) -> DateCorrection:
    """Propose that the session's marks belong to another date; nothing moves until it is accepted.

    Raises ClockChanges where the session's hours do not exist on that date.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = lock(session)
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    if right_date > timezone.localdate():
        raise SessionNotBegun
    if right_date == locked.date:
        raise NothingChanges
    if not AttendanceMark.objects.filter(session=locked).exists():
        raise NothingRecorded
    if DateCorrection.objects.filter(session=locked, state=State.PROPOSED).exists():
        raise CorrectionPending
    moved_blocks(locked, right_date)
    correction = DateCorrection.objects.create(
        session=locked,
        recorded_date=locked.date,
        right_date=right_date,
        reason=reason,
        proposed_by=by,
    )
    record(
        actor=by,
        action="session.date_correction_proposed",
        subject=locked,
        before={"date": locked.date.isoformat()},
        after={"date": right_date.isoformat(), "correction": correction.pk},
        reason=reason,
    )
    return correction


@transaction.atomic
def decide_date(
    *, correction: DateCorrection, accept: bool, reason: str, by: User
) -> DateCorrection:
    """Accept or reject the right date as a second person.

    Accepting moves the day and its blocks at the same clock times, and adds to the ledger each
    mark that counts now once more, as a correction: the first marks stay. What waits for a
    decision goes on waiting.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = lock(correction.session)
    decided = DateCorrection.objects.get(pk=correction.pk)
    if decided.state != State.PROPOSED:
        raise NothingToDecide
    if decided.proposed_by_id == by.pk:
        raise SecondPersonNeeded
    decided.state = State.ACCEPTED if accept else State.REJECTED
    decided.decided_by, decided.decided_at, decided.decision_reason = by, timezone.now(), reason
    decided.save()
    if accept:
        _move(locked, decided, by)
    record(
        actor=by,
        action=f"session.date_correction_{decided.state}",
        subject=locked,
        before={"date": decided.recorded_date.isoformat()},
        after={"date": locked.date.isoformat(), "correction": decided.pk},
        reason=reason,
    )
    return decided


def _move(session: Session, correction: DateCorrection, by: User) -> None:
    if session.state == Session.State.CANCELLED:
        raise SessionCancelled
    blocks = moved_blocks(session, correction.right_date)
    SessionBlock.objects.bulk_update(blocks, ["starts_at", "ends_at"])
    session.date = correction.right_date
    session.sequence += 1
    session.save(update_fields=["date", "sequence", "changed_at"])
    # The ledger keeps text as it is: in no language, and dates as they are written here.
    dates = [f"{date:%d.%m.%Y.}" for date in (correction.recorded_date, correction.right_date)]
    text = f"{' → '.join(dates)} – {correction.reason}"
    now = {block.pk: block for block in session.blocks.select_related("block__day__programme")}
    marks = AttendanceMark.objects.filter(session=session).current().settled()
    AttendanceMark.objects.bulk_create(
        [_again(mark, now[mark.block_id], text, by) for mark in marks.order_by("position")],
        chain=session.chain,  # type: ignore[attr-defined]  # locked with it
    )


def _again(mark: AttendanceMark, block: SessionBlock, reason: str, by: User) -> AttendanceMark:
    """Build the same mark of the person in the block as it lies now."""
    content = (mark.status, mark.arrived_at, mark.left_at)
    return AttendanceMark(
        block=block,
        person_id=mark.person_id,
        status=mark.status,
        arrived_at=mark.arrived_at,
        left_at=mark.left_at,
        credited_hours=credit(block, *content, block.block.day.programme),
        source=AttendanceMark.Source.CORRECTION,
        recorded_by=by,
        reason=reason,
    )
