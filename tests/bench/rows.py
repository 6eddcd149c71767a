"""Rows in bulk: invented people with accounts, groups with dates, marks and progress."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import cycle, islice, product
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as StoredSession
from django.utils import timezone
from django.utils.crypto import get_random_string

from courses.models import Module, ModuleProgress, Programme
from people.models import Municipality, Person, TrainingRegion, User
from scheduling.models import (
    AttendanceMark,
    Cohort,
    Enrolment,
    Session,
    SessionBlock,
    TrainingGroup,
)

PASSWORD = "egle-un-dzintars-2024"
GROUP, BATCH = 30, 2000
GIVEN = ["Anna", "Jānis", "Līga", "Kārlis", "Žanete", "Ēriks", "Ilze", "Mārtiņš", "Ķirils", "Dace"]
FAMILY = ["Bērziņš", "Kalniņš", "Ozols", "Ābele", "Šķēle", "Ņikitins", "Egle", "Roze", "Vītols"]
NAMES = cycle(product(GIVEN, FAMILY))
TIMES = {1: (dt.time(9), dt.time(12, 15)), 2: (dt.time(13), dt.time(16, 15))}


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def many(rows: Iterable[Any]) -> list[Any]:
    """Store the rows in bulk, some thousands at a time."""
    stored: list[Any] = []
    for chunk in batched(rows, BATCH):
        stored += type(chunk[0])._default_manager.bulk_create(chunk)
    return stored


def people(number: int) -> list[Person]:
    municipalities = cycle(Municipality.objects.all()[:43])

    def one(n: int) -> Person:
        given, family = next(NAMES)
        person = Person(
            given_name=given,
            family_name=family,
            municipality=next(municipalities),
            email=f"bench{n}@example.invalid",
            is_demo=True,
        )
        person.set_keys()
        return person

    return many(one(n) for n in range(number))


def accounts(persons: list[Person], prefix: str) -> list[User]:
    password = make_password(PASSWORD)  # one hash for all: hashing is slow on purpose
    return many(
        User(username=f"{prefix}{n}", password=password, person=person)
        for n, person in enumerate(persons)
    )


def signed_in(users: Iterable[User]) -> list[str]:
    """Store a session for each account and return the cookies."""
    expires = timezone.now() + dt.timedelta(days=1)
    store = SessionStore()
    rows = [
        StoredSession(
            session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
            session_data=store.encode(
                {
                    "_auth_user_id": str(user.pk),
                    "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[-1],
                    "_auth_user_hash": user.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for user in users
    ]
    StoredSession.objects.bulk_create(rows, batch_size=BATCH)
    return [row.session_key for row in rows]


def cohort(programme: Programme, code: str) -> Cohort:
    return Cohort.objects.create(
        programme=programme, code=code, title=f"Plūsma {code}", title_en=f"Cohort {code}"
    )


def groups(
    run: Cohort, number: int, seats: int = GROUP, closes: dt.date | None = None
) -> list[TrainingGroup]:
    regions = cycle(TrainingRegion.objects.all())
    closing = closes and timezone.make_aware(dt.datetime.combine(closes, dt.time()))
    return many(
        TrainingGroup(
            cohort=run,
            code=f"G-{n + 1}",
            name=f"Grupa {n + 1}",
            region=next(regions),
            seats=seats,
            enrolment_closes_at=closing,
        )
        for n in range(number)
    )


def sessions(
    plan: Iterable[tuple[TrainingGroup, str, dt.date]], programme: Programme, *, closed: bool = True
) -> list[Session]:
    """Store a session of two blocks for each (group, day, date); past ones closed, or all open."""
    days = {day.code: day for day in programme.days.prefetch_related("blocks")}
    plan = list(plan)
    now, today = timezone.now(), timezone.localdate()
    made = many(
        Session(day=days[code], date=date)
        if date >= today or not closed
        else Session(day=days[code], date=date, state=Session.State.CLOSED, closed_at=now)
        for _group, code, date in plan
    )
    link = Session.groups.through
    many(
        link(session=session, traininggroup=group)
        for session, (group, _code, _date) in zip(made, plan, strict=True)
    )
    zone = timezone.get_current_timezone()
    many(
        SessionBlock(
            session=session,
            block=block,
            starts_at=dt.datetime.combine(session.date, TIMES[block.part][0], zone),
            ends_at=dt.datetime.combine(session.date, TIMES[block.part][1], zone),
        )
        for session in made
        for block in session.day.blocks.all()
    )
    return made


def enrolments(persons: list[Person], into: list[TrainingGroup], state: str) -> None:
    """Enrol the persons thirty to a group, in order."""
    now = timezone.now()
    many(
        Enrolment(
            person=person,
            cohort_id=group.cohort_id,
            group=group,
            municipality_id=person.municipality_id,
            state=state,
            queue_number=number,
            confirmed_at=now,
        )
        for group, chunk in zip(into, batched(persons, GROUP), strict=False)
        for number, person in enumerate(chunk, 1)
    )


def marks(blocks: Iterable[SessionBlock], persons: Iterable[Person], by: User) -> Iterator[Any]:
    """Everybody was there."""
    persons = list(persons)
    for block in blocks:
        for person in persons:
            yield AttendanceMark(
                block=block,
                person=person,
                status="present",
                credited_hours=Decimal(4),
                recorded_by=by,
                source=AttendanceMark.Source.DEMO,
            )


def progress(persons: Iterable[Person], modules: list[Module], **fields: Any) -> None:
    many(
        ModuleProgress(person=person, module=module, **fields)
        for person in persons
        for module in modules
    )


def week(group: TrainingGroup, start: dt.date) -> list[tuple[TrainingGroup, str, dt.date]]:
    return [
        (group, code, start + dt.timedelta(days=n))
        for n, code in enumerate(("K1", "K2", "K3", "T1", "T2"))
    ]
