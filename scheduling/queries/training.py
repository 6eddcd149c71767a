"""A person's own training: days, hours, what is next, what is missing, places and waiting."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils import timezone

from people.models import Person
from scheduling.models import AbsenceNotice, AttendanceMark, Enrolment, Session, Standing
from scheduling.models.attendance import AttendanceMarkQuerySet
from scheduling.queries.credit import best_hours
from scheduling.queries.notices import may_announce
from scheduling.queries.own_block import Part


@dataclass(frozen=True)
class TrainingDay:
    """One of the five days as its participant sees it."""

    session: Session
    parts: list[Part]
    is_next: bool
    notice: AbsenceNotice | None = None
    may_announce: bool = False

    @property
    def starts_at(self) -> dt.datetime | None:
        return self.parts[0].block.starts_at if self.parts else None

    @property
    def ends_at(self) -> dt.datetime | None:
        return self.parts[-1].block.ends_at if self.parts else None

    @property
    def hours(self) -> Decimal:
        return sum((part.hours for part in self.parts), Decimal(0))

    @property
    def planned(self) -> Decimal:
        return sum((part.block.block.academic_hours for part in self.parts), Decimal(0))

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def state(self) -> str:
        """done, half, missed, unmarked, next or ahead."""
        if self.planned and self.hours == self.planned:
            return "done"
        if self.hours:
            return "half"
        if any(part.is_contested for part in self.parts):
            return "contested"
        if any(part.mark is not None for part in self.parts):
            return "missed"
        if self.is_next:
            return "next"
        return "unmarked" if self.is_over else "ahead"

    @property
    def needs_a_look(self) -> bool:
        """Whether something of the day is missing, contradicted or undecided."""
        return bool(self.missing) or any(part.waiting or part.is_contested for part in self.parts)

    @property
    def missing(self) -> list[Part]:
        """Blocks that were marked and earned less than they are worth."""
        return [
            part
            for part in self.parts
            if part.mark and not part.is_contested and part.hours < part.block.block.academic_hours
        ]


@dataclass(frozen=True)
class Training:
    """A person's enrolment in a group with its days."""

    enrolment: Enrolment
    days: list[TrainingDay]
    position: int | None

    @property
    def next_day(self) -> TrainingDay | None:
        return next((day for day in self.days if day.is_next), None)

    @property
    def missing(self) -> list[tuple[TrainingDay, Part]]:
        return [(day, part) for day in self.days for part in day.missing]

    @property
    def unmarked(self) -> list[TrainingDay]:
        return [day for day in self.days if day.state == "unmarked"]

    @property
    def hours(self) -> Decimal:
        return sum((day.hours for day in self.days), Decimal(0))


def enrolments_of(person: Person) -> list[Enrolment]:
    """Return the person's active enrolments, newest first, with the position of those waiting."""
    ahead = Count(
        "group__enrolments",
        filter=Q(
            group__enrolments__state=Enrolment.State.WAITING,
            group__enrolments__queue_number__lt=F("queue_number"),
        ),
    )
    return list(
        Enrolment.objects.filter(person=person)
        .active()
        .select_related("group__region", "cohort__programme")
        .annotate(position=ahead + 1)
        .order_by("-created_at", "-pk")
    )


def training(enrolment: Enrolment) -> Training:
    """Return the days of an enrolment that enrolments_of gave, in a constant number of reads."""
    person_id = enrolment.person_id
    sessions = list(
        enrolment.group.sessions.exclude(state=Session.State.CANCELLED)
        .select_related("day__programme", "venue")
        .prefetch_related("blocks__block", "date_corrections")
        .order_by("date", "day__position")
    )
    own = AttendanceMark.objects.filter(person=person_id, session__in=sessions)
    marks = {mark.block_id: mark for mark in own.current()}
    waiting, objections = _waiting(own), _objections(own)
    notices = {
        notice.session_id: notice
        for notice in AbsenceNotice.objects.filter(person=person_id, session__in=sessions)
    }
    earned = best_hours([person_id], enrolment.cohort.programme)
    upcoming = next((s.pk for s in sessions if _ends(s) > timezone.now()), None)
    has_place = enrolment.state in {Enrolment.State.CONFIRMED, Enrolment.State.COMPLETED}
    days = [
        TrainingDay(
            session=session,
            parts=[
                Part(
                    session=session,
                    block=block,
                    mark=marks.get(block.pk),
                    hours=earned.get((person_id, block.block_id), Decimal(0)),
                    waiting=waiting.get(block.pk, []),
                    objections=objections.get(block.pk, []),
                )
                for block in session.blocks.all()
            ],
            is_next=session.pk == upcoming,
            notice=notices.get(session.pk),
            may_announce=has_place and may_announce(session),
        )
        for session in sessions
    ]
    waits = enrolment.state == Enrolment.State.WAITING
    return Training(enrolment, days, enrolment.position if waits else None)  # type: ignore[attr-defined]


def _waiting(own: AttendanceMarkQuerySet) -> dict[int, list[AttendanceMark]]:
    found = defaultdict(list)
    for mark in own.awaiting_decision():
        found[mark.block_id].append(mark)
    return found


def _objections(own: AttendanceMarkQuerySet) -> dict[int, list[AttendanceMark]]:
    """Return the person's objections by block, newest first, with what was decided."""
    found = defaultdict(list)
    disputes = own.filter(why_held=AttendanceMark.Why.DISPUTE, standing=Standing.HELD)
    decided = disputes.select_related("decision__recorded_by__person").order_by("-position")
    for mark in decided:
        found[mark.block_id].append(mark)
    return found


def _ends(session: Session) -> dt.datetime:
    """Return the end of the last block; a day without blocks ends with its date."""
    ends = [block.ends_at for block in session.blocks.all()]
    midnight = dt.datetime.combine(session.date + dt.timedelta(days=1), dt.time())
    return max(ends) if ends else timezone.make_aware(midnight)
