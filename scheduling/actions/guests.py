"""Guests of a session: people of the cohort who make up for a block in another group."""

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import SessionCancelled, SessionClosed, lock_open
from scheduling.actions.closing import ReasonMissing
from scheduling.models import AttendanceMark, Enrolment, Session, SessionGuest
from scheduling.queries.roster import people_of

__all__ = ["SessionCancelled", "SessionClosed", "add_guest", "remove_guest"]


class NotOfCohort(Exception):
    """The person has no place in a cohort of the session's groups."""


class AlreadyOnRoster(Exception):
    """The person is expected at the session already."""


class GuestMarked(Exception):
    """The guest has a mark in the session: they stay on its sheet."""


@transaction.atomic
def add_guest(*, session: Session, person: Person, reason: str, by: User) -> SessionGuest:
    """Put a person of the cohort on the roster of an open session, so that they can be marked.

    The hours count once for each programme block, whichever group they were earned in.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked = lock_open(session)
    cohorts = locked.groups.values("cohort")
    if not Enrolment.objects.seated().filter(person=person, cohort__in=cohorts).exists():
        raise NotOfCohort
    if people_of(locked).filter(pk=person.pk).exists():
        raise AlreadyOnRoster
    guest = SessionGuest.objects.create(session=locked, person=person, reason=reason, added_by=by)
    record(
        actor=by,
        action="guest.added",
        subject=locked,
        after={"person": person.pk, "guest": guest.pk},
        reason=reason,
    )
    return guest


@transaction.atomic
def remove_guest(*, guest: SessionGuest, by: User) -> SessionGuest:
    """Take an unmarked guest off the roster of an open session; twice has no second effect."""
    locked = lock_open(guest.session)
    found = SessionGuest.objects.get(pk=guest.pk)
    if found.removed_at is not None:
        return found
    if AttendanceMark.objects.filter(session=locked, person=found.person_id).exists():
        raise GuestMarked
    found.removed_at, found.removed_by = timezone.now(), by
    found.save(update_fields=["removed_at", "removed_by"])
    record(
        actor=by,
        action="guest.removed",
        subject=locked,
        before={"person": found.person_id, "guest": found.pk},
    )
    return found
