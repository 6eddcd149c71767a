"""What a server's database holds for a test: each function is run by a process of its own."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates.actions.issue import issue_certificate
from certificates.models import Certificate, CertificateBatch, CertificateDocument
from courses.models import ModuleProgress
from lms.models import OutgoingMail
from people.models import RoleAssignment, User
from scheduling.actions.check_in import open_check_in
from scheduling.actions.enrolment import queue_position
from scheduling.models import AttendanceMark, CheckIn, Enrolment, Session, TrainingGroup
from scheduling.queries.verification import ledger_faults
from tests.factories import courses, people, scheduling
from tests.server.tasks import hang_once

APPLICANTS, SEATS, GRADUATES = 200, 30, 50


def nothing() -> dict[str, Any]:
    """All tables and no rows but those of migrations."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    return {}


def applicants() -> dict[str, Any]:
    """A group of thirty seats that starts in a month, and 200 people who are signed in."""
    group = scheduling.group(seats=SEATS)
    scheduling.week(group, timezone.localdate() + dt.timedelta(days=30))
    return {"group": group.pk, "sessions": [_signed_in(people.person()) for _ in range(APPLICANTS)]}


def _signed_in(person: Any) -> str:
    user = User.objects.create(
        username=f"u{person.pk}", person=person, password=make_password(None)
    )
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def arrivals() -> dict[str, Any]:
    """Thirty people with passwords, whose morning is open for self check-in now."""
    group = scheduling.group(seats=SEATS)
    session = scheduling.session(group, date=timezone.localdate())
    block = session.blocks.first()
    block.starts_at = timezone.now() - dt.timedelta(minutes=1)
    block.ends_at = block.starts_at + dt.timedelta(hours=3)
    block.save()
    password = make_password(people.PASSWORD)
    names = []
    for n in range(SEATS):
        person = scheduling.enrolment(group).person
        User.objects.create(username=f"phone{n}", person=person, password=password)
        names.append(f"phone{n}")
    open_check_in(block=block, by=people.user("programme_manager"))
    return {"names": names, "password": people.PASSWORD}


def drawn() -> dict[str, Any]:
    """What the code on the screen says now."""
    return {"token": CheckIn.objects.get().token(timezone.now())}


def arrived() -> dict[str, Any]:
    """Who has come, and how it was recorded."""
    marks = AttendanceMark.objects.values_list("person", "status", "source")
    return {
        "people": len({person for person, _status, _source in marks}),
        "marks": sorted({(status, source) for _person, status, source in marks}),
        "rows": len(marks),
    }


def graduates(count: str = str(GRADUATES)) -> dict[str, Any]:
    """People who meet every condition of the certificate, and a manager who is signed in."""
    programme = courses.programme(modules=1)
    group = scheduling.group(seats=int(count))
    issuer = people.person()
    key = _signed_in(issuer)
    manager = issuer.account
    RoleAssignment.objects.create(user=manager, role="programme_manager")
    sessions = scheduling.week(group)
    now = timezone.now()
    for _ in range(int(count)):
        person = scheduling.enrolment(group, "completed").person
        for session in sessions:
            for block in session.blocks.all():
                scheduling.mark(block, person, manager)
        ModuleProgress.objects.create(
            person=person,
            module=programme.modules.get(),
            read_at=now,
            quiz_passed_at=now,
            completed_at=now,
        )
    Session.objects.update(state=Session.State.CLOSED, closed_at=now)
    return {"cohort": group.cohort_id, "manager": key}


def classroom() -> dict[str, Any]:
    """A session of thirty people, today's, and its trainer, who is signed in."""
    group = scheduling.group()
    trainer = people.person()
    group.trainers.add(trainer)
    session = scheduling.session(group, "K1", timezone.localdate())
    for _ in range(30):
        scheduling.enrolment(group)
    key = _signed_in(trainer)
    RoleAssignment.objects.create(user=trainer.account, role="trainer")
    return {"session": session.pk, "trainer": key}


def ledger() -> dict[str, Any]:
    """What the ledger holds, what is wrong with it, and what the database says of itself."""
    *faults, _rows = ledger_faults()
    integrity = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            integrity = cursor.fetchone()[0]
    nonces = AttendanceMark.objects.values_list("nonce", flat=True)
    return {"nonces": list(nonces), "faults": list(map(str, faults)), "integrity": integrity}


def places() -> dict[str, Any]:
    """How the applicants fared: how many have a seat, and the positions of those who wait."""
    waiting = Enrolment.objects.waiting()
    return {
        "confirmed": Enrolment.objects.filter(state=Enrolment.State.CONFIRMED).count(),
        "positions": sorted(queue_position(row) for row in waiting),
        "people": Enrolment.objects.values("person").distinct().count(),
    }


def issue(first: str, count: str, folder: str) -> dict[str, Any]:
    """Issue to some of the fifty once all issuers are ready."""
    start, go = int(first), Path(folder) / "go"
    group = TrainingGroup.objects.get()
    manager = User.objects.get(role_assignments__role="programme_manager")
    mine = list(Enrolment.objects.order_by("pk")[start : start + int(count)])
    (go.parent / f"ready-{first}").touch()
    while not go.exists():
        time.sleep(0.01)
    numbers = [
        issue_certificate(
            person=row.person, programme=group.cohort.programme, group=group, by=manager
        ).sequence
        for row in mine
    ]
    return {"numbers": numbers}


def progress() -> dict[str, Any]:
    """How far the order has come."""
    batch = CertificateBatch.objects.get()
    return {
        "done": batch.done_count,
        "of": len(batch.person_ids),
        "state": str(batch.state),
        "refused": len(batch.refusals),
    }


def issued() -> dict[str, Any]:
    """What the order has led to: numbers, people, documents, letters, and how long it took."""
    finished, first = CertificateBatch.objects.get().finished_at, Certificate.objects.earliest("pk")
    letters = [tuple(to) for to in OutgoingMail.objects.values_list("to", flat=True)]
    return {
        "numbers": sorted(Certificate.objects.values_list("sequence", flat=True)),
        "people": Certificate.objects.values("person").distinct().count(),
        "documents": CertificateDocument.objects.exclude(pdf=b"").count(),
        "letters": len(letters),
        "readers": len(set(letters)),
        "progress": progress(),
        "seconds": (finished - first.issued_at).total_seconds() if finished else None,
    }


def task(mark: str) -> dict[str, Any]:
    """Queue the task that hangs the first time."""
    return {"task": str(hang_once.enqueue(mark).id)}


def outcome() -> dict[str, Any]:
    """How the task fared."""
    row = DBTaskResult.objects.get()
    return {"status": str(row.status), "attempts": len(row.worker_ids), "value": row.return_value}
