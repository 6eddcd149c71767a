"""What waits for a decision about attendance: one case is one person in one block."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import AuditEntry, Person
from scheduling.models import AttendanceMark, Session, SessionBlock, Standing
from scheduling.models.credit import credit, times_are_sound

Why = AttendanceMark.Why

# Why a mark waits, as the person who decides reads it.
WHY_IT_WAITS: dict[str, str | Promise] = {
    "contested": _("Two people marked differently. Nothing is credited until one mark is chosen."),
    Why.CLOSED.value: _("The mark arrived after the sheet was closed."),
    Why.CANCELLED.value: _("The session is cancelled."),
    Why.NO_PLACE.value: _("The person has no place in the group now: moved, withdrawn or merged."),
    Why.CLOCK.value: _(
        "The clock of the device was wrong, so it cannot say when the mark was made."
    ),
    Why.EARLY.value: _("The mark was made before the day had come."),
    Why.TIME.value: _("The time lies outside the block."),
    Why.CORRECTION.value: _("A correction of a closed sheet needs a second person."),
    Why.DISPUTE.value: _("The participant objects to the mark."),
    Why.MAKE_UP.value: _("A make-up needs a second person."),
}
# Clocks that differ by less are told apart by nobody.
WORTH_NAMING = dt.timedelta(minutes=15)
REFUSALS_SHOWN = 50


@dataclass(frozen=True)
class Waiting:
    """One mark of a case, and the hours it would earn; None: it cannot count as it is."""

    mark: AttendanceMark
    hours: Decimal | None

    @property
    def why(self) -> str | Promise:
        """Why it waits, as a sentence."""
        is_contested = self.mark.standing == Standing.CONTESTED
        return WHY_IT_WAITS["contested" if is_contested else self.mark.why_held]

    @property
    def clock_differs(self) -> bool:
        """Whether the device's time is far from the server's."""
        at = self.mark.device_at
        return at is not None and abs(self.mark.recorded_at - at) > WORTH_NAMING

    @property
    def gap(self) -> str:
        """How far the two times are apart, in whole days, hours or minutes."""
        at = self.mark.device_at or self.mark.recorded_at
        minutes = abs(self.mark.recorded_at - at) // dt.timedelta(minutes=1)
        if days := minutes // (24 * 60):
            return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        if hours := minutes // 60:
            return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


@dataclass(frozen=True)
class Case:
    """One person in one block: every mark that waits, and what counted before them."""

    block: SessionBlock
    person: Person
    waiting: list[Waiting]
    before: AttendanceMark | None

    @property
    def is_contested(self) -> bool:
        """Whether nothing counts until somebody decides."""
        return any(one.mark.standing == Standing.CONTESTED for one in self.waiting)

    @cached_property
    def kept_hours(self) -> Decimal:
        """Return what the block earns if what counted before goes on."""
        return self.before.credited_hours if self.before else Decimal(0)

    @property
    def now_hours(self) -> Decimal:
        """Return what the block earns until somebody decides."""
        return Decimal(0) if self.is_contested else self.kept_hours

    @property
    def only(self) -> AttendanceMark | None:
        """The mark that waits, if it is the only one."""
        return self.waiting[0].mark if len(self.waiting) == 1 else None

    @property
    def seen(self) -> str:
        """Which marks the reader was shown, for the form."""
        return ".".join(str(one.mark.pk) for one in self.waiting)


def case_keys(sessions: QuerySet[Session] | None) -> QuerySet[AttendanceMark, Any]:
    """Return (block, person) of every case, the longest waiting first; None: of all sessions."""
    marks = AttendanceMark.objects.awaiting_decision()
    if sessions is not None:
        marks = marks.filter(session__in=sessions)
    grouped = marks.order_by().values("block_id", "person_id")
    return grouped.annotate(since=Min("recorded_at")).order_by("since", "block_id", "person_id")


def count_cases(sessions: QuerySet[Session] | None) -> int:
    """Return how many people in blocks wait for a decision."""
    return case_keys(sessions).order_by().count()


def cases_by_session(session_ids: Iterable[int]) -> dict[int, int]:
    """Return how many cases wait in each session, in one statement."""
    waiting = AttendanceMark.objects.awaiting_decision().filter(session__in=list(session_ids))
    rows = waiting.order_by().values_list("session_id", "block_id", "person_id").distinct()
    return Counter(session for session, _block, _person in rows)


def read_cases(keys: Iterable[tuple[int, int]]) -> list[Case]:
    """Return the cases of (block, person) in the order given, in three statements."""
    wanted = list(keys)
    blocks, people = {block for block, _ in wanted}, {person for _, person in wanted}
    weighty = Q(standing=Standing.COUNTS)
    marks = AttendanceMark.objects.filter(block__in=blocks, person__in=people).select_related(
        "recorded_by__person"
    )
    waiting: dict[tuple[int, int], list[AttendanceMark]] = defaultdict(list)
    for mark in marks.awaiting_decision().order_by("position"):
        waiting[mark.block_id, mark.person_id].append(mark)
    before = {(m.block_id, m.person_id): m for m in marks.filter(weighty).order_by("position")}
    block_of = (
        SessionBlock.objects.select_related("block__day__programme", "session__day")
        .prefetch_related("session__groups")
        .in_bulk(blocks)
    )
    person_of = Person.objects.select_related("municipality").in_bulk(people)
    return [
        Case(
            block=block_of[block],
            person=person_of[person],
            waiting=[_weighed(mark, block_of[block]) for mark in waiting[block, person]],
            before=before.get((block, person)),
        )
        for block, person in wanted
    ]


def _weighed(mark: AttendanceMark, block: SessionBlock) -> Waiting:
    if not times_are_sound(block, mark.status, mark.arrived_at, mark.left_at):
        return Waiting(mark, None)
    programme = block.block.day.programme
    return Waiting(mark, credit(block, mark.status, mark.arrived_at, mark.left_at, programme))


def history(block: SessionBlock, person: Person) -> list[AttendanceMark]:
    """Return every row of the ledger about the person in the block, newest first."""
    rows = AttendanceMark.objects.filter(block=block, person=person)
    return list(
        rows.select_related(
            "recorded_by__person", "decision__recorded_by__person", "decides"
        ).order_by("-position")
    )


def refused_marks(session: Session) -> list[AuditEntry]:
    """Return what phones sent that named nothing of the session, newest first."""
    entries = AuditEntry.objects.filter(
        action="attendance.refused",
        object_type=Session._meta.label_lower,  # noqa: SLF001  # Django's documented door
        object_id=str(session.pk),
    )
    return list(entries.select_related("actor__person").order_by("-id")[:REFUSALS_SHOWN])
