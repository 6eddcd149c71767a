"""Enrolling, withdrawing, and the place in the waiting list."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.editions import pin_editions
from scheduling.actions.letters import write_place_confirmed, write_place_freed, write_waiting
from scheduling.models import Enrolment, Session, SessionBlock, TrainingGroup
from scheduling.queries import WindowState, enrolment_window, first_start

State = Enrolment.State


@dataclass(eq=False)
class EnrolmentClosed(Exception):
    """The group takes no enrolments now; state says why and at says since or until when."""

    group: TrainingGroup
    state: WindowState
    at: dt.datetime | None


@dataclass(eq=False)
class AlreadyEnrolled(Exception):
    """The person has an active enrolment in this cohort: this one."""

    enrolment: Enrolment


@dataclass(eq=False)
class GroupFull(Exception):
    """The group has no free seat; who comes late is given one or nothing, but no place in line."""

    group: TrainingGroup


@dataclass(frozen=True)
class Clash:
    """A date on which the person already has another group's session."""

    date: dt.date
    group: TrainingGroup


@dataclass(eq=False)
class SessionsOverlap(Exception):
    """The person would have to be in two places on these dates."""

    clashes: list[Clash]


@dataclass(eq=False)
class TrainingCompleted(Exception):
    """A completed training is not withdrawn."""

    enrolment: Enrolment


@transaction.atomic
def enrol_person(
    *, person: Person, group: TrainingGroup, by: User | None, is_late: bool = False
) -> Enrolment:
    """Give the person a confirmed place, or the next place in line when the group is full.

    ``is_late`` is for somebody who came to the training unannounced: a free seat is given after
    the training has begun, and without one they are refused.
    """
    # Always the person first and then the group, so that two enrolments never wait in a circle.
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    group = _lock_group(group.pk)
    _refuse_second(person, group)
    has_seat = _free_seats(group) > 0
    if not is_late:
        _refuse_closed(group)
    elif not has_seat:
        raise GroupFull(group)
    _refuse_overlap(person, group)
    enrolment = Enrolment.objects.create(
        person=person,
        cohort_id=group.cohort_id,
        group=group,
        municipality_id=person.municipality_id,
        state=State.CONFIRMED if has_seat else State.WAITING,
        queue_number=_next_number(group),
        confirmed_at=timezone.now() if has_seat else None,
    )
    record(
        actor=by,
        action="enrolment.created",
        subject=enrolment,
        after={"person": person.pk, "group": group.pk, "state": enrolment.state},
    )
    if has_seat:
        pin_editions(group.cohort)
        write_place_confirmed(enrolment=enrolment, by=by)
    else:
        write_waiting(enrolment=enrolment, position=queue_position(enrolment), by=by)
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User | None, reason: str = "") -> Enrolment:
    """End the enrolment and give a freed seat to the first in line; twice has no second effect."""
    group = _lock_group(enrolment.group_id)
    enrolment = Enrolment.objects.select_related("person", "group").get(pk=enrolment.pk)
    before = enrolment.state
    if before == State.WITHDRAWN:
        return enrolment
    if before == State.COMPLETED:
        raise TrainingCompleted(enrolment)
    enrolment.state = State.WITHDRAWN
    enrolment.withdrawn_at = timezone.now()
    enrolment.save(update_fields=["state", "withdrawn_at"])
    record(
        actor=by,
        action="enrolment.withdrawn",
        subject=enrolment,
        before={"state": before},
        after={"state": enrolment.state},
        reason=reason,
    )
    _promote(group, by)
    return enrolment


@transaction.atomic
def fill_free_seats(*, group: TrainingGroup, by: User | None) -> list[Enrolment]:
    """Give free seats to those first in line, as after the number of seats was raised."""
    return _promote(_lock_group(group.pk), by)


def queue_position(enrolment: Enrolment) -> int:
    """Return the place in line: how many still wait before this one, plus one."""
    ahead = Enrolment.objects.filter(
        group=enrolment.group_id, state=State.WAITING, queue_number__lt=enrolment.queue_number
    )
    return ahead.count() + 1


def _lock_group(pk: int) -> TrainingGroup:
    """Hold the group's row: seats and numbers of arrival are decided one enrolment at a time."""
    return TrainingGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _free_seats(group: TrainingGroup) -> int:
    return group.seats - group.enrolments.seated().count()


def _next_number(group: TrainingGroup) -> int:
    last: int | None = group.enrolments.aggregate(last=Max("queue_number"))["last"]
    return (last or 0) + 1


def _promote(group: TrainingGroup, by: User | None) -> list[Enrolment]:
    start = first_start(group)
    if start is not None and start <= timezone.now():
        return []  # the training has begun: nobody is called in to a day that is over
    free = _free_seats(group)
    if free <= 0:
        return []
    promoted = list(group.enrolments.waiting().select_related("person", "group")[:free])
    for enrolment in promoted:
        enrolment.state = State.CONFIRMED
        enrolment.confirmed_at = timezone.now()
        enrolment.save(update_fields=["state", "confirmed_at"])
        record(
            actor=by,
            action="enrolment.promoted",
            subject=enrolment,
            before={"state": State.WAITING.value},
            after={"state": State.CONFIRMED.value},
        )
        write_place_freed(enrolment=enrolment)
    return promoted


def _refuse_second(person: Person, group: TrainingGroup) -> None:
    existing = (
        Enrolment.objects.filter(person=person, cohort=group.cohort_id)
        .active()
        .select_related("group")
        .first()
    )
    if existing is not None:
        raise AlreadyEnrolled(existing)


def _refuse_closed(group: TrainingGroup) -> None:
    window = enrolment_window(group, first_start(group))
    if not window.is_open:
        raise EnrolmentClosed(group, window.state, window.at)


def _refuse_overlap(person: Person, group: TrainingGroup) -> None:
    others = TrainingGroup.objects.filter(
        enrolments__in=Enrolment.objects.filter(person=person).active()
    ).exclude(pk=group.pk)
    taken = list(_blocks().filter(session__groups__in=others).values_list(*_TIMES))
    if not taken:
        return
    wanted = list(_blocks().filter(session__groups=group).values_list(*_TIMES))
    clashes = {
        (timezone.localtime(start).date(), other)
        for session, start, end, _group in wanted
        for other_session, other_start, other_end, other in taken
        # One online session may serve both groups; it does not clash with itself.
        if session != other_session and start < other_end and other_start < end
    }
    if clashes:
        groups = TrainingGroup.objects.in_bulk([pk for _date, pk in clashes])
        raise SessionsOverlap([Clash(date, groups[pk]) for date, pk in sorted(clashes)])


_TIMES = ("session", "starts_at", "ends_at", "session__groups")


def _blocks() -> QuerySet[SessionBlock]:
    return SessionBlock.objects.exclude(session__state=Session.State.CANCELLED).order_by()
