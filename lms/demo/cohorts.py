"""Demo cohorts with dates relative to today: one half way through, one open for enrolment."""

import datetime as dt

from django.utils import timezone

from courses.models import Programme, ProgrammeDay
from people.models import Person
from scheduling.models import Cohort, Session, SessionBlock, TrainingGroup

RUNNING = "demo"
NEXT = "demo-next"
# The week of the 2024 timetable that the running cohort has reached: RIG-1 and VID-2 are online.
REACHED = dt.date(2024, 6, 10)
AHEAD_WEEKS = 9
# Groups of the demo trainer; the online days of the second wait to be marked.
TAUGHT = ["RIG-1", "VID-2"]
_TIMES = {1: (dt.time(9), dt.time(12, 15)), 2: (dt.time(13), dt.time(16, 15))}


def load_cohorts(programme: Programme, trainer: Person) -> tuple[Cohort, Cohort]:
    """Make both cohorts from the pattern of the real 2024 one."""
    pattern = Cohort.objects.get(code="2024", programme=programme)
    today = timezone.localdate()
    # Whole weeks, so that every session keeps its day of the week.
    shift = today - dt.timedelta(days=today.weekday()) - REACHED
    running = _copy(pattern, RUNNING, "Demonstrācijas plūsma", "Demonstration cohort", shift)
    ahead = _copy(
        pattern,
        NEXT,
        "Nākamā demonstrācijas plūsma",
        "Next demonstration cohort",
        shift + dt.timedelta(weeks=5 + AHEAD_WEEKS),
    )
    for group in [*running.groups.filter(code__in=TAUGHT), ahead.groups.get(code="RIG-1")]:
        group.trainers.add(trainer)
    return running, ahead


def _copy(pattern: Cohort, code: str, title: str, title_en: str, shift: dt.timedelta) -> Cohort:
    cohort = Cohort.objects.create(
        programme=pattern.programme, code=code, title=title, title_en=title_en
    )
    days = {day.pk: day for day in ProgrammeDay.objects.filter(programme=pattern.programme)}
    blocks_of: dict[int, list] = {}
    for day in days.values():
        blocks_of[day.pk] = list(day.blocks.all())
    for original in pattern.groups.prefetch_related("sessions"):
        group = TrainingGroup.objects.create(
            cohort=cohort,
            code=original.code,
            name=original.name,
            region=original.region,
            seats=original.seats,
        )
        for planned in original.sessions.all():
            date = planned.date + shift
            session = Session.objects.create(day=days[planned.day_id], date=date)
            session.groups.add(group)
            SessionBlock.objects.bulk_create(
                SessionBlock(
                    session=session,
                    block=block,
                    starts_at=_at(date, _TIMES[block.part][0]),
                    ends_at=_at(date, _TIMES[block.part][1]),
                )
                for block in blocks_of[planned.day_id]
            )
    return cohort


def _at(date: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(date, time))
