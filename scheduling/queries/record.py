"""The whole record of a group's attendance: one row for each person and block, with its history."""

from collections import defaultdict
from dataclasses import dataclass

from people.models import Person
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock, TrainingGroup


@dataclass(frozen=True)
class RecordRow:
    """One person in one block: what counts now, and every other row of the ledger about it."""

    person: Person
    session: Session
    block: SessionBlock
    mark: AttendanceMark | None
    others: list[AttendanceMark]


def attendance_record(group: TrainingGroup) -> list[RecordRow]:
    """Return the record person by person, in a constant number of statements.

    Whoever has a place has a row for each block; whoever had one once, for the blocks with marks.
    Days that were called off are in it if anything was marked.
    """
    sessions = list(group.sessions.select_related("day").order_by("date", "day__position"))
    blocks: dict[int, list[SessionBlock]] = defaultdict(list)
    for block in SessionBlock.objects.filter(session__in=sessions).select_related("block"):
        blocks[block.session_id].append(block)
    enrolments = list(
        Enrolment.objects.filter(group=group)
        .exclude(state__in=[Enrolment.State.APPLIED, Enrolment.State.WAITING])
        .select_related("person__municipality")
        .order_by("person__sort_key", "person_id", "state")
    )
    ledger: dict[tuple[int, int], list[AttendanceMark]] = defaultdict(list)
    own = AttendanceMark.objects.filter(
        session__in=sessions, person__in=[row.person_id for row in enrolments]
    )
    for mark in own.select_related("recorded_by__person").order_by("session", "position"):
        ledger[mark.block_id, mark.person_id].append(mark)
    current = {
        (mark.block_id, mark.person_id): mark.pk for mark in own.current().only("block", "person")
    }
    people = {row.person_id: row.person for row in enrolments}
    seated = {row.person_id for row in enrolments if row.state != Enrolment.State.WITHDRAWN}
    rows = []
    for person in people.values():
        for session in sessions:
            is_called_off = session.state == Session.State.CANCELLED
            for block in blocks[session.pk]:
                marks = ledger.get((block.pk, person.pk), [])
                if not marks and (is_called_off or person.pk not in seated):
                    continue
                counting = current.get((block.pk, person.pk))
                rows.append(
                    RecordRow(
                        person=person,
                        session=session,
                        block=block,
                        mark=next((mark for mark in marks if mark.pk == counting), None),
                        others=[mark for mark in marks if mark.pk != counting],
                    )
                )
    return rows
