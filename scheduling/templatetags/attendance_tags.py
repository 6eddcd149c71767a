"""Template tags that say, on pages of this app and of others, what waits about attendance."""

from typing import Any

from django import template

from people.models import Person, User
from scheduling.models import Session, WalkIn
from scheduling.queries.decisions import count_cases
from scheduling.queries.make_ups import own_make_ups as read_own_make_ups
from scheduling.queries.session_desk import session_desk as read_session_desk
from scheduling.queries.sessions import sessions_seen_by

register = template.Library()


@register.inclusion_tag("scheduling/parts/waiting_decisions.html")
def waiting_decisions(user: User) -> dict[str, Any]:
    """Say how many cases and walk-ins wait for the user; nothing while there are none."""
    if not user.has_perm("scheduling.list_decisions"):
        return {"count": 0}
    found = {"count": count_cases(sessions_seen_by(user))}
    if user.has_perm("scheduling.list_walk_ins"):
        found["walk_ins"] = WalkIn.objects.filter(state=WalkIn.State.WAITING).count()
    return found


@register.inclusion_tag("scheduling/parts/session_desk.html")
def session_desk(session: Session, user: User) -> dict[str, Any]:
    """Show what waits at the session, who teaches it, who else came, and where to act on it."""
    return {
        "desk": read_session_desk(session),
        "may_mark": user.has_perm("scheduling.mark_attendance", session),
        "may_see_walk_ins": user.has_perm("scheduling.list_walk_ins"),
    }


@register.inclusion_tag("scheduling/parts/own_make_ups.html")
def own_make_ups(person: Person) -> dict[str, Any]:
    """List a participant's tasks and equivalences."""
    return {"make_ups": read_own_make_ups(person)}
