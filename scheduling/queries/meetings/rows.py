"""The rows of a review: names as the meeting showed them, people with what would be recorded."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from people.models import Person
from scheduling.models import AttendanceMark, MeetingAttendee, MeetingMatch, SessionBlock, Standing
from scheduling.models.credit import times_of
from scheduling.queries.meetings.names import name_key
from scheduling.queries.meetings.verdict import Verdict


@dataclass(frozen=True)
class Cell:
    """One person in one block: what the reports say, and what is marked now."""

    block: SessionBlock
    verdict: Verdict
    mark: AttendanceMark | None
    is_open: bool
    is_told: bool

    @property
    def is_recorded(self) -> bool:
        """Whether what the reports say is what counts now."""
        if self.mark is None or self.mark.standing != Standing.COUNTS:
            return False
        said = (self.verdict.status, self.verdict.arrived_at, self.verdict.left_at)
        return said == (self.mark.status, *times_of(*_content(self.mark)))

    @property
    def differs(self) -> bool:
        """Whether something else is marked."""
        return self.is_told and self.mark is not None and not self.is_recorded

    @property
    def has_gap(self) -> bool:
        """Whether the person was away in between for longer than grace allows."""
        return self.verdict.gap > self.block.block.day.programme.grace_minutes


def _content(mark: AttendanceMark) -> tuple[str, dt.time | None, dt.time | None]:
    return mark.status, mark.arrived_at, mark.left_at


@dataclass
class AttendeeRow:
    """A name of a report with the minutes of each block, and whose it is."""

    attendee: MeetingAttendee
    minutes: list[int]
    matches: list[MeetingMatch]
    proposals: list[Person] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        return any(match.how == MeetingMatch.How.SHARED for match in self.matches)


@dataclass(frozen=True)
class PersonRow:
    """A person of the roster with what would be recorded in each block."""

    person: Person
    cells: list[Cell]
    names: list[str]
    label: str


def labels_of(people: list[tuple[Person, bool]]) -> dict[int, str]:
    """Return words that name each person alone: the name, with more where there are namesakes."""
    labels = {}
    for person, has_namesake in people:
        more = [str(part) for part in (person.municipality, person.birth_year) if part]
        with_more = has_namesake and more
        labels[person.pk] = (
            f"{person.full_name} ({', '.join(more)})" if with_more else person.full_name
        )
    times = Counter(name_key(label) for label in labels.values())
    return {
        pk: f"{label} [{pk}]" if times[name_key(label)] > 1 else label
        for pk, label in labels.items()
    }
