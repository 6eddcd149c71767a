"""The roster on a phone: the page without names, its data, and the marks that come in later."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from cms.templatetags.look_tags import weekday
from cms.templatetags.states import shown
from people.access import PersonRequest, permission_required
from people.models import User
from scheduling.actions.attendance import SessionCancelled, SessionClosed, SessionNotBegun
from scheduling.actions.closing import PeopleUnmarked, close_block
from scheduling.actions.intake import Taken, take_in
from scheduling.forms.phone import (
    LARGEST_BODY,
    MalformedError,
    TooManyError,
    read_block,
    read_sent,
)
from scheduling.models import AttendanceMark, Session, SessionBlock
from scheduling.queries import RosterRow, roster
from scheduling.queries.phone import owner_key, person_key
from scheduling.views.closing import unmarked_text
from scheduling.views.find import find_session

HOURS_KEPT = 48
# What the page's script can show beside the states of the product.
STATUSES = ("present", "late", "left_early", "absent", "excused")
TAGS = (*STATUSES, "made_up", "unmarked", "contested")
# On the device a mark that counts is counted, and so is one that says what a closed sheet says.
_OUTCOMES = {"counts": "counted", "dismissed": "counted"}


@permission_required("scheduling.mark_attendance", find=find_session)
@require_safe
def page(request: PersonRequest, _session: Session) -> HttpResponse:
    """Show the page a device keeps: every word its script needs, and nothing about anybody."""
    statuses = [(status, shown(status).word, shown(status).icon) for status in STATUSES]
    context = {"statuses": statuses, "tags": TAGS, "zone": settings.TIME_ZONE}
    return render(request, "scheduling/phone.html", context)


@permission_required("scheduling.mark_attendance", find=find_session, for_script=True)
@never_cache
@require_GET
def data(request: PersonRequest, session: Session) -> HttpResponse:
    """Give a device the names of those expected, their marks, and a fresh form token."""
    found = roster(session)
    now = timezone.now()
    return JsonResponse(
        {
            "session": _session_data(session),
            "owner": owner_key(request.user.pk),
            "token": get_token(request),
            "server_now": now.isoformat(),
            "length": found.length,
            "blocks": [_block_data(session, block) for block in found.blocks],
            "people": [_person_data(session, row) for row in found.rows],
            "expires": (now + dt.timedelta(hours=HOURS_KEPT)).isoformat(),
        }
    )


@permission_required("scheduling.send_marks", find=find_session, for_script=True)
@require_POST
def receive(request: PersonRequest, session: Session) -> HttpResponse:
    """Take in marks made on a device and say what became of each; those of others are left."""
    if len(request.body) > LARGEST_BODY:
        return _refused(_too_large(), 413)
    try:
        sent = read_sent(request.body)
    except MalformedError as fault:
        return _refused(str(fault), 400)
    except TooManyError:
        return _refused(_too_large(), 413)
    if sent.owner != owner_key(request.user.pk):
        return _refused(
            _("These marks were made by another account. They wait on the device for it."), 409
        )
    taken = take_in(
        session=session,
        marks=[mark.as_input() for mark in sent.marks],
        by=request.user,
        device_now=sent.device_now,
        key_of=lambda person_id: person_key(session.pk, person_id),
    )
    length = max((one.position or 0 for one in taken), default=0)  # as far as its owner has seen
    return JsonResponse({"length": length, "results": [_result(one) for one in taken]})


@permission_required("scheduling.mark_attendance", find=find_session, for_script=True)
@require_POST
def close(request: PersonRequest, session: Session) -> HttpResponse:
    """Close one block, or say why it stays open."""
    try:
        wanted = read_block(request.body)
    except MalformedError as fault:
        return _refused(str(fault), 400)
    block = SessionBlock.objects.filter(session=session, pk=wanted).first()
    text = _("The session has no such block. Open the roster again.")
    if block is not None:
        text = _why_still_open(block, request.user)
    return JsonResponse({"closed": False, "text": text} if text else {"closed": True})


def _why_still_open(block: SessionBlock, by: User) -> str:
    """Close the block; return a sentence if it stays open."""
    try:
        close_block(block=block, by=by)
    except PeopleUnmarked as refusal:
        return unmarked_text(refusal.people)
    except SessionNotBegun:
        return _("The day has not come yet. Attendance is marked on the day.")
    except SessionCancelled:
        return _("The session is cancelled. We will announce a new date.")
    except SessionClosed:
        pass  # with the whole day, meanwhile
    return ""


def _refused(text: str, status: int) -> HttpResponse:
    return JsonResponse({"text": text}, status=status)


def _too_large() -> str:
    return _("The device sent too many marks at once. Nothing is recorded; it will send fewer.")


def _result(taken: Taken) -> dict[str, Any]:
    outcome = _OUTCOMES.get(taken.outcome, taken.outcome)
    return {
        "nonce": taken.nonce,
        "outcome": outcome,
        "text": _outcome_text(outcome, taken.why),
        "position": taken.position,
    }


def _outcome_text(outcome: str, why: str) -> str:
    if outcome == "contested":
        return _("Another person has changed this mark. Choose the right one.")
    if outcome == "held":
        reason = AttendanceMark.Why(why).label
        return _("The mark is kept and waits for a decision: %(reason)s.") % {"reason": reason}
    if outcome == "refused":
        return _("The session has no such person or block any more. The mark is not recorded.")
    return ""


def _session_data(session: Session) -> dict[str, Any]:
    day = session.day
    written = f"{weekday(session.date)}, {date_format(session.date)}"
    return {
        "id": session.pk,
        "title": f"{day.code} {day.local_title}",
        "place": _("Online") if day.mode == day.Mode.ONLINE else str(session.venue or ""),
        "date": written[:1].upper() + written[1:],
        "day": session.date.isoformat(),
        "groups": [group.code for group in session.groups.all()],
    }


def _block_data(session: Session, block: SessionBlock) -> dict[str, Any]:
    is_closed = block.closed_at is not None or session.state != Session.State.PLANNED
    return {
        "id": block.pk,
        "part": block.block.part,
        "label": _("Morning") if block.block.part == 1 else _("Afternoon"),
        "starts": _clock(timezone.localtime(block.starts_at).time()),
        "ends": _clock(timezone.localtime(block.ends_at).time()),
        "is_closed": is_closed,
        "may_close": not is_closed and session.date <= timezone.localdate(),
    }


def _person_data(session: Session, row: RosterRow) -> dict[str, Any]:
    return {
        "id": person_key(session.pk, row.person.pk),
        "name": row.person.full_name,
        "search": row.person.search_key,
        "hint": _hint(row) if row.has_namesake else "",
        "marks": {str(block): _mark_data(mark) for block, mark in row.marks.items() if mark},
    }


def _hint(row: RosterRow) -> str:
    """Tell people of the same name apart."""
    person = row.person
    born = _("born %(year)s") % {"year": person.birth_year} if person.birth_year else ""
    return " · ".join(filter(None, (str(person.municipality or ""), born)))


def _mark_data(mark: AttendanceMark) -> dict[str, Any]:
    return {
        "status": mark.status,
        "arrived": mark.arrived_at and _clock(mark.arrived_at),
        "left": mark.left_at and _clock(mark.left_at),
        "standing": mark.standing,
    }


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M}"
