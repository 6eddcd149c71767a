"""What no visitor can do: let time pass, and look up the names and numbers the tests need.

Runs as a process beside the server and answers lines of JSON: ["command", {"its": "values"}].
It never writes a result that the story must bring about through the pages.
"""

import datetime as dt
import json
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

import lms.sqlite_driver  # noqa: F401  # must come before Django opens a database

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402  # models need setup first
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page  # noqa: E402

from courses.models import Assignment, ModulePage  # noqa: E402  # after setup
from lms.demo.staff import PASSWORD  # noqa: E402
from people.models import (  # noqa: E402
    Invitation,
    Municipality,
    MunicipalTeam,
    Person,
    PlanningRegion,
    TeamMembership,
    TrainingRegion,
    User,
)
from scheduling.actions.enrolment import enrol_person  # noqa: E402
from scheduling.actions.following import stop_token  # noqa: E402  # after setup
from scheduling.actions.sessions import move_session  # noqa: E402
from scheduling.models import Discussion, Enrolment, Session, TrainingGroup, Venue  # noqa: E402  # after setup
from scheduling.queries.meetings.names_list import names_for  # noqa: E402  # after setup
from tests.browser.proofs import issued_certificate  # noqa: E402  # after setup
from tests.browser.rosters import closed_parts, ledger, roster_today  # noqa: E402

RUNNING = "demo"


def people(*, count: int, municipality: str, prefix: str) -> list[dict[str, Any]]:
    """Make invented people with accounts, as if they had been invited earlier."""
    place = Municipality.objects.get(name=municipality)
    password = make_password(PASSWORD)
    made = []
    for n in range(count):
        person = Person.objects.create(
            given_name=f"{prefix}{'aeiou'[n % 5]}",
            family_name=f"Egļzariņa{'bdgkmnprst'[n % 10]}",
            birth_year=1980 + n,
            municipality=place,
            email=f"{prefix.lower()}{n}@example.invalid",
            is_demo=True,
        )
        User.objects.create(
            username=f"{prefix.lower()}{n}", email=person.email, password=password, person=person
        )
        made.append({"id": person.pk, "name": person.full_name, "username": f"{prefix.lower()}{n}"})
    return made


def enrol(*, people: list[int], cohort: str, group: str) -> None:
    """Give people places in a group, by the same act as the page."""
    found = TrainingGroup.objects.get(cohort__code=cohort, code=group)
    for person in Person.objects.filter(pk__in=people).order_by("pk"):
        enrol_person(person=person, group=found, by=None)


def group(*, cohort: str, code: str) -> dict[str, Any]:
    """Return a group with its sessions in the programme's order and the size of its queue."""
    found = TrainingGroup.objects.get(cohort__code=cohort, code=code)
    sessions = found.sessions.order_by("day__position").select_related("day")
    return {
        "id": found.pk,
        "name": found.name,
        "code": found.code,
        "region": found.region.code,
        "seats": found.seats,
        "seats_taken": found.enrolments.seated().count(),
        "waiting": found.enrolments.waiting().count(),
        "sessions": [
            {"id": s.pk, "day": s.day.code, "date": s.date.isoformat(), "state": s.state}
            for s in sessions
        ],
    }


def pass_days(*, cohort: str, group: str, until: int) -> None:
    """Let the group's days lie so that the last of them was so many days ago."""
    sessions = list(
        Session.objects.filter(groups__cohort__code=cohort, groups__code=group).order_by(
            "date", "day__position"
        )
    )
    for n, session in enumerate(reversed(sessions)):
        date = timezone.localdate() - dt.timedelta(days=until + n)
        move_session(session=session, date=date, by=None)


def move(*, session: int, date: str) -> None:
    """Move one session, as its manager would."""
    found = Session.objects.get(pk=session)
    move_session(session=found, date=dt.date.fromisoformat(date), by=None)


