"""Attendance, modules and a few certificates of the running demo cohort."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from certificates.actions.issue import issue_certificate
from courses.models import Module, ModulePage, ModuleProgress
from courses.queries import newest_editions, parts_of
from lms.demo.assignments import load_assignments
from lms.demo.cohorts import TAUGHT
from lms.demo.meetings import load_meeting
from lms.demo.notes import load_notes
from lms.demo.quizzes import answer_quizzes
from people.models import Person, User
from scheduling.actions.editions import pin_editions
from scheduling.models import AttendanceMark, Cohort, Enrolment, Session, SessionBlock

CERTIFIED = 5


def load_learning(running: Cohort, staff: dict[str, Person]) -> None:
    """Mark every day that is over, let modules be read, issue certificates to a handful."""
    manager = User.objects.get(person=staff["manager"])
    trainer = User.objects.get(person=staff["trainer"])
    _mark_past_days(running, trainer, steady={staff["participant"].pk, staff["lead"].pk})
    _read_modules(running, staff)
    answer_quizzes(running)
    load_assignments(running, staff["participant"], trainer)
    load_notes(staff["participant"])
    load_meeting(running, trainer)
    group = running.groups.get(code="VID-1")
    for enrolment in group.enrolments.select_related("person").order_by("id")[:CERTIFIED]:
        issue_certificate(
            person=enrolment.person, programme=running.programme, group=group, by=manager
        )


def _mark_past_days(cohort: Cohort, trainer: User, steady: set[int]) -> None:
    today = timezone.localdate()
    past = Session.objects.filter(groups__cohort=cohort, date__lt=today).exclude(
        groups__code=TAUGHT[1], day__mode="online"
    )
    people_of: dict[int, list[int]] = {}
    seats = Enrolment.objects.filter(cohort=cohort).seated().order_by("queue_number")
    for group_id, person_id in seats.values_list("group_id", "person_id"):
        people_of.setdefault(group_id, []).append(person_id)
    blocks = SessionBlock.objects.filter(session__in=past).select_related("block")
    group_of = dict(past.values_list("pk", "groups"))
    marks = [
        _mark(block, person_id, 0 if person_id in steady else n, trainer)
        for block in blocks
        for n, person_id in enumerate(people_of.get(group_of[block.session_id], []))
    ]
    AttendanceMark.objects.bulk_create(marks, batch_size=1000)
    Session.objects.filter(pk__in=list(past.values_list("pk", flat=True))).update(
        state=Session.State.CLOSED, closed_at=timezone.now(), closed_by=trainer
    )


def _mark(block: SessionBlock, person_id: int, n: int, trainer: User) -> AttendanceMark:
    """Most are present; every eleventh misses an afternoon, every thirteenth is late at times."""
    status, hours, arrived_at = AttendanceMark.Status.PRESENT, block.block.academic_hours, None
    if n % 11 == 10 and block.block.part == 2:
        status, hours = AttendanceMark.Status.ABSENT, Decimal(0)
    elif n % 17 == 16:
        status, hours = AttendanceMark.Status.EXCUSED, Decimal(0)
    elif n % 13 == 12 and block.block.part == 1:
        status, hours, arrived_at = AttendanceMark.Status.LATE, Decimal(2), dt.time(10, 40)
    return AttendanceMark(
        block=block,
        person_id=person_id,
        status=status,
        arrived_at=arrived_at,
        credited_hours=hours,
        recorded_by=trainer,
        source=AttendanceMark.Source.DEMO,
    )


def _read_modules(cohort: Cohort, staff: dict[str, Person]) -> None:
    modules = list(Module.objects.filter(programme=cohort.programme))
    pages = ModulePage.objects.filter(locale__language_code="lv").select_related("locale")
    parts = {page.module_id: [part.id for part in parts_of(page)] for page in pages}
    seats = Enrolment.objects.filter(cohort=cohort).seated().select_related("group").order_by("id")
    done_in = {"VID-1": 10, "ZEM-1": 9, "KUR-1": 10, "LAT-1": 8, "RIG-1": 6}
    now = timezone.now()
    pin_editions(cohort)
    editions = newest_editions(modules)
    rows = []
    for n, seat in enumerate(seats):
        count = max(
            0, done_in.get(seat.group.code, 5) - (n % 4 if seat.group.code != "VID-1" else 0)
        )
        if seat.person_id == staff["participant"].pk:
            count = 6
        rows += [
            ModuleProgress(
                person_id=seat.person_id,
                module=module,
                edition=editions[module.pk],
                revisions=editions[module.pk].revisions,
                parts_read=parts[module.pk],
                read_at=now,
                quiz_passed_at=now,
                completed_at=now,
            )
            for module in modules[:count]
        ]
    ModuleProgress.objects.bulk_create(rows, batch_size=1000)
