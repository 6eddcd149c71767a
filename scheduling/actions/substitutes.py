"""Naming who teaches in place of the groups' trainers, for one day."""

from collections.abc import Iterable

from django.db import transaction

from people.actions.audit import record
from people.models import Person, User
from scheduling.actions.attendance import SessionCancelled, lock
from scheduling.actions.closing import SessionLocked
from scheduling.models import Session
from scheduling.queries.session_desk import possible_trainers


class NotATrainer(Exception):
    """Somebody named has no account with the role of trainer."""


@transaction.atomic
def name_substitutes(*, session: Session, trainers: Iterable[Person], by: User) -> Session:
    """Say who teaches this day only; their rights on its sheet end when it is locked."""
    locked = lock(session)
    if locked.state == Session.State.CANCELLED:
        raise SessionCancelled
    if locked.is_locked:
        raise SessionLocked
    wanted = {person.pk for person in trainers}
    if possible_trainers().filter(pk__in=wanted).count() != len(wanted):
        raise NotATrainer
    before = sorted(locked.trainers.values_list("pk", flat=True))
    if wanted == set(before):
        return locked
    locked.trainers.set(wanted)
    record(
        actor=by,
        action="session.substitutes_named",
        subject=locked,
        before={"trainers": before},
        after={"trainers": sorted(wanted)},
    )
    return locked
