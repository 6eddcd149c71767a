"""What the benchmark asks for: three hundred enrolments, staff, and past cohorts beside them."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from certificates.actions.issue import issue_certificate
from courses.actions.quiz import start_attempt
from courses.models import ModulePage, ModuleProgress, Programme, ProgrammeBlock
from courses.queries import current_programme
from people.models import RoleAssignment, User
from scheduling.models import Cohort, Enrolment, SessionBlock
from tests.bench.rows import (
    GROUP,
    PASSWORD,
    accounts,
    batched,
    cohort,
    enrolments,
    groups,
    many,
    marks,
    people,
    progress,
    sessions,
    signed_in,
    week,
)

LEARNERS, FRESH, ROSTERS, CERTIFIED, CLIENTS = 300, 1500, 1500, 16, 16


@transaction.atomic
def scene() -> dict[str, Any]:
    """Make what the requests need and return their addresses, cookies and forms."""
    programme = current_programme()
    assert programme is not None
    today = timezone.localdate()
    staff = accounts(people(2), "bench-staff")
    RoleAssignment.objects.create(user=staff[0], role="trainer")
    RoleAssignment.objects.create(user=staff[1], role="programme_manager")
    made: dict[str, Any] = {"trainer": [], "manager": []}
    for _client in range(CLIENTS):
        made["trainer"] += signed_in([staff[0]])
        made["manager"] += signed_in([staff[1]])
    made |= _learners(programme, today, staff[0])
    made |= _fresh(programme, today)
    made |= _rosters(today, staff[0])
    made |= _certified(programme, staff)
    return made


def _learners(programme: Programme, today: dt.date, trainer: User) -> dict[str, Any]:
    persons = people(LEARNERS)
    users = accounts(persons, "bench-learner")
    into = groups(cohort(programme, "bench"), LEARNERS // GROUP)
    # Two days are behind everybody, three are ahead.
    held = sessions([day for g in into for day in week(g, today - dt.timedelta(days=2))], programme)
    enrolments(persons, into, "confirmed")
    for n, group_of in enumerate(batched(persons, GROUP)):
        blocks = SessionBlock.objects.filter(session__in=held[n * 5 : n * 5 + 2])
        many(marks(blocks, group_of, trainer))
    module = programme.modules.all()[0]
    page = ModulePage.objects.live().get(module=module, locale__language_code="lv")
    now = timezone.now()
    progress(
        persons,
        [module],
        revisions={"lv": page.live_revision_id},
        parts_read=["aim", page.body[0].id],
        last_part=page.body[1].id,
    )
    progress(
        persons,
        list(programme.modules.all()[1:4]),
        read_at=now,
        quiz_passed_at=now,
        completed_at=now,
    )
    second = ModulePage.objects.select_related("module", "locale").get(
        module=programme.modules.all()[1], locale__language_code="lv"
    )
    running = [
        start_attempt(progress=row, version=second).pk
        for row in ModuleProgress.objects.filter(
            person__in=persons[:CLIENTS], module=second.module
        ).order_by("person")
    ]
    return {
        "learner": signed_in(users[:CLIENTS]),
        "login": [user.username for user in users[-60:]],
        "password": PASSWORD,
        "calendar": f"/calendar/group/bench/{into[0].code}.ics",
        "module_code": module.code,
        "module_path": page.get_url(),
        "module_step": page.body[1].id,
        "module_blocks": [
            [str(block.value.get("heading") or block.value["title"]), block.value["text"].source]
            for block in page.body
        ]
        + [
            ["Mērķis", page.aim],
            ["Aktivitāte", page.activity_text],
            ["Refleksija", page.reflection_prompt],
        ],
        "running_code": second.module.code,
        "running": running,
    }


def _fresh(programme: Programme, today: dt.date) -> dict[str, Any]:
    """People who have not enrolled yet, and groups that start in two months."""
    users = accounts(people(FRESH), "bench-fresh")
    into = groups(cohort(programme, "bench-next"), 10, seats=FRESH // 20)
    sessions([day for g in into for day in week(g, today + dt.timedelta(days=60))], programme)
    return {"fresh": signed_in(users), "open_groups": [group.pk for group in into]}


def _rosters(today: dt.date, trainer: User) -> dict[str, Any]:
    """One group of thirty with a new day for every save: a day is saved for the first time once.

    In a programme of its own and in the past, so that so many days burden no other page.
    """
    # The newest programme is the current one; this one must not be.
    programme = Programme.objects.create(pk=-1, code="bench", academic_hours=Decimal(8))
    day = programme.days.create(code="K1", position=1, mode="in_person")
    many(ProgrammeBlock(day=day, part=part) for part in (1, 2))
    persons = people(GROUP)
    [group] = groups(cohort(programme, "bench-rosters"), 1)
    group.trainers.add(trainer.person)
    enrolments(persons, [group], "confirmed")
    yesterday = today - dt.timedelta(days=1)
    held = sessions([(group, "K1", yesterday)] * ROSTERS, programme, closed=False)
    many(marks(held[0].blocks.all(), persons[:-2], trainer))
    blocks: dict[int, list[int]] = {}
    for session, block in SessionBlock.objects.filter(session__in=held[1:]).values_list(
        "session", "pk"
    ):
        blocks.setdefault(session, []).append(block)
    return {
        "roster": held[0].pk,
        "unsaved": list(blocks.items()),
        "roster_people": [person.pk for person in persons],
    }


def _certified(programme: Programme, staff: list[User]) -> dict[str, Any]:
    persons = people(CERTIFIED)
    users = accounts(persons, "bench-certified")
    [group] = groups(cohort(programme, "bench-certified"), 1)
    enrolments(persons, [group], "completed")
    held = sessions(week(group, dt.date(2024, 5, 6)), programme)
    many(marks(SessionBlock.objects.filter(session__in=held), persons, staff[0]))
    now = timezone.now()
    progress(
        persons, list(programme.modules.all()), read_at=now, quiz_passed_at=now, completed_at=now
    )
    issued = [
        issue_certificate(person=person, programme=programme, group=group, by=staff[1])
        for person in persons
    ]
    return {
        "certified": signed_in(users),
        "certificates": [certificate.pk for certificate in issued],
        "verification": [certificate.verification_code for certificate in issued],
    }


def grow(total: str) -> None:
    """Add past cohorts of a hundred groups until there are so many enrolments."""
    programme = current_programme()
    assert programme is not None
    trainer = User.objects.get(username="bench-staff0")
    for number in count(Cohort.objects.filter(code__startswith="bench-past").count()):
        missing = int(total) - Enrolment.objects.count()
        if missing <= 0:
            break
        _past_cohort(programme, f"bench-past-{number}", min(missing, 100 * GROUP), trainer)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@transaction.atomic
def _past_cohort(programme: Programme, code: str, size: int, trainer: User) -> None:
    """A cohort of last year; everybody has one day of marks and one completed module."""
    persons = people(size)
    start = dt.date(2025, 5, 5)
    into = groups(cohort(programme, code), -(-size // GROUP), closes=start)
    enrolments(persons, into, "completed")
    held = sessions([day for g in into for day in week(g, start)], programme)
    first = {session.pk for session in held[::5]}
    blocks = list(SessionBlock.objects.filter(session__in=first).order_by("session", "pk"))
    many(
        mark
        for n, chunk in enumerate(batched(persons, GROUP))
        for mark in marks(blocks[2 * n : 2 * n + 2], chunk, trainer)
    )
    now = timezone.now()
    module = programme.modules.all()[1]
    progress(persons, [module], read_at=now, quiz_passed_at=now, completed_at=now)
