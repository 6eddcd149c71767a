"""The review of a session's meeting reports: who is who, and what would be recorded."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from people.models import Person
from scheduling.models import (
    MeetingAlias,
    MeetingAttendee,
    MeetingMatch,
    MeetingReport,
    Session,
    SessionBlock,
)
from scheduling.queries.meetings.matching import Directory
from scheduling.queries.meetings.names import name_key
from scheduling.queries.meetings.rows import AttendeeRow, Cell, PersonRow, labels_of
from scheduling.queries.meetings.spans import Span, merged, minutes_of, minutes_within, restored
from scheduling.queries.meetings.verdict import is_told, verdict
from scheduling.queries.roster import Roster, roster

Decision = MeetingAttendee.Decision


@dataclass(frozen=True)
class MeetingReview:
    """Everything the review page shows, and what recording goes by."""

    session: Session
    reports: list[MeetingReport]
    roster: Roster
    told: list[bool]
    waiting: list[AttendeeRow]
    matched: list[AttendeeRow]
    aside: list[AttendeeRow]
    rows: list[PersonRow]
    missing: list[PersonRow]

    @property
    def blocks(self) -> list[SessionBlock]:
        return self.roster.blocks

    @property
    def everybody(self) -> list[PersonRow]:
        return sorted((*self.rows, *self.missing), key=lambda row: row.person.sort_key)

    @cached_property
    def labels(self) -> dict[str, Person]:
        """The people of the roster by the words that name each of them alone, folded."""
        return {name_key(row.label): row.person for row in self.everybody}

    @cached_property
    def version(self) -> str:
        """A digest of what the reports say; recording asks for the one that was shown."""
        said = [
            [report.pk for report in self.reports],
            [[row.person.pk, [_said(cell) for cell in row.cells]] for row in self.rows],
            [row.person.pk for row in self.missing],
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _said(cell: Cell) -> list[object]:
    return [
        cell.block.pk,
        cell.is_told,
        cell.verdict.status,
        str(cell.verdict.arrived_at),
        str(cell.verdict.left_at),
    ]


def directory_of(session: Session, people: Iterable[Person]) -> Directory:
    """Return the people of a session by everything a meeting may call them."""
    people = list(people)
    aliases = MeetingAlias.objects.filter(person__in=[person.pk for person in people])
    trainers = Person.objects.filter(
        Q(sessions_taught=session) | Q(training_groups__sessions=session)
    ).distinct()
    return Directory(people, aliases=aliases.values_list("key", "person"), trainers=trainers)


def meeting_review(session: Session) -> MeetingReview:
    """Read the live reports of a session, all of them together."""
    expected = roster(session)
    reports = list(session.meeting_reports.select_related("uploaded_by__person"))
    live = [report for report in reports if report.state != MeetingReport.State.DISCARDED]
    attendees = list(
        MeetingAttendee.objects.filter(report__in=live).select_related("decided_by__person")
    )
    matches: dict[int, list[MeetingMatch]] = defaultdict(list)
    for match in MeetingMatch.objects.filter(attendee__report__in=live).select_related("person"):
        matches[match.attendee_id].append(match)
    spans = {attendee.pk: restored(attendee.spans) for attendee in attendees}
    rows = [
        AttendeeRow(
            attendee,
            [minutes_within(spans[attendee.pk], b.starts_at, b.ends_at) for b in expected.blocks],
            matches[attendee.pk],
        )
        for attendee in attendees
    ]
    by_decision = {
        decision: [row for row in rows if row.attendee.decision == decision]
        for decision in Decision.values
    }
    _propose(by_decision[Decision.WAITING], session, expected)
    least = session.day.programme.online_min_minutes
    told = [is_told(list(spans.values()), block, least) for block in expected.blocks]
    people, missing = _people(session, expected, by_decision[Decision.MATCHED], spans, told)
    return MeetingReview(
        session=session,
        reports=reports,
        roster=expected,
        told=told,
        waiting=sorted(by_decision[Decision.WAITING], key=lambda row: -sum(row.minutes)),
        matched=sorted(by_decision[Decision.MATCHED], key=lambda row: row.attendee.key),
        aside=by_decision[Decision.ASIDE],
        rows=people,
        missing=missing,
    )


def _propose(waiting: list[AttendeeRow], session: Session, expected: Roster) -> None:
    """Put to each waiting name those whom it may be."""
    directory = directory_of(session, (row.person for row in expected.rows))
    for row in waiting:
        for person_id in directory.proposals(row.attendee.name):
            found = expected.row(person_id)
            if found is not None:
                row.proposals.append(found.person)


def _people(
    session: Session,
    expected: Roster,
    matched: list[AttendeeRow],
    spans: dict[int, list[Span]],
    told: list[bool],
) -> tuple[list[PersonRow], list[PersonRow]]:
    """Return the people somebody was matched with, and those with nobody."""
    seen: dict[int, list[MeetingAttendee]] = defaultdict(list)
    for shown in matched:
        for match in shown.matches:
            seen[match.person_id].append(shown.attendee)
    labels = labels_of([(row.person, row.has_namesake) for row in expected.rows])
    found: list[PersonRow] = []
    missing: list[PersonRow] = []
    for row in expected.rows:
        attendees = seen.get(row.person.pk, [])
        together = merged(span for one in attendees for span in spans[one.pk])
        stated = _stated(attendees, spans)
        cells = [
            Cell(
                block=block,
                verdict=verdict(together, block, session.day.programme, stated),
                mark=row.marks[block.pk],
                is_open=session.state == Session.State.PLANNED and block.closed_at is None,
                is_told=is_told_of,
            )
            for block, is_told_of in zip(expected.blocks, told, strict=True)
        ]
        names = list(dict.fromkeys(one.name for one in attendees))
        made = PersonRow(row.person, cells, names, labels[row.person.pk])
        (found if attendees else missing).append(made)
    return found, missing


def _stated(attendees: list[MeetingAttendee], spans: dict[int, list[Span]]) -> int | None:
    """Return the most minutes the files grant, where one says less than its times make."""
    if all(one.stated_minutes is None for one in attendees):
        return None
    return sum(
        minutes_of(spans[one.pk]) if one.stated_minutes is None else one.stated_minutes
        for one in attendees
    )
