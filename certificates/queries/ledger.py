"""The facts entitlement is decided on, read for many people in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.models import Module, ModuleProgress, Programme, ProgrammeBlock
from courses.queries import completed_module_count
from scheduling.models import AttendanceMark, Enrolment, Session, SessionGuest, TrainingGroup
from scheduling.queries import best_hours


@dataclass(frozen=True)
class OpenSession:
    """A session whose attendance is not settled: to come, or held and not closed yet."""

    session: Session
    block_ids: dict[int, int]  # programme block: block of this session
    group_ids: frozenset[int]
    group_names: tuple[str, ...]
    cohort_ids: frozenset[int]
    free_seats: int  # of its groups, without guests who make up for something


@dataclass(frozen=True)
class PersonFacts:
    """What is known of one person."""

    hours: dict[int, Decimal]  # by programme block, the best of all groups
    module_count: int
    completed_modules: frozenset[int]
    enrolments: tuple[Enrolment, ...]
    marked_blocks: frozenset[int]  # blocks of open sessions with a mark
    unsettled: tuple[Session, ...]  # sessions that earned hours and are not closed

    @property
    def credited(self) -> Decimal:
        return sum(self.hours.values(), Decimal(0))

    @property
    def group_ids(self) -> frozenset[int]:
        return frozenset(enrolment.group_id for enrolment in self.enrolments)

    @property
    def cohort_ids(self) -> frozenset[int]:
        return frozenset(enrolment.cohort_id for enrolment in self.enrolments)


class Ledger:
    """Everything needed to decide about the given people in one programme.

    All is read in the constructor; ``facts`` only looks up.
    """

    def __init__(self, person_ids: Collection[int], programme: Programme) -> None:
        ids = list(person_ids)
        self.programme = programme
        self.blocks = list(
            ProgrammeBlock.objects.filter(day__programme=programme).select_related("day")
        )
        self.modules = list(Module.objects.filter(programme=programme))
        self.is_any_group_open = (
            TrainingGroup.objects.open_for_enrolment().filter(cohort__programme=programme).exists()
        )
        self._module_counts = completed_module_count(ids, programme)
        self._hours = _hours_by_person(ids, programme)
        self._modules = _completed_modules(ids, programme)
        self._enrolments = _enrolments(ids, programme)
        self.sessions_by_day = _open_sessions(programme, self._sessions_that_matter(ids))
        self._marked, self._unsettled = _open_marks(ids, programme)

    def _sessions_that_matter(self, ids: list[int]) -> Q:
        """Those of the people's own cohorts; to somebody enrolled nowhere, all that is to come."""
        cohorts = {row.cohort_id for rows in self._enrolments.values() for row in rows}
        own = Exists(TrainingGroup.objects.filter(sessions=OuterRef("pk"), cohort__in=cohorts))
        if all(person_id in self._enrolments for person_id in ids):
            return Q(own)
        return Q(own) | Q(date__gt=timezone.localdate())

    def facts(self, person_id: int) -> PersonFacts:
        return PersonFacts(
            hours=self._hours.get(person_id, {}),
            module_count=self._module_counts.get(person_id, 0),
            completed_modules=frozenset(self._modules.get(person_id, ())),
            enrolments=tuple(self._enrolments.get(person_id, ())),
            marked_blocks=frozenset(self._marked.get(person_id, ())),
            unsettled=tuple(self._unsettled.get(person_id, {}).values()),
        )


def _hours_by_person(ids: list[int], programme: Programme) -> dict[int, dict[int, Decimal]]:
    by_person: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for (person_id, block_id), hours in best_hours(ids, programme).items():
        by_person[person_id][block_id] = hours
    return by_person


def _completed_modules(ids: list[int], programme: Programme) -> dict[int, set[int]]:
    completed: dict[int, set[int]] = defaultdict(set)
    rows = ModuleProgress.objects.filter(
        person_id__in=ids, module__programme=programme, completed_at__isnull=False
    )
    for person_id, module_id in rows.values_list("person_id", "module_id"):
        completed[person_id].add(module_id)
    return completed


def _enrolments(ids: list[int], programme: Programme) -> dict[int, list[Enrolment]]:
    by_person: dict[int, list[Enrolment]] = defaultdict(list)
    rows = Enrolment.objects.active().filter(person_id__in=ids, cohort__programme=programme)
    for enrolment in rows.select_related("group").order_by("-cohort_id", "pk"):
        by_person[enrolment.person_id].append(enrolment)
    return by_person


def _open_marks(
    ids: list[int], programme: Programme
) -> tuple[dict[int, set[int]], dict[int, dict[int, Session]]]:
    marked: dict[int, set[int]] = defaultdict(set)
    unsettled: dict[int, dict[int, Session]] = defaultdict(dict)
    rows = (
        AttendanceMark.objects.current()
        .settled()
        .filter(
            person_id__in=ids,
            block__block__day__programme=programme,
            block__session__state=Session.State.PLANNED,
        )
    )
    for mark in rows.select_related("block__session__day").order_by("block__session__date", "pk"):
        marked[mark.person_id].add(mark.block_id)
        if mark.credited_hours:
            unsettled[mark.person_id][mark.block.session_id] = mark.block.session
    return marked, unsettled


def _open_sessions(programme: Programme, which: Q) -> dict[int, list[OpenSession]]:
    by_day: dict[int, list[OpenSession]] = defaultdict(list)
    sessions = (
        Session.objects.filter(which, day__programme=programme, state=Session.State.PLANNED)
        .annotate(guest_count=_guests())
        .prefetch_related("blocks", Prefetch("groups", TrainingGroup.objects.with_seats()))
        .order_by("date", "pk")
    )
    for session in sessions:
        groups = list(session.groups.all())
        by_day[session.day_id].append(
            OpenSession(
                session=session,
                block_ids={block.block_id: block.pk for block in session.blocks.all()},
                group_ids=frozenset(group.pk for group in groups),
                group_names=tuple(group.name for group in groups),
                cohort_ids=frozenset(group.cohort_id for group in groups),
                free_seats=sum(group.seats - group.confirmed_count for group in groups)  # type: ignore[attr-defined]  # with_seats
                - session.guest_count,
            )
        )
    return by_day


def _guests() -> Coalesce:
    """Count those on a session's list who are in none of its groups."""
    guests = (
        SessionGuest.objects.filter(session=OuterRef("pk"), removed_at=None)
        .order_by()
        .values("session")
        .annotate(n=Count("*"))
        .values("n")
    )
    return Coalesce(Subquery(guests, output_field=IntegerField()), 0)
