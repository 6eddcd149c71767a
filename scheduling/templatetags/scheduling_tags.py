"""Template tags that show dates, places and hours on pages of other apps."""

import datetime as dt
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Module
from courses.queries import completed_module_count
from people.models import MunicipalTeam, Person
from scheduling.models import Enrolment, Session, TrainingGroup
from scheduling.queries import (
    GroupCard,
    credited_hours,
    enrolments_of,
    group_cards,
    programme_in_training,
    readers_of,
)
from scheduling.queries.meetings.names_list import names_for
from scheduling.queries.notices import notices_of
from scheduling.queries.phone import owner_key
from scheduling.queries.trends import TrendPoint

register = template.Library()

_LEFT, _TOP, _ROW, _WIDTH = 86, 20, 26, 634


@register.inclusion_tag("scheduling/parts/next_sessions.html")
def next_sessions(n: int) -> dict[str, Any]:
    """List the next days of at most n groups, the nearest of each training region first."""
    today = timezone.localdate()
    ahead = TrainingGroup.objects.filter(sessions__date__gte=today).distinct()
    cards = [card for card in group_cards(ahead) if card.next_session is not None]
    cards.sort(key=_next_date)
    seen: set[int] = set()
    firsts: list[GroupCard] = []
    others: list[GroupCard] = []
    for card in cards:
        (others if card.group.region_id in seen else firsts).append(card)
        seen.add(card.group.region_id)
    return {"cards": sorted([*firsts, *others][:n], key=_next_date)}


def _next_date(card: GroupCard) -> tuple[dt.date, str]:
    session = card.next_session
    return (session.date if session else dt.date.max, card.group.code)


@register.inclusion_tag("scheduling/parts/person_enrolments.html", takes_context=True)
def person_enrolments(context: Context, person: Person) -> dict[str, Any]:
    """List a person's enrolments with state and credited hours."""
    enrolments = enrolments_of(person)
    hours = {
        programme: credited_hours([person.pk], programme)[person.pk]
        for programme in {row.cohort.programme for row in enrolments}
    }
    user = context.get("user")
    return {
        "rows": [(row, hours[row.cohort.programme]) for row in enrolments],
        "may_open_groups": user is not None and user.has_perm("scheduling.list_groups"),
    }


@register.inclusion_tag("scheduling/parts/names_from_meetings.html", takes_context=True)
def names_from_meetings(context: Context) -> dict[str, Any]:
    """Lead to the names of online meetings, for whoever decides them, and say how many wait."""
    user = context["user"]
    if not user.has_perm("scheduling.list_meeting_names"):
        return {"may_list": False}
    return {"may_list": True, "waiting": names_for(user).count()}


@register.inclusion_tag("scheduling/parts/team_progress.html")
def team_progress(team: MunicipalTeam) -> dict[str, Any]:
    """Show the team's members with place, hours credited and modules completed."""
    memberships = list(
        team.memberships.current().select_related("person").order_by("person__sort_key")
    )
    ids = [membership.person_id for membership in memberships]
    enrolments: dict[int, Enrolment] = {}
    rows = Enrolment.objects.active().filter(person__in=ids).select_related("group")
    for row in rows.order_by("created_at", "pk"):
        enrolments[row.person_id] = row
    programme = programme_in_training()
    hours = credited_hours(ids, programme) if programme else {}
    modules = completed_module_count(ids, programme) if programme else {}
    return {
        "programme": programme,
        "rows": [
            {
                "person": membership.person,
                "enrolment": enrolments.get(membership.person_id),
                "hours": hours.get(membership.person_id, 0),
                "modules": modules.get(membership.person_id, 0),
            }
            for membership in memberships
        ],
    }


@register.inclusion_tag("scheduling/parts/readers.html")
def assignment_readers(person: Person, module: Module) -> dict[str, Any]:
    """Say who reads what the person hands in for the module."""
    return {"trainers": readers_of(person, module)}


