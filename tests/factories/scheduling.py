"""Cohorts, groups, sessions and enrolments for tests."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.models import Programme
from people.models import Person, User
from scheduling.actions.meetings import MeetingFile, add_report
from scheduling.models import (
    AttendanceMark,
    Cohort,
    Enrolment,
    MeetingReport,
    Session,
    SessionBlock,
    TrainingGroup,
)
from scheduling.queries.meetings import read_report
from tests.factories import courses, people

_serial = count(1)
SOON = timezone.localdate() + dt.timedelta(days=30)
TIMES = {1: (dt.time(9, 0), dt.time(12, 15)), 2: (dt.time(13, 0), dt.time(16, 15))}


def cohort(programme: Programme | None = None, **fields: Any) -> Cohort:
    n = next(_serial)
    return Cohort.objects.create(
        programme=programme or Programme.objects.first() or courses.programme(),
        code=fields.pop("code", f"plusma-{n}"),
        title="Plūsma",
        title_en="Cohort",
        **fields,
    )


def group(cohort_: Cohort | None = None, **fields: Any) -> TrainingGroup:
    n = next(_serial)
    return TrainingGroup.objects.create(
        cohort=cohort_ or Cohort.objects.first() or cohort(),
        code=fields.pop("code", f"LAT-{n}"),
        name=fields.pop("name", f"Latgale {n}"),
        region=fields.pop("region", None) or people.region(),
        **fields,
    )


def session(group: TrainingGroup, day: str = "K1", date: dt.date = dt.date(2024, 5, 8)) -> Session:
    programme_day = group.cohort.programme.days.get(code=day)
    made = Session.objects.create(day=programme_day, date=date)
    made.groups.add(group)
    for block in programme_day.blocks.all():
        start, end = TIMES[block.part]
        SessionBlock.objects.create(
            session=made,
            block=block,
            starts_at=timezone.make_aware(dt.datetime.combine(date, start)),
            ends_at=timezone.make_aware(dt.datetime.combine(date, end)),
        )
    return made


def week(group: TrainingGroup, start: dt.date = dt.date(2024, 5, 6)) -> list[Session]:
    """All five programme days of the group, one a day from start."""
    return [
        session(group, day.code, start + dt.timedelta(days=n))
        for n, day in enumerate(group.cohort.programme.days.all())
    ]


def enrolment(group: TrainingGroup, state: str = "confirmed", **fields: Any) -> Enrolment:
    someone: Person = fields.pop("person", None) or people.person()
    return Enrolment.objects.create(
        group=group,
        cohort=group.cohort,
        person=someone,
        municipality=someone.municipality,
        state=state,
        queue_number=group.enrolments.count() + 1,
        **fields,
    )


def seats(
    group: TrainingGroup, persons: Sequence[Person], state: str = "confirmed"
) -> list[Enrolment]:
    """A place in the group for each, in their order."""
    first = group.enrolments.count() + 1
    return Enrolment.objects.bulk_create(
        Enrolment(
            group=group,
            cohort=group.cohort,
            person=person,
            municipality=person.municipality,
            state=state,
            queue_number=first + n,
        )
        for n, person in enumerate(persons)
    )


def mark(block: SessionBlock, person: Person, by: User, status: str = "present") -> AttendanceMark:
    hours = block.block.academic_hours if status == "present" else Decimal(0)
    return AttendanceMark.objects.create(
        block=block, person=person, status=status, recorded_by=by, credited_hours=hours
    )


def open_group(**fields: Any) -> TrainingGroup:
    """A group whose five days are ahead, open for enrolment."""
    made = group(**fields)
    week(made, start=SOON)
    return made


def filled_group(count: int, **fields: Any) -> tuple[TrainingGroup, list[Session]]:
    """A group with count people in it and count waiting, all present on the first day."""
    made = group(seats=count, **fields)
    sessions = week(made)
    by = people.user()
    persons = people.crowd(count)
    for person, municipality in zip(persons, people.municipalities(count), strict=True):
        person.municipality = municipality
    Person.objects.bulk_update(persons, ["municipality"])
    seats(made, persons)
    seats(made, people.crowd(count), "waiting")
    AttendanceMark.objects.bulk_create(
        AttendanceMark(block=block, person=p, status="present", credited_hours=4, recorded_by=by)
        for block in sessions[0].blocks.all()
        for p in persons
    )
    return made, sessions


def session_with(
    count: int, trainer: Person | None = None, **fields: Any
) -> tuple[Session, list[SessionBlock], list[Person]]:
    """A session with its blocks and count people expected."""
    of = group(seats=max(count, 1), **fields)
    if trainer:
        of.trainers.add(trainer)
    made = session(of)
    persons = people.crowd(count)
    seats(of, persons)
    return made, list(made.blocks.all()), persons


def fields_for(
    blocks: list[SessionBlock], persons: list[Person], status: str = "present"
) -> dict[str, str]:
    """What the roster sends when everybody has the same mark."""
    return {f"mark-{b.pk}-{p.pk}": status for b in blocks for p in persons}


def meeting_report(session: Session, by: User, *names: str) -> MeetingReport:
    """An export added to an online session, in which these names were there all day."""
    day = f"{session.date:%d.%m.%Y}"
    lines = [f"{name},{day} 09:00,{day} 16:15" for name in names]
    content = "\n".join(["Name (Original Name),Join Time,Leave Time", *lines]).encode()
    read = read_report(content, "csv", day=session.date, local=timezone.get_default_timezone())
    file = MeetingFile(ContentFile(content, "zoom.csv"), "zoom.csv", "text/csv", read)
    return add_report(session=session, file=file, by=by)
