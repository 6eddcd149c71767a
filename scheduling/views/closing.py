"""The sheet's end: closing a block or the day, opening it again, countersigning it."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.actions.attendance import SessionCancelled, SessionClosed, SessionNotBegun
from scheduling.actions.closing import (
    PeopleUnmarked,
    SecondPersonNeeded,
    SessionLocked,
    SessionStillOpen,
    close_block,
    close_session,
    countersign,
    reopen_session,
)
from scheduling.forms.corrections import ReasonForm
from scheduling.models import Session
from scheduling.views.find import find_session

NAMES_IN_MESSAGE = 10


@permission_required("scheduling.mark_attendance", find=find_session)
@require_POST
def close(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Close the chosen block or the whole day, or say who is still unmarked."""
    part = str(request.POST.get("part", ""))
    try:
        if part in {"1", "2"}:
            block = get_object_or_404(session.blocks, block__part=int(part))
            closed = close_block(block=block, by=request.user)
        else:
            closed = close_session(session=session, by=request.user)
    except PeopleUnmarked as refusal:
        messages.error(request, unmarked_text(refusal.people))
    except SessionClosed:
        messages.info(request, _("The day is closed."))
    except SessionCancelled:
        messages.error(request, _("The session is cancelled. We will announce a new date."))
    except SessionNotBegun:
        messages.error(request, _("The day has not come yet. Attendance is marked on the day."))
    else:
        is_day = closed.state == Session.State.CLOSED
        messages.success(request, _("The day is closed.") if is_day else _("The block is closed."))
    return redirect("scheduling:roster", pk=session.pk)


@permission_required("scheduling.mark_attendance", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Open the sheet again with a reason, as long as it is not locked."""
    if session.is_locked:
        messages.error(request, locked_text())
        return redirect("scheduling:roster", pk=session.pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_session(session=session, by=request.user, reason=form.cleaned_data["reason"])
        except SessionLocked:
            messages.error(request, locked_text())
        except SessionStillOpen:
            messages.info(request, _("The sheet is open."))
        else:
            messages.success(request, _("The sheet is open again."))
        return redirect("scheduling:roster", pk=session.pk)
    return render(request, "scheduling/reopen.html", {"session": session, "form": form})


@permission_required("scheduling.mark_attendance", find=find_session)
@require_POST
def confirm(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Countersign the closed sheet as a second person."""
    if session.state == Session.State.CANCELLED:
        raise Http404
    try:
        countersign(session=session, by=request.user)
    except SessionStillOpen:
        messages.error(request, _("Close the day first; then a second person countersigns it."))
    except SecondPersonNeeded:
        messages.error(request, _("You closed this sheet. Somebody else needs to countersign it."))
    else:
        messages.success(request, _("The sheet is countersigned and locked."))
    return redirect("scheduling:roster", pk=session.pk)


def locked_text() -> str:
    """Say why the sheet stays closed."""
    return _("The sheet is locked. A change needs a correction with a reason and a second person.")


def unmarked_text(people: list[Person]) -> str:
    """Say who keeps the sheet from being closed."""
    count = len(people)
    text = ngettext("%(n)d participant unmarked", "%(n)d participants unmarked", count)
    names = ", ".join(person.full_name for person in people[:NAMES_IN_MESSAGE])
    more = " …" if count > NAMES_IN_MESSAGE else ""
    return _("The day cannot be closed yet. %(count)s: %(names)s") % {
        "count": text % {"n": count},
        "names": names + more,
    }
