"""An online session with people of the invented exports, and reports on it."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from people.models import Person, User
from scheduling.actions.meetings import MeetingFile, add_report
from scheduling.models import MeetingReport, Session
from scheduling.queries.meetings import read_report
from tests.factories import people, scheduling
from tests.scheduling.attendance.exports import DAY, PRODUCTS, STAYS, Stay, as_csv

NAMES = [("Izdomāta", "Ābele"), ("Izdomāts", "Bērziņš"), ("Izdomāta", "Ceriņa")]


def online_session(*trainers: Person, code: str = "T1", date: dt.date = DAY) -> Session:
    """An online day of a group with three people, of whom the export knows two by name."""
    group = scheduling.group()
    group.trainers.add(*trainers)
    made = scheduling.session(group, code, date)
    for given, family in NAMES:
        person = people.person(given_name=given, family_name=family)
        scheduling.enrolment(group, person=person)
    return Session.objects.select_related("day__programme").get(pk=made.pk)


def person_named(family: str) -> Person:
    return Person.objects.get(family_name=family)


def export(stays: list[Stay] = STAYS, product: str = "teams-lv") -> bytes:
    return as_csv(PRODUCTS[product](stays), "utf-16", "\t")


def upload(stays: list[Stay] = STAYS, name: str = "apmeklejums.csv", **more: Any):
    return SimpleUploadedFile(name, export(stays, **more))


def reported(session: Session, by: User, stays: list[Stay] = STAYS) -> MeetingReport:
    """A report added to the session as the form would."""
    content = export(stays)
    parsed = read_report(content, "csv", day=session.date, local=timezone.get_default_timezone())
    file = SimpleUploadedFile("apmeklejums.csv", content)
    return add_report(
        session=session, file=MeetingFile(file, "apmeklejums.csv", "text/csv", parsed), by=by
    )
