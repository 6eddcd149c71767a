"""Checking in by oneself: from the code that was scanned, or from the one that was said aloud."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import PersonRequest, permission_required, public
from people.models import Person
from scheduling.actions.check_in import CheckInRefused, record_arrival
from scheduling.forms.check_in import SpokenCodeForm
from scheduling.models import AttendanceMark, CheckIn
from scheduling.queries.check_in import (
    Answer,
    Verdict,
    answer_to,
    arrival,
    named_by_token,
    own_check_ins,
    spoken_by,
)

# A scan that held when this browser made it holds so much longer: signing in takes time.
GRACE_SECONDS = 300
_SCAN = "check_in_scan"
_SALT = "scheduling.check_in"
_STATUS = {Verdict.OVER: 410, Verdict.HERE: 200, Verdict.MARKED: 200}


@public
@require_safe
def in_own_language(request: HttpRequest, token: str = "") -> HttpResponse:
    """Lead from the address on the wall to the page in the language of the phone."""
    if token:
        return redirect("scheduling:check_in_scanned", token)
    return redirect("scheduling:check_in")


def _remembers_scan(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Note in the browser's session that it has seen a code that holds, before it signs in."""

    @wraps(view)
    def remembering(request: HttpRequest, token: str) -> HttpResponseBase:
        now = timezone.now()
        check_in = named_by_token(token) if request.method == "GET" else None
        if check_in and check_in.takes_codes(now) and check_in.accepts_token(token, now):
            request.session[_SCAN] = signing.dumps([check_in.pk, now.timestamp()], salt=_SALT)
        return view(request, token)

    return remembering


def _seen_at(request: HttpRequest, check_in: CheckIn) -> dt.datetime | None:
    """Return when this browser saw a code of the check-in that held, if not too long ago."""
    try:
        pk, moment = signing.loads(
            request.session.get(_SCAN, ""), salt=_SALT, max_age=GRACE_SECONDS
        )
    except signing.BadSignature:
        return None
    return dt.datetime.fromtimestamp(moment, dt.UTC) if pk == check_in.pk else None


@_remembers_scan
@permission_required("scheduling.check_in")
@require_http_methods(["GET", "HEAD", "POST"])
def scanned(request: PersonRequest, token: str) -> HttpResponseBase:
    """Ask before recording anything: opening an address changes nothing."""
    now = timezone.now()
    check_in = named_by_token(token)
    if check_in is None:
        return _spent(request)
    seen_at = _seen_at(request, check_in)
    if seen_at is None and not check_in.accepts_token(token, now):
        return _spent(request)
    if request.method == "POST":
        return _record(request, check_in, seen_at)
    answer = answer_to(request.user, check_in, now)
    if answer.verdict != Verdict.OPEN:
        return _refuse(request, answer)
    status, _clock = arrival(check_in.block, seen_at or now)
    context = {
        "check_in": check_in,
        "session": check_in.block.session,
        "is_late": status == AttendanceMark.Status.LATE,
        "grace": check_in.block.block.day.programme.grace_minutes,
    }
    return render(request, "scheduling/check_in.html", context)


@permission_required("scheduling.check_in")
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: PersonRequest) -> HttpResponseBase:
    """Take the code that was said aloud or written into the chat; the session follows from it."""
    person = cast(Person, request.user.person)
    form = SpokenCodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not ratelimit.consume(request, action="check_in", user=request.user):
                form.add_error("code", _("Too many attempts. Try again in %(n)s min.") % {"n": 10})
                status = 429
            elif check_in := spoken_by(person, form.cleaned_data["code"], timezone.now()):
                return _record(request, check_in, None)
            else:
                form.add_error(
                    "code",
                    _(
                        "This code does not hold now. Ask for the newest one; if it does not work"
                        " either, speak to the trainer."
                    ),
                )
    context = {"form": form, "is_open": bool(own_check_ins(person))}
    return render(request, "scheduling/check_in_typed.html", context, status=status)


def _record(
    request: PersonRequest, check_in: CheckIn, seen_at: dt.datetime | None
) -> HttpResponseBase:
    try:
        mark = record_arrival(check_in=check_in, by=request.user, seen_at=seen_at)
    except CheckInRefused as refusal:
        return _refuse(request, refusal.answer)
    clock = formats.time_format(mark.arrived_at or timezone.localtime(mark.recorded_at))
    text = _("Arrival recorded at %(time)s.") % {"time": clock}
    if mark.status == AttendanceMark.Status.LATE:
        text = _("Arrival recorded at %(time)s, as late.") % {"time": clock}
    messages.success(request, text)
    request.session.pop(_SCAN, None)
    return redirect("scheduling:my_training")


def _refuse(request: PersonRequest, answer: Answer) -> HttpResponse:
    context = {
        "verdict": answer.verdict.value,
        "check_in": answer.check_in,
        "session": answer.check_in.block.session,
        "mark": answer.mark,
    }
    status = _STATUS.get(answer.verdict, 409)
    return render(request, "scheduling/check_in_refused.html", context, status=status)


def _spent(request: HttpRequest) -> HttpResponse:
    """Say that the code holds no longer, whatever it once was."""
    return render(request, "scheduling/check_in_refused.html", {"verdict": "spent"}, status=410)
