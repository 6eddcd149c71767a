"""The matrix of a group: people against days, block by block, and hours against the rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from people.models import Person
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock, TrainingGroup
from scheduling.queries.credit import best_hours


@dataclass(frozen=True)
class CellBlock:
    """One block of a day of one person: the mark, the hours, and whether a mark waits."""

    block: SessionBlock
    mark: AttendanceMark | None
    hours: Decimal
    is_past: bool
    waits: bool

    @property
    def planned(self) -> Decimal:
        return self.block.block.academic_hours

    @property
    def state(self) -> str:
        """What is marked in a word; unmarked is never absent, and what is ahead is planned."""
        if self.mark is not None:
            return self.mark.shown_state
        return "unmarked" if self.is_past else "planned"


@dataclass(frozen=True)
class Cell:
    """One programme day of one person: its blocks and the hours earned."""

    code: str
    blocks: list[CellBlock]

    @property
    def hours(self) -> Decimal:
        return _sum(block.hours for block in self.blocks)

    @property
    def planned(self) -> Decimal:
        return _sum(block.planned for block in self.blocks)

    @property
    def state(self) -> str:
        """One word for the day: the mark, if all blocks agree, else how complete it is."""
        states = {block.state for block in self.blocks}
        if "contested" in states:
            return "contested"
        if self.hours == self.planned and self.planned:
            return "present"
        if states <= {"unmarked", "planned"} and not self.hours:
            return "unmarked" if "unmarked" in states else "planned"
        if not self.hours and "unmarked" not in states:
            return "excused" if "excused" in states else "absent"
        return "partial"


@dataclass(frozen=True)
class MatrixRow:
    """One person of a group with a cell for each programme day."""

    enrolment: Enrolment
    person: Person
    cells: list[Cell]
    total: Decimal
    needed: Decimal

    @property
    def missing(self) -> Decimal:
        return max(self.needed - self.total, Decimal(0))


@dataclass(frozen=True)
class GroupMatrix:
    """People × days of a group; hours are those of the programme, whichever group earned them."""

    group: TrainingGroup
    sessions: list[Session]
    rows: list[MatrixRow]
    waiting: list[Enrolment] = field(default_factory=list)


def group_matrix(group: TrainingGroup) -> GroupMatrix:
    """Return people × days with the current marks, in a constant number of statements."""
    sessions = list(
        group.sessions.exclude(state=Session.State.CANCELLED)
        .select_related("day", "venue")
        .prefetch_related("date_corrections")
        .order_by("date", "day__position")
    )
    blocks_of: dict[int, list[SessionBlock]] = {}
    for block in SessionBlock.objects.filter(session__in=sessions).select_related("block"):
        blocks_of.setdefault(block.session_id, []).append(block)
    enrolments = list(
        group.enrolments.active()
        .select_related("person", "municipality")
        .order_by("person__sort_key", "person_id")
    )
    seated = [row for row in enrolments if row.state in {"confirmed", "completed"}]
    waiting = sorted((e for e in enrolments if e.state == "waiting"), key=lambda e: e.queue_number)
    programme = group.cohort.programme
    earned = best_hours([row.person_id for row in seated], programme)
    recorded = AttendanceMark.objects.filter(session__in=sessions)
    marks = {(mark.block_id, mark.person_id): mark for mark in recorded.current()}
    held = set(recorded.awaiting_decision().order_by().values_list("block_id", "person_id"))
    now = timezone.now()

    def cell_block(block: SessionBlock, person_id: int) -> CellBlock:
        return CellBlock(
            block=block,
            mark=marks.get((block.pk, person_id)),
            hours=earned.get((person_id, block.block_id), Decimal(0)),
            is_past=block.ends_at <= now,
            waits=(block.pk, person_id) in held,
        )

    rows = [
        MatrixRow(
            enrolment=row,
            person=row.person,
            cells=[
                Cell(
                    code=session.day.code,
                    blocks=[
                        cell_block(block, row.person_id) for block in blocks_of.get(session.pk, [])
                    ],
                )
                for session in sessions
            ],
            total=_sum(
                earned.get((row.person_id, block.block_id))
                for session in sessions
                for block in blocks_of.get(session.pk, [])
            ),
            needed=programme.hours_needed,
        )
        for row in seated
    ]
    return GroupMatrix(group=group, sessions=sessions, rows=rows, waiting=waiting)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))
