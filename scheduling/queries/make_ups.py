"""Make-ups in lists, and the blocks of a person that could be made up for."""

from django.db.models import Exists, OuterRef, QuerySet

from people.models import Person, User
from scheduling.models import MakeUp, Session
from scheduling.queries.sessions import sessions_seen_by


def make_ups_seen_by(user: User) -> QuerySet[MakeUp]:
    """Return the make-ups that the user may see: of own sessions, or all."""
    found = MakeUp.objects.select_related(
        "person", "block__day", "session_block__session__day", "proposed_by__person"
    )
    sessions: QuerySet[Session] | None = sessions_seen_by(user)
    if sessions is None:
        return found
    return found.filter(Exists(sessions.filter(pk=OuterRef("session_block__session"))))


def own_make_ups(person: Person) -> list[MakeUp]:
    """Return the person's own make-ups, the newest first."""
    return list(MakeUp.objects.filter(person=person).select_related("block__day").order_by("-pk"))
