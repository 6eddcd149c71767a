"""Where else the people of a session were expected on another date."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import Person
from scheduling.models import AttendanceMark, Enrolment, Session, SessionBlock
from scheduling.queries.roster import people_of


@dataclass(frozen=True)
class Overlap:
    """Another session at the same hours of a date, and which of the people belong to it."""

    session: Session
    people: list[Person]


def overlaps(session: Session, date: dt.date) -> list[Overlap]:
    """Return the sessions of the session's people that would overlap with it on the date.

    People belong to a session by their place in its groups, or by a mark that earned hours in it.
    """
    blocks = _overlapping_blocks(session, date)
    people = people_of(session).order_by().values("pk")
    seated = Enrolment.objects.seated().filter(
        person__in=people, group__sessions__blocks__in=blocks
    )
    pairs = set(seated.order_by().values_list("group__sessions__blocks__session", "person"))
    marked = AttendanceMark.objects.filter(
        block__in=blocks, person__in=people, credited_hours__gt=0
    ).current()
    pairs |= set(marked.order_by().values_list("session", "person"))
    found: dict[int, set[int]] = defaultdict(set)
    for session_id, person_id in pairs:
        found[session_id].add(person_id)
    sessions = Session.objects.select_related("day").prefetch_related("groups").in_bulk(found)
    everybody = Person.objects.filter(pk__in=set().union(*found.values())).in_bulk()
    return [
        Overlap(
            sessions[pk],
            sorted((everybody[person] for person in found[pk]), key=lambda one: one.sort_key),
        )
        for pk in sorted(found)
    ]


def _overlapping_blocks(session: Session, date: dt.date) -> QuerySet[SessionBlock]:
    wanted = Q(pk__in=[])
    for block in session.blocks.all():
        start, end = (
            timezone.make_aware(dt.datetime.combine(date, timezone.localtime(at).time()))
            for at in (block.starts_at, block.ends_at)
        )
        wanted |= Q(starts_at__lt=end, ends_at__gt=start)
    others = SessionBlock.objects.exclude(session=session)
    return others.exclude(session__state=Session.State.CANCELLED).filter(wanted)
