"""Backstage for rosters: a training day that is today, its trainers, and what its ledger says."""

import datetime as dt
from itertools import product
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lms.demo.staff import PASSWORD
from people.actions.roles import assign_role
from people.models import Municipality, Person, Role, TrainingRegion, User
from scheduling.actions.enrolment import enrol_person
from scheduling.models import AttendanceMark, Cohort, Session, SessionBlock, TrainingGroup

GIVEN = ["Agnese", "Žanete", "Čārlzs", "Ēriks", "Ģirts", "Ilze", "Jānis", "Ķirsa", "Līga", "Ņina"]
FAMILY = [f"Ābel{part}" for part in ("iņa", "īte", "ziede", "kalna", "lapa", "zara", "upe")]
FAMILY += [f"Šķēl{part}" for part in ("e", "iņa", "kalna", "upe")]
FAMILY += [f"Ozol{part}" for part in ("a", "iņa", "kalna", "ziede", "zara", "lapa", "upe", "īte")]
# Whatever the hour, one of the two blocks is going on.
HOURS = {1: (dt.time(0, 0), dt.time(23, 30)), 2: (dt.time(23, 30), dt.time(23, 59))}


def trainer(*, username: str) -> User:
    """Return a trainer's account, made when there is none."""
    found = User.objects.filter(username=username).first()
    if found is None:
        person = Person.objects.create(given_name="Pasniedzēja", family_name=username, is_demo=True)
        found = User.objects.create(
            username=username, password=make_password(PASSWORD), person=person
        )
        until = timezone.localdate() + dt.timedelta(days=30)
        assign_role(user=found, role=Role.TRAINER, by=None, until=until)
    return found


def roster_today(*, code: str, count: int, trainers: list[str]) -> dict[str, Any]:
    """Make a group with so many people and its first day today, all day long."""
    cohort = Cohort.objects.get(code="demo")
    region = TrainingRegion.objects.first()
    group = TrainingGroup.objects.create(
        cohort=cohort, code=code, name=code, region=region, seats=count
    )
    group.trainers.set([trainer(username=name).person for name in trainers])
    place = Municipality.objects.get(name="Mārupes novads")
    people = []
    for n, (family, given) in zip(range(count), product(FAMILY, GIVEN), strict=False):
        person = Person.objects.create(
            given_name=given,
            family_name=family,
            birth_year=1970 + n % 40,
            municipality=place,
            email=f"{code.lower()}{n}@example.invalid",
            phone=f"+371 2{n:07}",
            is_demo=True,
        )
        people.append(person)
        enrol_person(person=person, group=group, by=None)
    day = cohort.programme.days.order_by("position").first()
    session = Session.objects.create(day=day, date=timezone.localdate())
    session.groups.add(group)
    for block in day.blocks.all():
        start, end = (
            timezone.make_aware(dt.datetime.combine(session.date, hour))
            for hour in HOURS[block.part]
        )
        SessionBlock.objects.create(session=session, block=block, starts_at=start, ends_at=end)
    return {"session": session.pk, "names": [person.full_name for person in people]}


def ledger(*, session: int) -> list[dict[str, Any]]:
    """Return every row of the session's ledger, in order."""
    rows = AttendanceMark.objects.filter(session=session).order_by("position")
    return [
        {
            "person": row.person.full_name,
            "part": row.block.block.part,
            "status": row.status,
            "arrived": row.arrived_at and f"{row.arrived_at:%H:%M}",
            "left": row.left_at and f"{row.left_at:%H:%M}",
            "standing": row.standing,
            "by": row.recorded_by.username,
            "nonce": row.nonce,
        }
        for row in rows.select_related("person", "block__block", "recorded_by")
    ]


def closed_parts(*, session: int) -> list[int]:
    """Return the parts of the day whose sheets are closed."""
    closed = SessionBlock.objects.filter(session=session).exclude(closed_at=None)
    return sorted(closed.values_list("block__part", flat=True))
