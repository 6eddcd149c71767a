"""People who are due a certificate, and certificates."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from certificates.actions.issue import issue_certificate
from certificates.models import Certificate
from courses.models import Module, ModuleProgress, Programme
from people.models import Person, User
from scheduling.models import AttendanceMark, Session, SessionBlock, TrainingGroup
from tests.factories import courses, people, scheduling


def programme(**fields: Any) -> Programme:
    """A programme with the texts a certificate prints."""
    values = {
        "outcomes": "Plāno aktivitātes.\nIzvēlas rīkus.",
        "outcomes_en": "Plans activities.\nChooses tools.",
        "form": "Klātiene un tiešsaiste",
        "form_en": "In person and online",
        "language": "latviešu",
        "language_en": "Latvian",
    }
    return courses.programme(**(values | fields))


def trained_group(**fields: Any) -> TrainingGroup:
    """A group of a fresh programme whose five days are over and closed."""
    made = scheduling.group(scheduling.cohort(programme()), **fields)
    close(*scheduling.week(made))
    return made


def close(*sessions: Session) -> None:
    for session in sessions:
        session.state = Session.State.CLOSED
        session.closed_at = timezone.now()
        session.save()


def blocks_of(group: TrainingGroup) -> list[SessionBlock]:
    """The group's blocks in the order of the programme."""
    return list(
        SessionBlock.objects.filter(session__groups=group).order_by(
            "block__day__position", "block__part"
        )
    )


def attend(
    person: Person, blocks: list[SessionBlock], by: User, hours: Decimal = Decimal(4)
) -> None:
    for block in blocks:
        AttendanceMark.objects.create(
            block=block,
            person=person,
            status="present" if hours == 4 else "late",
            recorded_by=by,
            credited_hours=hours,
        )


def complete_modules(person: Person, programme: Programme, count: int | None = None) -> None:
    now = timezone.now()
    for module in Module.objects.filter(programme=programme)[:count]:
        ModuleProgress.objects.create(
            person=person, module=module, quiz_passed_at=now, completed_at=now, revisions={"lv": 7}
        )


def due_person(group: TrainingGroup, by: User, blocks: int = 10, **fields: Any) -> Person:
    """Somebody with a place, all modules and this many blocks of four hours."""
    someone = people.person(**fields)
    scheduling.enrolment(group, person=someone)
    attend(someone, blocks_of(group)[:blocks], by)
    complete_modules(someone, group.cohort.programme)
    return someone


def certificate(group: TrainingGroup, by: User, **fields: Any) -> Certificate:
    """Issue a certificate to somebody new."""
    language = fields.pop("language", "lv")
    return issue_certificate(
        person=fields.pop("person", None) or due_person(group, by, **fields),
        programme=group.cohort.programme,
        group=group,
        by=by,
        language=language,
    )
