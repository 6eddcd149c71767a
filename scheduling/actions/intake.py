"""Taking in what phones recorded without a network: each mark once, and none of them lost."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import (
    MarkInput,
    build_mark,
    content_of,
    contradicts,
    is_closed,
    lock,
    record_saved,
)
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock, Standing
from scheduling.models.credit import times_are_sound
from scheduling.queries import Roster, roster

Why, Status = AttendanceMark.Why, AttendanceMark.Status

# What a trainer can record; a make-up is decided elsewhere.
RECORDABLE = frozenset(Status.values) - {Status.MADE_UP}
# A device whose clock differs by more cannot say when somebody came.
CLOCK_TOLERANCE = dt.timedelta(minutes=15)


class Taken(NamedTuple):
    """What became of one mark: counts, contested, held (and why), dismissed or refused."""

    nonce: str
    outcome: str
    why: str = ""
    position: int | None = None


@dataclass
class _Intake:
    """One request's marks against the session as it is now."""

    session: Session
    roster: Roster
    by: User
    device_now: dt.datetime | None
    known: dict[str, AttendanceMark]
    people: dict[str | int, Person]
    now: dt.datetime = field(default_factory=timezone.now)
    new: list[AttendanceMark] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)

    def take(self, recorded: MarkInput) -> Taken:
        """Decide what becomes of a mark; its row, if it gets one, waits in ``new``."""
        block = self.roster.block(recorded.block_id)
        person = self.people.get(recorded.person_id)
        if block is None or person is None:
            return self._refuse(recorded, "not_here")
        known = self.known.get(recorded.nonce)
        if known is not None:
            said = (known.block_id, known.person_id, content_of(known))
            is_same = said == (block.pk, person.pk, recorded.content)
            return self._answer(known) if is_same else self._refuse(recorded, "nonce_reused")
        row = self.roster.row(person.pk)
        if recorded.status not in RECORDABLE or not recorded.nonce:
            return self._refuse(recorded, "not_a_mark")
        mark = build_mark(block, person, recorded, self.by)
        self._weigh(mark, recorded, block, row.marks[block.pk] if row else None, is_here=bool(row))
        if mark.standing != Standing.COUNTS:
            mark.credited_hours *= 0
        elif row is not None:
            row.marks[block.pk] = mark
        self.known[mark.nonce] = mark
        self.new.append(mark)
        return self._answer(mark)

    def _weigh(
        self,
        mark: AttendanceMark,
        recorded: MarkInput,
        block: SessionBlock,
        current: AttendanceMark | None,
        *,
        is_here: bool,
    ) -> None:
        """Say what the mark is worth: it counts, contradicts another, or waits for a decision."""
        why = self._why_held(recorded, block, is_here=is_here)
        if why == Why.CLOSED and content_of(current) == recorded.content:
            # It says what the closed sheet says: kept, with nothing to decide.
            mark.standing, mark.why_held = Standing.DISMISSED, why
        elif why:
            mark.standing, mark.why_held = Standing.HELD, why
        elif contradicts(current, recorded, self.by):
            mark.standing = Standing.CONTESTED

    def _why_held(self, recorded: MarkInput, block: SessionBlock, *, is_here: bool) -> str:
        day = timezone.localtime(block.starts_at).date()
        reasons = [
            (Why.CANCELLED, self.session.state == Session.State.CANCELLED),
            (Why.NO_PLACE, not is_here),
            (Why.EARLY, day > timezone.localdate(self.now)),
            (Why.CLOCK, self._clock_is_wrong(recorded, day)),
            (Why.TIME, not times_are_sound(block, *_full(recorded))),
            (Why.CLOSED, is_closed(self.session, block)),
        ]
        return next((why.value for why, holds in reasons if holds), "")

    def _clock_is_wrong(self, recorded: MarkInput, day: dt.date) -> bool:
        at = recorded.device_at
        if at is None:
            return False
        off = abs(self.now - self.device_now) if self.device_now else dt.timedelta(0)
        needs_clock = recorded.arrived_at is not None or recorded.left_at is not None
        return (
            at > self.now + CLOCK_TOLERANCE
            or timezone.localtime(at).date() < day
            or (needs_clock and off > CLOCK_TOLERANCE)
        )

    def _answer(self, mark: AttendanceMark) -> Taken:
        return Taken(mark.nonce, str(mark.standing), mark.why_held, mark.position)

    def _refuse(self, recorded: MarkInput, why: str) -> Taken:
        self.refused.append(
            {
                "why": why,
                "block": recorded.block_id,
                "person": str(recorded.person_id)[:40],
                "status": recorded.status[:10],
                "nonce": recorded.nonce,
            }
        )
        return Taken(recorded.nonce, "refused", why)


@transaction.atomic
def take_in(
    *,
    session: Session,
    marks: Iterable[MarkInput],
    by: User,
    device_now: dt.datetime | None = None,
    key_of: Callable[[int], Any] = int,
) -> list[Taken]:
    """Add each mark of a phone to the ledger once, by its nonce; answer in the order given.

    ``key_of`` turns a person's number into what the marks call the person.

    What cannot count is kept all the same: contradicted, or held for a person to decide. Only a
    mark that names nothing of this session is refused, which the audit trail keeps.
    """
    given = list(marks)
    locked = lock(session)
    expected = roster(locked)
    people = {key_of(row.person.pk): row.person for row in expected.rows}
    if any(mark.person_id not in people for mark in given):
        # A phone may still list who has left the session's groups meanwhile.
        people |= {key_of(person.pk): person for person in _former(locked)}
    intake = _Intake(
        session=locked,
        roster=expected,
        by=by,
        device_now=device_now,
        known={
            mark.nonce: mark
            for mark in expected.ledger
            if mark.nonce and mark.recorded_by_id == by.pk
        },
        people=people,
    )
    taken = [intake.take(mark) for mark in given]
    if intake.new:
        AttendanceMark.objects.bulk_create(intake.new, chain=locked.chain)
        record_saved(session=locked, marks=intake.new, by=by)
        rows = {mark.nonce: mark for mark in intake.new}
        taken = [
            one._replace(position=rows[one.nonce].position)
            if one.nonce in rows and one.outcome != "refused"
            else one
            for one in taken
        ]
    if intake.refused:
        record(
            actor=by,
            action="attendance.refused",
            subject=locked,
            after={"marks": intake.refused},
        )
    return taken


def _former(session: Session) -> list[Person]:
    """Return everybody who ever had a place in the session's groups or a row in its ledger."""
    enrolled = Enrolment.objects.filter(group__sessions=session).order_by().values("person_id")
    marked = AttendanceMark.objects.filter(session=session).order_by().values("person_id")
    return list(Person.objects.filter(pk__in=enrolled.union(marked)))


def _full(recorded: MarkInput) -> tuple[str, dt.time | None, dt.time | None]:
    return recorded.status, recorded.arrived_at, recorded.left_at
