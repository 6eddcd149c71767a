"""Hours credited to people: once for each programme block, whichever group they were earned in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from courses.models import Programme, ProgrammeBlock
from people.models import Person
from scheduling.models import AttendanceMark, Enrolment, Session


@dataclass(frozen=True)
class CreditedBlock:
    """A programme block a person has earned hours in, and the mark that proves it."""

    block: ProgrammeBlock
    session: Session
    group_code: str
    mark: AttendanceMark
    hours: Decimal


def best_hours(
    person_ids: Iterable[int] | None, programme: Programme
) -> dict[tuple[int, int], Decimal]:
    """Return the most hours each (person, programme block) has earned; None means everybody."""
    marks = AttendanceMark.objects.filter(block__block__day__programme=programme)
    if person_ids is not None:
        marks = marks.filter(person__in=list(person_ids))
    rows = marks.current().order_by().values_list("person", "block__block")
    return {
        (person, block): hours for person, block, hours in rows.annotate(best=Max("credited_hours"))
    }


def credited_hours(person_ids: Iterable[int] | None, programme: Programme) -> dict[int, Decimal]:
    """Return the hours each person has earned; with None, of everybody who has a mark."""
    ids = None if person_ids is None else list(person_ids)
    totals = dict.fromkeys(ids or [], Decimal(0))
    for (person, _block), hours in best_hours(ids, programme).items():
        totals[person] = totals.get(person, Decimal(0)) + hours
    return totals


def credited_blocks(person: Person, programme: Programme) -> list[CreditedBlock]:
    """Return each block the person has earned hours in, in the programme's order."""
    marks = (
        AttendanceMark.objects.filter(person=person, block__block__day__programme=programme)
        .filter(credited_hours__gt=0)
        .current()
        .select_related("block__block__day", "block__session__day")
        .prefetch_related("block__session__groups")
    )
    best: dict[int, AttendanceMark] = {}
    for mark in marks:
        known = best.get(mark.block.block_id)
        if known is None or mark.credited_hours > known.credited_hours:
            best[mark.block.block_id] = mark
    own = set(Enrolment.objects.filter(person=person).active().values_list("group", flat=True))
    ordered = sorted(best.values(), key=lambda m: (m.block.block.day.position, m.block.block.part))
    return [
        CreditedBlock(
            block=mark.block.block,
            session=mark.block.session,
            group_code=_group_code(mark.block.session, own),
            mark=mark,
            hours=mark.credited_hours,
        )
        for mark in ordered
    ]


def _group_code(session: Session, own: set[int]) -> str:
    groups = list(session.groups.all())
    for group in groups:
        if group.pk in own:
            return group.code
    return groups[0].code if groups else ""
