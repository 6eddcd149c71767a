"""Marks that wait for a decision, for tests."""

import uuid
from typing import Any

from people.models import Person, User
from scheduling.actions.attendance import MarkInput
from scheduling.actions.intake import take_in
from scheduling.models import AttendanceMark, Session, SessionBlock


def waiting_mark(
    block: SessionBlock, person: Person, by: User, why: str = "closed", **fields: Any
) -> AttendanceMark:
    """A held mark as a phone leaves it."""
    mark = AttendanceMark(
        block=block,
        person=person,
        recorded_by=by,
        credited_hours=0,
        **({"status": "present", "standing": "held", "why_held": why} | fields),
    )
    mark.save()
    return mark


def contested(block: SessionBlock, person: Person, first: User, second: User) -> None:
    """Two people mark one person differently, neither having seen the other's mark."""
    for by, status in ((first, "present"), (second, "absent")):
        given = MarkInput(block.pk, person.pk, status, nonce=str(uuid.uuid4()), seen=0)
        take_in(session=Session.objects.get(pk=block.session_id), marks=[given], by=by)


def current(block: SessionBlock, person: Person) -> list[tuple[str, int]]:
    """What counts now, with its hours."""
    marks = AttendanceMark.objects.filter(block=block, person=person).current()
    return [(mark.status, int(mark.credited_hours)) for mark in marks]
