"""The screen of the room: the code to scan, the code to say aloud, and how many have come."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import PersonRequest, permission_required
from scheduling.actions.check_in import BlockIsOver, close_check_in, open_check_in
from scheduling.models import Session
from scheduling.queries.check_in import WallState, standing_check_in
from scheduling.queries.check_in import wall as read_wall
from scheduling.views.find import find_session

_HALF = 3


@permission_required("scheduling.mark_attendance", find=find_session)
@require_safe
def wall(request: PersonRequest, session: Session) -> HttpResponse:
    """Show the code of the moment and the number of those who have come; no names."""
    return render(request, "scheduling/check_in_wall.html", _shown(session))


@permission_required("scheduling.mark_attendance", find=find_session)
@require_safe
def code(request: PersonRequest, session: Session) -> HttpResponse:
    """Return only what changes on the screen, for its script."""
    return render(request, "scheduling/parts/wall.html", _shown(session))


def _shown(session: Session) -> dict[str, Any]:
    now = timezone.now()
    shown = read_wall(session, now)
    context = {"session": session, "wall": shown}
    if shown.state == WallState.OPEN and shown.check_in is not None:
        spoken = shown.check_in.spoken(now)
        site = settings.SITE_BASE_URL
        context |= {
            "address": site + reverse("check_in_scan", args=[shown.check_in.token(now)]),
            "typed_at": (site + reverse("check_in_any_language")).partition("://")[2],
            "spoken": f"{spoken[:_HALF]} {spoken[_HALF:]}",
        }
    return context


@permission_required("scheduling.mark_attendance", find=find_session)
@require_POST
def open_for_arrivals(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Open one block of the session, the other one closes, and go to the screen."""
    part = {"1": 1, "2": 2}.get(request.POST.get("part", ""))
    block = session.blocks.filter(block__part=part).first() if part else None
    if block is None:
        messages.error(request, _("Choose the morning or the afternoon."))
        return redirect("scheduling:roster", pk=session.pk)
    try:
        open_check_in(block=block, by=request.user)
    except BlockIsOver:
        messages.error(request, _("This block is over, so arrivals can no longer be recorded."))
        return redirect("scheduling:roster", pk=session.pk)
    return redirect("scheduling:check_in_wall", pk=session.pk)


@permission_required("scheduling.mark_attendance", find=find_session)
@require_POST
def close_for_arrivals(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Close self check-in and go back to the sheet."""
    check_in = standing_check_in(session)
    if check_in is not None:
        close_check_in(check_in=check_in, by=request.user)
    messages.success(request, _("Self check-in is closed."))
    return redirect("scheduling:roster", pk=session.pk)
