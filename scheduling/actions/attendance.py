"""Recording marks on an open sheet: what differs from what counts now is added to the ledger."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.models import AttendanceMark, Session, SessionBlock, Standing
from scheduling.models.chain import lock_chain
from scheduling.models.credit import credit, times_are_sound, times_of
from scheduling.queries import Roster, roster

Status = AttendanceMark.Status


class MarkInput(NamedTuple):
    """What somebody recorded about one person in one block.

    ``person_id`` is the person's number, or what a phone knows instead of it.
    ``seen`` is the length of the session's ledger when they looked: a mark that somebody else
    added after it, and that says otherwise, contradicts this one. None: they saw everything.
    """

    block_id: int
    person_id: Any
    status: str
    arrived_at: dt.time | None = None
    left_at: dt.time | None = None
    nonce: str = ""
    device_at: dt.datetime | None = None
    seen: int | None = None

    @property
    def content(self) -> tuple[str, dt.time | None, dt.time | None]:
        """The mark itself, without who made it and when."""
        return self.status, *times_of(self.status, self.arrived_at, self.left_at)


class SessionClosed(Exception):
    """The sheet is closed; only a correction changes it."""


class SessionCancelled(Exception):
    """The day did not take place."""


class SessionNotBegun(Exception):
    """The day has not come: nobody can have been there."""


class NotOnRoster(Exception):
    """A mark names a person or block that this session does not have."""


@dataclass(eq=False)
class TimeNotInBlock(Exception):
    """A late or early mark has no time, or one outside its block."""

    person: Person
    block: SessionBlock


@transaction.atomic
def save_marks(
    *,
    session: Session,
    marks: Iterable[MarkInput | tuple],
    by: User,
    rest_present_in: Container[int] = (),
    source: str = "trainer",
) -> list[AttendanceMark]:
    """Add a mark wherever what was recorded differs from what counts now; return the new ones.

    In the parts of the day named by rest_present_in, whoever is left without a mark is present.
    A mark that contradicts a newer one of somebody else is added as contradicted.
    """
    locked = lock_open(session)
    if locked.date > timezone.localdate():
        raise SessionNotBegun
    expected = roster(locked)
    # The same person twice in one block: the later entry holds.
    wanted = _rest_present(expected, rest_present_in)
    wanted |= {(m.block_id, m.person_id): m for m in (MarkInput(*given) for given in marks)}
    new = [
        mark
        for recorded in wanted.values()
        if (mark := _changed_mark(expected, recorded, by)) is not None
    ]
    for mark in new:
        mark.source = source
        if is_closed(locked, mark.block):
            raise SessionClosed
    if new:
        AttendanceMark.objects.bulk_create(new, chain=locked.chain)
        record_saved(session=locked, marks=new, by=by)
    return new


def record_saved(*, session: Session, marks: list[AttendanceMark], by: User) -> None:
    """Leave one audit line for the marks: how many of each."""
    counts: dict[str, int] = {}
    for mark in marks:
        word = mark.status if mark.standing == Standing.COUNTS else str(mark.standing)
        counts[word] = counts.get(word, 0) + 1
    record(actor=by, action="attendance.saved", subject=session, after={"marks": counts})


def lock(session: Session) -> Session:
    """Lock the session with the end of its ledger, and read both anew."""
    return lock_chain(session.pk).session


def lock_open(session: Session) -> Session:
    """Lock a session whose sheet takes marks, or say why it does not."""
    locked = lock(session)
    if locked.state == Session.State.CLOSED:
        raise SessionClosed
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    return locked


def is_closed(session: Session, block: SessionBlock) -> bool:
    """Whether the sheet of the block is closed."""
    return block.closed_at is not None or session.state == Session.State.CLOSED


def build_mark(
    block: SessionBlock, person: Person, recorded: MarkInput, by: User
) -> AttendanceMark:
    """Build the mark, unsaved, with the hours that it earns if it counts."""
    status, arrived_at, left_at = recorded.content
    programme = block.block.day.programme
    return AttendanceMark(
        session_id=block.session_id,
        block=block,
        person=person,
        status=status,
        arrived_at=arrived_at,
        left_at=left_at,
        credited_hours=credit(block, status, arrived_at, left_at, programme),
        recorded_by=by,
        nonce=recorded.nonce,
        device_at=recorded.device_at,
    )


def content_of(mark: AttendanceMark | None) -> tuple[str, dt.time | None, dt.time | None]:
    """Return what a mark says; without a mark, that there is none."""
    if mark is None:
        return Status.UNMARKED.value, None, None
    return mark.status, mark.arrived_at, mark.left_at


def contradicts(current: AttendanceMark | None, recorded: MarkInput, by: User) -> bool:
    """Whether somebody else has recorded something different that the marker had not seen.

    What is contradicted already stays so, whoever adds to it, until a person decides.
    """
    if current is None:
        return False
    if current.standing == Standing.CONTESTED:
        return True
    if current.recorded_by_id == by.pk or recorded.seen is None:
        return False
    return current.position > recorded.seen and content_of(current) != recorded.content


def _rest_present(expected: Roster, parts: Container[int]) -> dict[tuple[int, int], MarkInput]:
    return {
        (block.pk, row.person.pk): MarkInput(block.pk, row.person.pk, Status.PRESENT.value)
        for block in expected.blocks
        if block.block.part in parts and block.closed_at is None
        for row in expected.rows
        if row.marks[block.pk] is None
    }


def _changed_mark(expected: Roster, recorded: MarkInput, by: User) -> AttendanceMark | None:
    """Build the mark, or return None if it says what the current one says."""
    block = expected.block(recorded.block_id)
    row = expected.row(recorded.person_id)
    if block is None or row is None or recorded.status not in Status.values:
        raise NotOnRoster
    current = row.marks[block.pk]
    if current and recorded.left_at is None and current.status == recorded.status == Status.LATE:
        # A form has one time for each mark; the other one stays as it is.
        recorded = recorded._replace(left_at=current.left_at)
    if not times_are_sound(block, recorded.status, recorded.arrived_at, recorded.left_at):
        raise TimeNotInBlock(row.person, block)
    as_seen = expected.mark_as_seen(block.pk, row.person.pk, recorded.seen)
    # The form sends what it showed, too: who did not touch it has said nothing.
    if recorded.content in {content_of(current), content_of(as_seen)}:
        return None
    mark = build_mark(block, row.person, recorded, by)
    if contradicts(current, recorded, by):
        mark.standing, mark.credited_hours = Standing.CONTESTED, mark.credited_hours * 0
    return mark
