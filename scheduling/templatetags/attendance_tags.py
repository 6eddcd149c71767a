"""Template tags that say, on pages of this app and of others, what waits about attendance."""

from typing import Any

from django import template

from people.models import User
from scheduling.models import Session
from scheduling.queries.decisions import cases_by_session, count_cases
from scheduling.queries.sessions import sessions_seen_by

register = template.Library()


@register.inclusion_tag("scheduling/parts/waiting_decisions.html")
def waiting_decisions(user: User) -> dict[str, Any]:
    """Say how many cases the user may see wait for a decision; nothing while there are none."""
    if not user.has_perm("scheduling.list_decisions"):
        return {"count": 0}
    return {"count": count_cases(sessions_seen_by(user))}


@register.inclusion_tag("scheduling/parts/session_waiting.html")
def session_waiting(session: Session) -> dict[str, Any]:
    """Say how many cases of the session wait for a decision; nothing while there are none."""
    return {"session": session, "count": cases_by_session([session.pk]).get(session.pk, 0)}
