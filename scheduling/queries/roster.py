"""Who is expected at a session and what is marked for them now."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from people.models import Person
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock


@dataclass(frozen=True)
class RosterRow:
    """One person of a session with the current mark of each of its blocks, or None."""

    person: Person
    marks: dict[int, AttendanceMark | None]
    has_namesake: bool

    @property
    def is_complete(self) -> bool:
        return None not in self.marks.values()


@dataclass(frozen=True)
class Roster:
    """The people of a session in Latvian order."""

    session: Session
    blocks: list[SessionBlock]
    rows: list[RosterRow]

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
    marks = {
        (mark.block_id, mark.person_id): mark
        for mark in AttendanceMark.objects.filter(block__in=blocks).current()
    }
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
    return Roster(session=session, blocks=blocks, rows=rows)


def people_of(session: Session) -> QuerySet[Person]:
    """Return the people a session's roster holds."""
    seated = Enrolment.objects.seated().filter(group__sessions=session)
    marked = AttendanceMark.objects.filter(block__session=session)
    # A union of ids: asking of each person whether they belong would read everybody there is.
    ids = seated.order_by().values("person_id").union(marked.order_by().values("person_id"))
    return Person.objects.filter(pk__in=ids)
