"""Closing the sheet of a block or a day, opening it again, and countersigning it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import SessionNotBegun, is_closed, lock, lock_open
from scheduling.models import Session, SessionBlock
from scheduling.queries import roster

State = Session.State


class SessionLocked(Exception):
    """The sheet was countersigned or its time has run out: nobody opens it again."""


class SessionStillOpen(Exception):
    """The sheet is not closed: its marks are changed on the roster, without a correction."""


class SecondPersonNeeded(Exception):
    """Whoever did the first step cannot do the second one, too."""


class ReasonMissing(Exception):
    """What is done here says why."""


@dataclass(eq=False)
class PeopleUnmarked(Exception):
    """The sheet cannot be closed: these people are unmarked, or marked in two ways."""

    people: list[Person]


@transaction.atomic
def close_block(*, block: SessionBlock, by: User) -> Session:
    """Settle one block; the day is closed with its last one. Closed already: nothing changes."""
    return _close(block.session, {block.pk}, by)


@transaction.atomic
def close_session(*, session: Session, by: User) -> Session:
    """Settle the day; refused while anybody is unmarked, because unmarked is never absent."""
    return _close(session, None, by)


def _close(session: Session, wanted: set[int] | None, by: User) -> Session:
    locked = lock_open(session)
    if locked.date > timezone.localdate():
        raise SessionNotBegun
    expected = roster(locked)
    open_blocks = [block for block in expected.blocks if not is_closed(locked, block)]
    closing = [block for block in open_blocks if wanted is None or block.pk in wanted]
    unmarked = [
        row.person for row in expected.rows if not all(row.is_marked(block.pk) for block in closing)
    ]
    if unmarked:
        raise PeopleUnmarked(unmarked)
    now = timezone.now()
    for block in closing:
        block.closed_at, block.closed_by = now, by
    if closing:
        SessionBlock.objects.bulk_update(closing, ["closed_at", "closed_by"])
    if len(closing) == len(open_blocks):
        locked.state, locked.closed_at, locked.closed_by = State.CLOSED, now, by
        locked.save(update_fields=["state", "closed_at", "closed_by", "changed_at"])
    if closing or locked.state == State.CLOSED:
        record(
            actor=by,
            action="session.closed" if locked.state == State.CLOSED else "block.closed",
            subject=locked,
            before={"state": State.PLANNED.value},
            after={"state": locked.state, "parts": sorted(b.block.part for b in closing)},
        )
    return locked


@transaction.atomic
def reopen_session(*, session: Session, reason: str, by: User) -> Session:
    """Open a closed sheet again, with a reason, while it is not locked."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = lock(session)
    if locked.is_locked:
        raise SessionLocked
    closed = [block for block in locked.blocks.all() if is_closed(locked, block)]
    if not closed:
        raise SessionStillOpen
    before = locked.state
    for block in closed:
        block.closed_at = block.closed_by = None
    SessionBlock.objects.bulk_update(closed, ["closed_at", "closed_by"])
    locked.state, locked.closed_at, locked.closed_by = State.PLANNED, None, None
    locked.save(update_fields=["state", "closed_at", "closed_by", "changed_at"])
    record(
        actor=by,
        action="session.reopened",
        subject=locked,
        before={"state": before},
        after={"state": locked.state},
        reason=reason,
    )
    return locked


@transaction.atomic
def countersign(*, session: Session, by: User) -> Session:
    """Confirm a closed sheet as a second person, which locks it at once."""
    locked = lock(session)
    if locked.state != State.CLOSED:
        raise SessionStillOpen
    if locked.countersigned_at is not None:
        return locked
    if locked.closed_by_id == by.pk:
        raise SecondPersonNeeded
    locked.countersigned_at, locked.countersigned_by = timezone.now(), by
    locked.save(update_fields=["countersigned_at", "countersigned_by", "changed_at"])
    record(actor=by, action="session.countersigned", subject=locked)
    return locked