@register.inclusion_tag("scheduling/parts/phone_waiting.html", takes_context=True)
def phone_waiting(context: Context) -> dict[str, Any]:
    """Say how many marks made on this device are not sent yet, and send them."""
    user = context["user"]
    return {"owner": owner_key(user.pk) if user.has_perm("scheduling.list_sessions") else ""}


@register.inclusion_tag("scheduling/parts/kept_rosters.html")
def kept_rosters() -> dict[str, Any]:
    """List the rosters this device keeps, on the page that stands in for others."""
    return {}


@register.inclusion_tag("scheduling/parts/absence_notice.html", takes_context=True)
def absence_notice(context: Context, session: Session, person: Person) -> dict[str, Any]:
    """Say beside a name on the roster that the person announced not to come."""
    request = context["request"]
    # Read once for the page, whatever the number of people.
    if not hasattr(request, "absence_notices"):
        request.absence_notices = notices_of(session)
    return {"notice": request.absence_notices.get(person.pk)}


@register.inclusion_tag("scheduling/parts/sparkline.html")
def sparkline(trends: dict[int, list[TrendPoint]], group: TrainingGroup) -> dict[str, Any]:
    """Draw the share present over the group's held blocks; a sentence says the same figures."""
    points = trends.get(group.pk, [])
    if not points:
        return {"points": []}
    step = 88 / max(len(points) - 1, 1)
    places = [
        (round(4 + n * step, 1), round(24 - 20 * point.share, 1)) for n, point in enumerate(points)
    ]
    figures = ", ".join(
        _("%(day)s %(part)s %(percent)d %%")
        % {
            "day": point.block.block.day.code,
            "part": point.block.block.get_part_display(),
            "percent": point.percent,
        }
        for point in points
    )
    path = " ".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(places))
    return {
        "points": points,
        "path": path if len(points) > 1 else "",
        "last": {"x": places[-1][0], "y": places[-1][1], "percent": points[-1].percent},
        "sentence": _("Share present of those marked: %(figures)s") % {"figures": figures},
    }


@register.inclusion_tag("scheduling/parts/strip.html")
def schedule_strip(cards: list[GroupCard]) -> dict[str, Any]:
    """Draw the groups' days against the weeks; the same dates stand in the table beside it."""
    dates = [session.date for card in cards for session in card.sessions]
    if not dates:
        return {"rows": []}
    monday = min(dates) - dt.timedelta(days=min(dates).weekday())
    weeks = (max(dates) - monday).days // 7 + 1
    day_width = _WIDTH / (weeks * 7)
    # Labels of narrow weeks would touch: name every second, third … of them.
    step = max(1, round(55 / (day_width * 7)))

    def place(day: dt.date) -> float:
        return round(_LEFT + (day - monday).days * day_width, 1)

    rows = []
    for index, card in enumerate(cards):
        top = _TOP + index * _ROW
        bars = [
            {
                "kind": kind,
                "x": place(first),
                "width": round(((last - first).days + 1) * day_width, 1),
                "middle": round((place(first) + place(last) + day_width) / 2, 1),
                "letter": letter,
            }
            for kind, letter, runs in (
                ("k", "K", card.in_person_dates),
                ("t", "T", card.online_dates),
            )
            for first, last in runs
        ]
        rows.append({"card": card, "bars": bars, "top": top + 3, "text": top + 17})
    bottom = _TOP + len(cards) * _ROW
    today = timezone.localdate()
    is_inside = monday <= today < monday + dt.timedelta(weeks=weeks)
    return {
        "rows": rows,
        "weeks": [
            {"x": place(day), "label": place(day) + 3, "day": day if n % step == 0 else None}
            for n, day in ((n, monday + dt.timedelta(weeks=n)) for n in range(weeks))
        ],
        "bottom": bottom,
        "height": bottom + 18,
        "note": bottom + 13,
        "today": place(today) if is_inside else None,
        "first": min(dates),
        "last": max(dates),
    }
