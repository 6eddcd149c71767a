"""The private calendar link: making and revoking it."""

from django.db import transaction

from people.actions.audit import record
from people.models import Person, User
from scheduling.models import CalendarToken


@transaction.atomic
def create_calendar_token(*, person: Person, by: User) -> CalendarToken:
    """Give the person a private calendar link; one that exists stays as it is."""
    token, is_new = CalendarToken.objects.get_or_create(person=person)
    if is_new:
        record(actor=by, action="calendar.opened", subject=person)
    return token


@transaction.atomic
def revoke_calendar_token(*, person: Person, by: User) -> None:
    """Take the private link away; whoever still has it finds nothing."""
    deleted, _ = CalendarToken.objects.filter(person=person).delete()
    if deleted:
        record(actor=by, action="calendar.revoked", subject=person)