def day_begins(*, username: str, trainer: str) -> dict[str, Any]:
    """Let a day ahead of the account's group have begun five minutes ago, with this trainer."""
    session = Session.objects.filter(
        groups__enrolments__in=Enrolment.objects.seated().filter(
            person__account__username=username
        ),
        state=Session.State.PLANNED,
        date__gte=timezone.localdate(),
    ).latest("date", "pk")
    now = timezone.now()
    starts_at = now - dt.timedelta(minutes=5)
    session.date = timezone.localdate(starts_at)
    session.save()
    session.trainers.add(Person.objects.get(account__username=trainer))
    for block in session.blocks.order_by("block__part"):
        block.starts_at, block.ends_at = starts_at, starts_at + dt.timedelta(hours=3)
        block.save()
        starts_at += dt.timedelta(hours=4)
    seats = Enrolment.objects.seated().filter(group__sessions=session)
    return {"session": session.pk, "expected": seats.values("person").distinct().count()}


def somebody_with_days_ahead() -> dict[str, Any]:
    """Give an account to somebody of the running cohort whose group still has an open day."""
    planned = Session.objects.filter(
        groups__cohort__code=RUNNING, state=Session.State.PLANNED, date__gte=timezone.localdate()
    )
    session = planned.order_by("-date", "-pk").first()
    seat = (
        Enrolment.objects.seated()
        .filter(group__sessions=session, person__account=None)
        .select_related("person", "group")
        .first()
    )
    assert session is not None
    assert seat is not None
    user = User.objects.create(
        username="clash", password=make_password(PASSWORD), person=seat.person
    )
    return {"username": user.username, "group": seat.group.code, "session": session.pk}


def expire_invitations(*, person: int) -> None:
    """Let a week pass for the person's invitations."""
    past = timezone.now() - dt.timedelta(minutes=1)
    Invitation.objects.filter(person=person).update(expires_at=past)


def enrolments(*, username: str) -> list[dict[str, Any]]:
    """Return the enrolments of an account's person."""
    rows = Enrolment.objects.filter(person__account__username=username).order_by("pk")
    return [
        {"id": row.pk, "state": row.state, "group": row.group.code, "number": row.queue_number}
        for row in rows.select_related("group")
    ]


def take_place_today(*, session: int) -> None:
    """Let a session that is ahead take place today, at its own hours."""
    found = Session.objects.get(pk=session)
    by = timezone.localdate() - found.date
    for block in found.blocks.all():
        block.starts_at, block.ends_at = block.starts_at + by, block.ends_at + by
        block.save()
    found.date += by
    found.save()


def session_state(*, session: int) -> dict[str, Any]:
    """Return how a session stands and how many marks it has had."""
    from scheduling.models import AttendanceMark

    found = Session.objects.get(pk=session)
    marks = AttendanceMark.objects.filter(block__session=found)
    return {"state": found.state, "marks": marks.count(), "current": marks.current().count()}


def attempts(*, username: str) -> int:
    """Count the quiz attempts of an account's person."""
    from courses.models import QuizAttempt

    return QuizAttempt.objects.filter(person__account__username=username).count()


def parts_read(*, username: str, code: str) -> list[str]:
    """Return the parts of a module that an account's person has read, in the order they came."""
    from courses.models import ModuleProgress

    progress = ModuleProgress.objects.get(person__account__username=username, module__code=code)
    assert progress.completed_at is None
    parts: list[str] = progress.parts_read
    return parts


def module_pages(*, code: str) -> dict[str, dict[str, Any]]:
    """Return a module's pages by language: number, address and introduction."""
    pages = ModulePage.objects.filter(module__code=code).select_related("locale")
    return {
        page.locale.language_code: {"id": page.pk, "url": page.get_url(), "intro": page.intro}
        for page in pages
    }


def reach_publication(*, code: str) -> int:
    """Bring the time that editors set for a module's page; the background does the rest."""
    now = timezone.now()
    due = 0
    for page in ModulePage.objects.filter(module__code=code, live=False):
        for revision in page.revisions.exclude(approved_go_live_at=None):
            revision.content["go_live_at"] = now.isoformat()
            revision.approved_go_live_at = now
            revision.save()
            due += 1
    return due


