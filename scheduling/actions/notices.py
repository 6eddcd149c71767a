"""Saying in advance that one will not come, and taking it back."""

from django.db import transaction
from django.utils import timezone

from people.actions.audit import record
from people.models import User
from scheduling.models import AbsenceNotice, Enrolment, Session
from scheduling.queries.notices import may_announce


class NoPlaceInSession(Exception):
    """The account belongs to nobody who has a place in the session's groups."""


class TooLateToAnnounce(Exception):
    """The day has begun, is closed or is called off: there is nothing to announce in advance."""


@transaction.atomic
def announce_absence(*, session: Session, reason: str, by: User) -> AbsenceNotice:
    """Keep that the account's person will not come; writing again changes the reason."""
    person_id = _seated_person(session, by)
    notice, is_new = AbsenceNotice.objects.get_or_create(
        session=session, person_id=person_id, defaults={"reason": reason}
    )
    before = notice.reason
    if not is_new and before != reason:
        notice.reason, notice.written_at = reason, timezone.now()
        notice.save(update_fields=["reason", "written_at"])
    if is_new or before != reason:
        # The reason stays out of the trail: it may tell of somebody's health.
        record(
            actor=by,
            action="absence.announced",
            subject=session,
            after={"person": person_id, "is_new": is_new},
        )
    return notice


@transaction.atomic
def take_back_absence(*, session: Session, by: User) -> bool:
    """Delete the notice of the account's person; return whether there was one."""
    person_id = _seated_person(session, by)
    deleted, _kinds = AbsenceNotice.objects.filter(session=session, person=person_id).delete()
    if deleted:
        record(actor=by, action="absence.taken_back", subject=session, before={"person": person_id})
    return bool(deleted)


def _seated_person(session: Session, by: User) -> int:
    """Return the account's person, if they have a place and the day is still ahead."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    places = Enrolment.objects.seated().filter(group__sessions=locked, person=by.person_id)
    if by.person_id is None or not places.exists():
        raise NoPlaceInSession
    if not may_announce(locked):
        raise TooLateToAnnounce
    return by.person_id
