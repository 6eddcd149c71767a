"""Making up by a task or by equivalence: proposed by one person, approved by another."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import NotOnRoster, lock
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded, SessionStillOpen
from scheduling.actions.decisions import (
    CaseChanged,
    NothingChanges,
    NothingToDecide,
    decide,
    propose_correction,
)
from scheduling.models import AttendanceMark, MakeUp, SessionBlock
from scheduling.queries import best_hours, roster

Kind, State = MakeUp.Kind, MakeUp.State
OPEN = frozenset({State.GIVEN, State.READY})
# What the desk of decisions and the ledger may say against an approval.
__all__ = ["CaseChanged", "NotOnRoster", "NothingChanges", "SessionStillOpen", "decide_make_up"]


class NothingMissing(Exception):
    """The person has earned all hours of the block."""


class MakeUpPending(Exception):
    """A make-up of this block is open for the person already."""


class DeadlinePassed(Exception):
    """The day by which the task was to be done lies behind."""


class TextMissing(Exception):
    """Nothing was handed in."""


@transaction.atomic
def propose_make_up(
    *,
    block: SessionBlock,
    person: Person,
    kind: str,
    description: str,
    by: User,
    deadline: dt.date | None = None,
) -> MakeUp:
    """Give the person a task for a block that they missed, or say what is equivalent to it."""
    description = description.strip()
    if not description:
        raise ReasonMissing
    if by.person_id == person.pk:
        raise SecondPersonNeeded
    locked = lock(block.session)
    if roster(locked).row(person.pk) is None:
        raise NotOnRoster
    if deadline is not None and deadline < timezone.localdate():
        raise DeadlinePassed
    programme = locked.day.programme
    earned = best_hours([person.pk], programme).get((person.pk, block.block_id), 0)
    if earned >= block.block.academic_hours:
        raise NothingMissing
    if MakeUp.objects.filter(person=person, block=block.block_id, state__in=OPEN).exists():
        raise MakeUpPending
    is_task = kind == Kind.TASK
    make_up = MakeUp.objects.create(
        person=person,
        block=block.block,
        session_block=block,
        kind=Kind.TASK if is_task else Kind.EQUIVALENCE,
        description=description,
        deadline=deadline if is_task else None,
        state=State.GIVEN if is_task else State.READY,
        proposed_by=by,
    )
    record(
        actor=by,
        action="make_up.proposed",
        subject=make_up,
        after={"person": person.pk, "block": block.pk, "kind": make_up.kind},
        reason=description,
    )
    return make_up


@transaction.atomic
def hand_in(*, make_up: MakeUp, text: str, by: User) -> MakeUp:
    """Hand in what was done; until somebody decides it can be handed in anew."""
    text = text.strip()
    if not text:
        raise TextMissing
    found = _take(make_up)
    if found.deadline is not None and found.deadline < timezone.localdate():
        raise DeadlinePassed
    found.handed_in_text, found.handed_in_at, found.state = text, timezone.now(), State.READY
    found.save(update_fields=["handed_in_text", "handed_in_at", "state"])
    record(actor=by, action="make_up.handed_in", subject=found, after={"state": found.state})
    return found


@transaction.atomic
def decide_make_up(*, make_up: MakeUp, approve: bool, reason: str, by: User) -> MakeUp:
    """Approve or refuse as a second person; approval writes the ledger of the closed session.

    Raises what the ledger refuses: SessionStillOpen, NotOnRoster, NothingChanges, CaseChanged.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    found = _take(make_up)
    if approve and found.state != State.READY:
        raise TextMissing
    if by.pk == found.proposed_by_id or by.person_id == found.person_id:
        raise SecondPersonNeeded
    if approve:
        found.mark = _credit(found, reason, by)
    found.state = State.APPROVED if approve else State.REJECTED
    found.decided_by, found.decided_at, found.decision_reason = by, timezone.now(), reason
    found.save()
    record(
        actor=by,
        action=f"make_up.{found.state}",
        subject=found,
        after={"state": found.state, "mark": found.mark_id},
        reason=reason,
    )
    return found


def _take(make_up: MakeUp) -> MakeUp:
    """Lock the session that the make-up is credited in, and read the make-up anew."""
    lock(make_up.session_block.session)
    related = ("person", "proposed_by", "session_block__session", "block")
    found = MakeUp.objects.select_related(*related).get(pk=make_up.pk)
    if found.state not in OPEN:
        raise NothingToDecide
    return found


def _credit(make_up: MakeUp, reason: str, by: User) -> AttendanceMark:
    held = propose_correction(
        block=make_up.session_block,
        person=make_up.person,
        status=AttendanceMark.Status.MADE_UP,
        reason=make_up.description,
        by=make_up.proposed_by,
        why=AttendanceMark.Why.MAKE_UP,
    )
    decide(
        block=make_up.session_block,
        person=make_up.person,
        chosen=held.pk,
        reason=reason,
        by=by,
        seen={held.pk},
    )
    return held
