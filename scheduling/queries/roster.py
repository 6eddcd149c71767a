"""Who is expected at a session and what is marked for them now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from people.models import Person
from scheduling.models import (
    AttendanceMark,
    Enrolment,
    Session,
    SessionBlock,
    SessionGuest,
    Standing,
)


@dataclass(frozen=True)
class RosterRow:
    """One person of a session with the current mark of each of its blocks, or None."""

    person: Person
    marks: dict[int, AttendanceMark | None]
    has_namesake: bool

    def is_marked(self, block_id: int) -> bool:
        """Whether a mark counts in the block; a contradicted one does not."""
        mark = self.marks[block_id]
        return mark is not None and mark.standing == Standing.COUNTS

    @property
    def is_complete(self) -> bool:
        return all(self.is_marked(block_id) for block_id in self.marks)


@dataclass(frozen=True)
class Roster:
    """The people of a session in Latvian order."""

    session: Session
    blocks: list[SessionBlock]
    rows: list[RosterRow]
    ledger: list[AttendanceMark]

    @property
    def length(self) -> int:
        """How many rows the session's ledger has."""
        return self.ledger[-1].position if self.ledger else 0

    def mark_as_seen(
        self, block_id: int, person_id: int, length: int | None
    ) -> AttendanceMark | None:
        """Return the mark that counted when the ledger had that length; None: as it is now."""
        if length is None:
            row = self.row(person_id)
            return row.marks[block_id] if row else None
        return self._as_of(length).get((block_id, person_id))

    def _as_of(self, length: int) -> dict[tuple[int, int], AttendanceMark]:
        if length not in self._views:
            self._views[length] = _current(m for m in self.ledger if m.position <= length)
        return self._views[length]

    @cached_property
    def _views(self) -> dict[int, dict[tuple[int, int], AttendanceMark]]:
        return {}

    @property
    def unmarked(self) -> list[Person]:
        return [row.person for row in self.rows if not row.is_complete]

    def block(self, pk: int) -> SessionBlock | None:
        return next((block for block in self.blocks if block.pk == pk), None)

    @cached_property
    def _row_of(self) -> dict[int, RosterRow]:
        return {row.person.pk: row for row in self.rows}

    def row(self, person_id: int) -> RosterRow | None:
        return self._row_of.get(person_id)


def roster(session: Session) -> Roster:
    """Return everybody with a place in the session's groups, and everybody marked in it."""
    blocks = list(session.blocks.select_related("block__day__programme"))
    ledger = list(AttendanceMark.objects.filter(session=session).order_by("position"))
    marks = _current(ledger)
    people = list(people_of(session).select_related("municipality"))
    names = Counter(person.full_name for person in people)
    rows = [
        RosterRow(
            person=person,
            marks={block.pk: marks.get((block.pk, person.pk)) for block in blocks},
            has_namesake=names[person.full_name] > 1,
        )
        for person in people
    ]
    return Roster(session=session, blocks=blocks, rows=rows, ledger=ledger)


def _current(marks: Iterable[AttendanceMark]) -> dict[tuple[int, int], AttendanceMark]:
    """Say of marks in the ledger's order what AttendanceMark.objects.current says of all."""
    found: dict[tuple[int, int], AttendanceMark] = {}
    for mark in marks:
        if mark.standing in {Standing.COUNTS, Standing.CONTESTED}:
            found[mark.block_id, mark.person_id] = mark
    return {key: mark for key, mark in found.items() if mark.weighs}


def people_of(session: Session) -> QuerySet[Person]:
    """Return the people a session's roster holds."""
    seated = Enrolment.objects.seated().filter(group__sessions=session)
    marked = AttendanceMark.objects.filter(session=session).filter(
        standing__in=[Standing.COUNTS, Standing.CONTESTED]
    )
    guests = SessionGuest.objects.filter(session=session, removed_at=None)
    # A union of ids: asking of each person whether they belong would read everybody there is.
    ids = (
        seated.order_by()
        .values("person_id")
        .union(marked.order_by().values("person_id"), guests.order_by().values("person_id"))
    )
    return Person.objects.filter(pk__in=ids)
