"""Marking attendance, closing the day, and correcting it afterwards."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.models import AttendanceMark, Session, SessionBlock
from scheduling.models.credit import credit, needs_time, time_is_inside
from scheduling.queries import Roster, roster

Status = AttendanceMark.Status


class MarkInput(NamedTuple):
    """What a trainer recorded about one person in one block."""

    block_id: int
    person_id: int
    status: str
    at_time: dt.time | None = None


class SessionClosed(Exception):
    """The day is settled; only a correction changes it."""


class SessionCancelled(Exception):
    """The day did not take place."""


class SessionStillOpen(Exception):
    """The day is not closed: its marks are changed on the roster, without a correction."""


class NotOnRoster(Exception):
    """A mark names a person or block that this session does not have."""


class ReasonMissing(Exception):
    """A correction says why."""


@dataclass(eq=False)
class TimeNotInBlock(Exception):
    """A late or early mark has no time, or one outside its block."""

    person: Person
    block: SessionBlock


@dataclass(eq=False)
class PeopleUnmarked(Exception):
    """The day cannot be closed: these people are not marked in every block."""

    people: list[Person]


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
    """
    locked = _lock_open(session)
    expected = roster(locked)
    # The same person twice in one block: the later entry holds.
    wanted = _rest_present(expected, rest_present_in)
    wanted |= {(m.block_id, m.person_id): m for m in (MarkInput(*given) for given in marks)}
    new = [
        mark
        for recorded in wanted.values()
        if (mark := _changed_mark(expected, recorded, by, source)) is not None
    ]
    if not new:
        return []
    AttendanceMark.objects.bulk_create(new)
    counts: dict[str, int] = {}
    for mark in new:
        counts[mark.status] = counts.get(mark.status, 0) + 1
    record(actor=by, action="attendance.saved", subject=locked, after={"marks": counts})
    return new


@transaction.atomic
def close_session(*, session: Session, by: User) -> Session:
    """Settle the day; refused while anybody is unmarked, because unmarked is never absent."""
    locked = _lock_open(session)
    unmarked = roster(locked).unmarked
    if unmarked:
        raise PeopleUnmarked(unmarked)
    locked.state = Session.State.CLOSED
    locked.closed_at = timezone.now()
    locked.closed_by = by
    locked.save(update_fields=["state", "closed_at", "closed_by", "changed_at"])
    record(
        actor=by,
        action="session.closed",
        subject=locked,
        before={"state": Session.State.PLANNED.value},
        after={"state": Session.State.CLOSED.value},
    )
    return locked


@transaction.atomic
def correct_mark(
    *,
    block: SessionBlock,
    person: Person,
    status: str,
    reason: str,
    by: User,
    at_time: dt.time | None = None,
) -> AttendanceMark:
    """Add a mark with a reason to a closed day; the earlier one stays in the ledger."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = Session.objects.select_for_update(of=("self",)).get(pk=block.session_id)
    if locked.state != Session.State.CLOSED:
        raise SessionStillOpen
    expected = roster(locked)
    mark = _changed_mark(
        expected, MarkInput(block.pk, person.pk, status, at_time), by, "correction"
    )
    current = _current(expected, block.pk, person.pk)
    if mark is None:
        assert current is not None  # noqa: S101  # unchanged means that there is a mark
        return current
    mark.reason = reason
    mark.save()
    record(
        actor=by,
        action="attendance.corrected",
        subject=mark,
        before=_facts(current),
        after=_facts(mark) | {"person": person.pk, "block": block.pk},
        reason=reason,
    )
    return mark


def _lock_open(session: Session) -> Session:
    locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if locked.state == Session.State.CLOSED:
        raise SessionClosed
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    return locked


def _rest_present(expected: Roster, parts: Container[int]) -> dict[tuple[int, int], MarkInput]:
    return {
        (block.pk, row.person.pk): MarkInput(block.pk, row.person.pk, Status.PRESENT.value)
        for block in expected.blocks
        if block.block.part in parts
        for row in expected.rows
        if row.marks[block.pk] is None
    }


def _changed_mark(
    expected: Roster, recorded: MarkInput, by: User, source: str
) -> AttendanceMark | None:
    """Build the mark, or return None if it says what the current one says."""
    block = expected.block(recorded.block_id)
    row = expected.row(recorded.person_id)
    if block is None or row is None or recorded.status not in Status.values:
        raise NotOnRoster
    at_time = recorded.at_time if needs_time(recorded.status) else None
    if needs_time(recorded.status) and not time_is_inside(block, at_time):
        raise TimeNotInBlock(row.person, block)
    current = row.marks[block.pk]
    if current and (current.status, current.at_time) == (recorded.status, at_time):
        return None
    return AttendanceMark(
        block=block,
        person=row.person,
        status=recorded.status,
        at_time=at_time,
        credited_hours=credit(block, recorded.status, at_time, block.block.day.programme),
        recorded_by=by,
        source=source,
    )


def _current(expected: Roster, block_id: int, person_id: int) -> AttendanceMark | None:
    row = expected.row(person_id)
    return row.marks.get(block_id) if row else None


def _facts(mark: AttendanceMark | None) -> dict[str, object]:
    if mark is None:
        return {}
    return {
        "mark": mark.pk,
        "status": mark.status,
        "at_time": mark.at_time.isoformat("minutes") if mark.at_time else None,
        "credited_hours": str(mark.credited_hours),
    }
