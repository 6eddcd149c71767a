"""What a second person decides: corrections, objections, late and contradicting marks."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import (
    MarkInput,
    NotOnRoster,
    SessionCancelled,
    TimeNotInBlock,
    build_mark,
    content_of,
    is_closed,
    lock,
)
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded, SessionStillOpen
from scheduling.models import AttendanceMark, Session, SessionBlock, Standing
from scheduling.models.credit import credit, times_are_sound
from scheduling.queries import roster

Why, Source, Status = AttendanceMark.Why, AttendanceMark.Source, AttendanceMark.Status


class NothingToDecide(Exception):
    """Somebody has decided meanwhile, or the mark is not one of the case."""


class CaseChanged(Exception):
    """A mark has come in that the person who decides has not seen."""


class NothingChanges(Exception):
    """The correction says what counts already."""


@transaction.atomic
def propose_correction(
    *,
    block: SessionBlock,
    person: Person,
    status: str,
    reason: str,
    by: User,
    arrived_at: dt.time | None = None,
    left_at: dt.time | None = None,
    why: str = "correction",
) -> AttendanceMark:
    """Add a held mark with a reason to a closed sheet; it counts once a second person accepts it.

    ``why`` is "correction", or "dispute" where the participant objects.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = lock(block.session)
    expected = roster(locked)
    block_now, row = expected.block(block.pk), expected.row(person.pk)
    if block_now is None or row is None or status not in Status.values:
        raise NotOnRoster
    if not is_closed(locked, block_now):
        raise SessionStillOpen
    recorded = MarkInput(block.pk, person.pk, status, arrived_at, left_at)
    if not times_are_sound(block_now, status, arrived_at, left_at):
        raise TimeNotInBlock(row.person, block_now)
    if content_of(row.marks[block.pk]) == recorded.content:
        raise NothingChanges
    mark = build_mark(block_now, row.person, recorded, by)
    mark.standing, mark.why_held, mark.source = Standing.HELD, why, why
    mark.credited_hours, mark.reason = mark.credited_hours * 0, reason
    AttendanceMark.objects.bulk_create([mark], chain=locked.chain)
    record(
        actor=by,
        action="attendance.correction_proposed",
        subject=mark,
        before=facts(row.marks[block.pk]),
        after=facts(mark) | {"person": person.pk, "block": block.pk},
        reason=reason,
    )
    return mark


@dataclass(frozen=True)
class _Case:
    """Everything that waits about one person in one block, and what counts meanwhile."""

    open: list[AttendanceMark]
    candidates: dict[int, AttendanceMark]

    @property
    def is_contested(self) -> bool:
        return any(mark.standing == Standing.CONTESTED for mark in self.open)


@transaction.atomic
def decide(
    *,
    block: SessionBlock,
    person: Person,
    chosen: int | None,
    reason: str,
    by: User,
    seen: Collection[int] | None = None,
) -> list[AttendanceMark]:
    """Decide what counts of one person in one block, with a reason; return the rows added.

    ``chosen`` is the number of one of the marks that wait, or of the one that counted before
    them; None leaves what counted before. Every mark that waited is then decided by a row of
    its own. On a closed sheet nobody accepts their own mark, and nobody decides about themselves.
    ``seen`` are the marks that were shown to the person who decides; None: all of them.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if by.person_id == person.pk:
        raise SecondPersonNeeded
    locked = lock(block.session)
    block = locked.blocks.select_related("block__day__programme").get(pk=block.pk)
    case = _read_case(block, person, seen)
    winner = _winner(case, chosen)
    rows = [_ruling(row, winner, by, reason) for row in case.open]
    if winner is not None and not any(row.standing == Standing.COUNTS for row in rows):
        if case.is_contested:
            pairs = zip(case.open, rows, strict=True)
            _copy(winner, next(row for mark, row in pairs if mark.standing == Standing.CONTESTED))
        else:
            winner = None
    counting = next((row for row in rows if row.standing == Standing.COUNTS), None)
    if counting is not None:
        _check_acceptable(locked, block, winner, by)
        counting.credited_hours = credit(
            block, counting.status, counting.arrived_at, counting.left_at, block.block.day.programme
        )
    AttendanceMark.objects.bulk_create(rows, chain=locked.chain)
    for row in rows:
        record(
            actor=by,
            action="attendance.decided",
            subject=row,
            before=facts(row.decides),
            after=facts(row) | {"person": person.pk, "block": block.pk, "standing": row.standing},
            reason=reason,
        )
    return rows


def _read_case(block: SessionBlock, person: Person, seen: Collection[int] | None) -> _Case:
    marks = AttendanceMark.objects.filter(block=block, person=person)
    waiting = list(marks.awaiting_decision().order_by("position"))
    if not waiting:
        raise NothingToDecide
    if seen is not None and {mark.pk for mark in waiting} - set(seen):
        raise CaseChanged
    settled = marks.filter(standing=Standing.COUNTS).order_by("-position").first()
    known = [*waiting, *([settled] if settled else [])]
    return _Case(waiting, {mark.pk: mark for mark in known})


def _winner(case: _Case, chosen: int | None) -> AttendanceMark | None:
    if chosen is not None:
        if chosen not in case.candidates:
            raise NothingToDecide
        return case.candidates[chosen]
    if case.is_contested:
        return next(
            (one for one in case.candidates.values() if one.standing == Standing.COUNTS), None
        )
    return None


def _ruling(
    row: AttendanceMark, winner: AttendanceMark | None, by: User, reason: str
) -> AttendanceMark:
    ruling = AttendanceMark(
        block=row.block,
        person_id=row.person_id,
        credited_hours=0,
        standing=Standing.DISMISSED,
        decides=row,
        recorded_by=by,
        source=Source.DECISION,
        reason=reason,
    )
    _copy(row, ruling, standing=Standing.COUNTS if row == winner else Standing.DISMISSED)
    return ruling


def _copy(origin: AttendanceMark, into: AttendanceMark, standing: str = Standing.COUNTS) -> None:
    into.status, into.arrived_at, into.left_at = content_of(origin)
    into.standing = standing


def _check_acceptable(
    session: Session, block: SessionBlock, winner: AttendanceMark | None, by: User
) -> None:
    if winner is None:
        return
    if session.state == Session.State.CANCELLED:
        raise SessionCancelled
    if not times_are_sound(block, winner.status, winner.arrived_at, winner.left_at):
        raise TimeNotInBlock(winner.person, block)
    if winner.recorded_by_id == by.pk and is_closed(session, block):
        raise SecondPersonNeeded


def facts(mark: AttendanceMark | None) -> dict[str, object]:
    """Return what an audit line keeps of a mark."""
    if mark is None:
        return {}
    return {
        "mark": mark.pk,
        "status": mark.status,
        "arrived_at": mark.arrived_at.isoformat("minutes") if mark.arrived_at else None,
        "left_at": mark.left_at.isoformat("minutes") if mark.left_at else None,
        "credited_hours": str(mark.credited_hours),
    }
