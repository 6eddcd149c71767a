"""People who came without a place: recorded by the trainer, matched to a person by a manager."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.actions.teams import PossibleDuplicate
from people.models import Person, User
from people.queries import possible_duplicates
from scheduling.actions.attendance import (
    MarkInput,
    NotOnRoster,
    SessionCancelled,
    SessionNotBegun,
    build_mark,
    is_closed,
    lock,
)
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded
from scheduling.actions.decisions import NothingToDecide
from scheduling.models import AttendanceMark, Session, Standing, WalkIn, WalkInPresence
from scheduling.models.credit import time_is_inside

State, Status = WalkIn.State, AttendanceMark.Status
_PRESENT = frozenset({Status.PRESENT, Status.LATE, Status.LEFT_EARLY, Status.MADE_UP})


class NameMissing(Exception):
    """A walk-in has a given name and a family name."""


class NoPresence(Exception):
    """A walk-in was there in a block of the session at least."""


@dataclass(eq=False)
class ArrivalOutsideBlock(Exception):
    """The time of arrival lies outside this block."""

    block_id: int


@transaction.atomic
def record_walk_in(
    *,
    session: Session,
    walk_in: WalkIn,
    presence: Mapping[int, dt.time | None],
    by: User,
) -> WalkIn:
    """Keep somebody who came without a place, once for each nonce; nothing is credited yet.

    ``walk_in`` is unsaved; ``presence`` holds the blocks they were in, with the time of arrival
    of who was late.
    """
    locked = lock(session)
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    if locked.date > timezone.localdate():
        raise SessionNotBegun
    if walk_in.nonce:
        known = WalkIn.objects.filter(session=locked, recorded_by=by, nonce=walk_in.nonce).first()
        if known is not None:
            return known
    if not walk_in.given_name.strip() or not walk_in.family_name.strip():
        raise NameMissing
    _check_presence(locked, presence)
    walk_in.session, walk_in.recorded_by = locked, by
    walk_in.save()
    WalkInPresence.objects.bulk_create(
        WalkInPresence(walk_in=walk_in, block_id=pk, arrived_at=at) for pk, at in presence.items()
    )
    record(
        actor=by,
        action="walk_in.recorded",
        subject=walk_in,
        after={"session": locked.pk, "blocks": sorted(presence)},
    )
    return walk_in


def _check_presence(session: Session, presence: Mapping[int, dt.time | None]) -> None:
    blocks = {block.pk: block for block in session.blocks.all()}
    if not presence:
        raise NoPresence
    for pk, arrived_at in presence.items():
        if pk not in blocks:
            raise NotOnRoster
        if arrived_at is not None and not time_is_inside(blocks[pk], arrived_at):
            raise ArrivalOutsideBlock(pk)


@transaction.atomic
def match_walk_in(
    *,
    walk_in: WalkIn,
    person: Person,
    reason: str,
    by: User,
    is_another_person: bool = False,
) -> WalkIn:
    """Say who it was, and add their marks to the ledger; an unsaved person is stored first.

    A mark that the person has already is not overruled: one that says otherwise is contradicted
    or, on a closed sheet, waits for a decision. On a closed sheet a second person matches.
    """
    found, session = _take(walk_in, reason)
    if session.state == Session.State.CANCELLED:
        raise SessionCancelled
    presences = list(found.presences.select_related("block__block__day__programme"))
    is_late = any(is_closed(session, presence.block) for presence in presences)
    if by.person_id is not None and by.person_id == person.pk:
        raise SecondPersonNeeded
    if is_late and found.recorded_by_id == by.pk:
        raise SecondPersonNeeded
    if person.pk is None:
        _store(person, found, by, is_another_person=is_another_person)
    found = _settle(found, State.MATCHED, reason, by, person)
    text = f"{reason.strip()} ({found.recorded_by.get_full_name()}, {found.full_name})"
    marks = [
        mark for presence in presences if (mark := _mark(session, presence, person, by)) is not None
    ]
    for mark in marks:
        mark.reason = text
    if marks:
        AttendanceMark.objects.bulk_create(marks, chain=session.chain)  # type: ignore[attr-defined]  # locked with it
    return found


@transaction.atomic
def dismiss_walk_in(*, walk_in: WalkIn, reason: str, by: User) -> WalkIn:
    """Say that the walk-in earns nothing, and why; the row stays."""
    found, _session = _take(walk_in, reason)
    return _settle(found, State.DISMISSED, reason, by, None)


def _take(walk_in: WalkIn, reason: str) -> tuple[WalkIn, Session]:
    """Lock the walk-in's session, and read both anew."""
    if not reason.strip():
        raise ReasonMissing
    session = lock(walk_in.session)
    found = WalkIn.objects.select_related("recorded_by__person").get(pk=walk_in.pk)
    if found.state != State.WAITING:
        raise NothingToDecide
    return found, session


def _settle(walk_in: WalkIn, state: str, reason: str, by: User, person: Person | None) -> WalkIn:
    walk_in.state, walk_in.person = state, person
    walk_in.decided_by, walk_in.decided_at = by, timezone.now()
    walk_in.decision_reason = reason.strip()
    walk_in.save()
    record(
        actor=by,
        action=f"walk_in.{state}",
        subject=walk_in,
        before={"state": State.WAITING.value},
        after={"state": state, "person": person.pk if person else None},
        reason=walk_in.decision_reason,
    )
    return walk_in


def _store(person: Person, walk_in: WalkIn, by: User, *, is_another_person: bool) -> None:
    person.set_keys()
    candidates = list(possible_duplicates(person))
    if candidates and not is_another_person:
        raise PossibleDuplicate(candidates)
    person.save()
    record(actor=by, action="person_added", subject=person, after={"walk_in": walk_in.pk})


def _mark(
    session: Session, presence: WalkInPresence, person: Person, by: User
) -> AttendanceMark | None:
    """Build the mark of one block, or None if the person is marked there in the same way."""
    status = Status.LATE if presence.arrived_at else Status.PRESENT
    recorded = MarkInput(presence.block_id, person.pk, status.value, presence.arrived_at)
    mark = build_mark(presence.block, person, recorded, by)
    current = AttendanceMark.objects.filter(block=presence.block, person=person).current().first()
    if current is None:
        return mark
    if current.standing == Standing.COUNTS and current.status in _PRESENT:
        return None
    closed = is_closed(session, presence.block)
    mark.standing = Standing.HELD if closed else Standing.CONTESTED
    mark.why_held = AttendanceMark.Why.CLOSED if closed else ""
    mark.credited_hours *= 0
    return mark
