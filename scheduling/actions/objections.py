"""A participant's objection to a mark of their own, within the deadline."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.models import Person, User
from scheduling.actions.attendance import SessionCancelled, lock
from scheduling.actions.closing import SessionStillOpen
from scheduling.actions.decisions import propose_correction
from scheduling.models import AttendanceMark, Session, SessionBlock
from scheduling.queries.objections import CLAIMABLE, has_open_objection, last_day_to_object


class ForeignObjection(Exception):
    """Somebody objects to another person's mark; only the participant may."""


class NotClaimable(Exception):
    """The participant claims what nobody can say of themselves."""


class ObjectionWaits(Exception):
    """The person has already objected to this mark and nobody has decided yet."""


@dataclass(eq=False)
class ObjectionTooLate(Exception):
    """The last day to object has passed."""

    last_day: dt.date


@transaction.atomic
def object_to_mark(
    *,
    block: SessionBlock,
    person: Person,
    status: str,
    reason: str,
    by: User,
    arrived_at: dt.time | None = None,
    left_at: dt.time | None = None,
) -> AttendanceMark:
    """Add the participant's claim to the ledger, held until somebody else decides about it.

    The sheet has to be closed, the last day to object not over, and no objection of theirs to the
    same block waiting.
    """
    if by.person_id is None or by.person_id != person.pk:
        raise ForeignObjection
    if status not in CLAIMABLE:
        raise NotClaimable
    locked = lock(block.session)
    block = locked.blocks.select_related("block__day__programme").get(pk=block.pk)
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    last_day = last_day_to_object(locked, block)
    if last_day is None:
        raise SessionStillOpen
    if timezone.localdate() > last_day:
        raise ObjectionTooLate(last_day)
    if has_open_objection(block, person.pk):
        raise ObjectionWaits
    return propose_correction(
        block=block,
        person=person,
        status=status,
        reason=reason,
        by=by,
        arrived_at=arrived_at,
        left_at=left_at,
        why=AttendanceMark.Why.DISPUTE.value,
    )