def names() -> list[str]:
    """Return every name that is the same in both languages."""
    found: set[str] = set()
    for person in Person.objects.all():
        found |= {person.full_name, person.given_name, person.family_name}
    for place in (Municipality, PlanningRegion, TrainingRegion, TrainingGroup, Venue):
        found |= set(place.objects.values_list("name", flat=True))
    found |= set(Municipality.objects.values_list("name_en", flat=True))
    found |= set(Venue.objects.values_list("address", flat=True))
    return sorted(filter(None, found), key=len, reverse=True)


def places() -> dict[str, Any]:
    """Return the ids and addresses that the walk through all pages visits."""
    running = TrainingGroup.objects.filter(cohort__code=RUNNING)
    rig = running.get(code="RIG-1")
    trainer = User.objects.get(username="trainer")
    past = rig.sessions.filter(state=Session.State.CLOSED).order_by("date").first()
    # One with people on its roster, if any is left of the running cohort.
    is_open = Session.objects.filter(state=Session.State.PLANNED)
    ahead = (
        is_open.filter(groups__trainers=trainer.person_id)
        .annotate(people=Count("groups__enrolments"))
        .order_by("-people", "date")
        .first()
    )
    # The one whose meeting report waits for the trainer, if that day is over.
    online = (
        Session.objects.filter(groups__trainers=trainer.person_id, day__mode="online")
        .annotate(reports=Count("meeting_reports"))
        .order_by("-reports", "date")
        .first()
    )
    lead = User.objects.get(username="lead")
    participant = User.objects.get(username="participant")
    team = MunicipalTeam.objects.filter(memberships__person=lead.person).first()
    membership = TeamMembership.objects.get(person=participant.person, until_on=None)
    certified = running.get(code="VID-1")
    pages: dict[str, list[str]] = {}
    for page in Page.objects.live().filter(depth__gt=1).select_related("locale"):
        pages.setdefault(page.locale.language_code, []).append(page.get_url())
    from certificates.models import Certificate

    talk = Discussion.objects.get(started_by__username="demo-member-1")
    certificate = Certificate.objects.filter(person__enrolments__group=certified).first()
    return {
        "group": rig.pk,
        "cohort": rig.cohort_id,
        "programme": rig.cohort.programme_id,
        "assignment": Assignment.objects.filter(person=participant.person).first().pk,
        "certified_group": certified.pk,
        "past_session": past and past.pk,
        "past_block": past and past.blocks.first().pk,
        "enrolment": Enrolment.objects.get(person=participant.person, cohort__code=RUNNING).pk,
        "own_group": talk.group_id,
        "discussion": talk.pk,
        "own_post": talk.posts.get(author=participant).pk,
        "post": talk.posts.first().pk,
        "stop_token": stop_token(participant.pk),
        "coming_session": ahead and ahead.pk,
        "online_session": online.pk,
        "meeting_names": list(names_for(trainer).values_list("pk", flat=True)[:1]),
        "team": team and team.pk,
        "membership": membership.pk,
        "participant": participant.person_id,
        "note": participant.person.module_notes.exclude(text="").first().pk,
        "certificate": certificate and certificate.pk,
        "verification_code": certificate and certificate.verification_code,
        "pages": pages,
    }


COMMANDS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        attempts,
        closed_parts,
        day_begins,
        enrol,
        enrolments,
        expire_invitations,
        group,
        issued_certificate,
        ledger,
        module_pages,
        move,
        names,
        parts_read,
        pass_days,
        people,
        places,
        reach_publication,
        roster_today,
        session_state,
        take_place_today,
        somebody_with_days_ahead,
    )
}


def serve() -> None:
    """Answer one command a line until there are no more: starting Django takes seconds."""
    for line in sys.stdin:
        command, values = json.loads(line)
        try:
            said = {"answer": COMMANDS[command](**values)}
        except Exception:  # noqa: BLE001  # the test that asked is to fail with it
            said = {"fault": traceback.format_exc()}
        sys.stdout.write(f"{json.dumps(said)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
