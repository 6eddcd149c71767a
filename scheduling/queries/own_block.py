"""One block of a person's own day: the mark, the hours and their rule, what waits, what is open."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from scheduling.models import AttendanceMark, Session, SessionBlock, Standing
from scheduling.queries.explanations import explain
from scheduling.queries.objections import closed_moment, last_day_to_object


@dataclass(frozen=True)
class Part:
    """One block of a day: when, what is marked, the hours that count, and what waits."""

    session: Session
    block: SessionBlock
    mark: AttendanceMark | None
    hours: Decimal
    waiting: list[AttendanceMark] = field(default_factory=list)
    objections: list[AttendanceMark] = field(default_factory=list)

    @property
    def is_contested(self) -> bool:
        """Whether two marks contradict each other, so that nothing is credited yet."""
        return self.mark is not None and self.mark.standing == Standing.CONTESTED

    @property
    def planned(self) -> Decimal:
        return self.block.block.academic_hours

    @property
    def is_over(self) -> bool:
        return self.block.ends_at <= timezone.now()

    @property
    def state(self) -> str:
        """What is marked in a word, or that nothing is."""
        if self.mark is not None:
            return self.mark.shown_state
        return "unmarked" if self.is_over else "planned"

    @property
    def sheet(self) -> str:
        """open, closed or locked."""
        if closed_moment(self.session, self.block) is None:
            return "open"
        return "locked" if self.session.is_locked else "closed"

    @property
    def rule(self) -> str:
        """How the hours came about, in one sentence; nothing of what is still ahead."""
        if self.mark is None and not self.is_over and not self.hours:
            return ""
        return explain(self.block, self.mark, self.hours, self.session.day.programme)

    @property
    def last_day_to_object(self) -> dt.date | None:
        return last_day_to_object(self.session, self.block)

    @property
    def open_objection(self) -> AttendanceMark | None:
        return next((one for one in self.objections if one in self.waiting), None)

    @property
    def decided_objections(self) -> list[AttendanceMark]:
        return [one for one in self.objections if one not in self.waiting]

    @property
    def held(self) -> list[AttendanceMark]:
        """Marks of others that wait for a decision, beside a contradiction, which is said anyway."""
        return [
            one
            for one in self.waiting
            if one.standing == Standing.HELD and one not in self.objections
        ]

    @property
    def can_object(self) -> bool:
        last_day = self.last_day_to_object
        if last_day is None or self.open_objection:
            return False
        return timezone.localdate() <= last_day
