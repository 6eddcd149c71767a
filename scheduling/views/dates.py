"""The wrong date of a whole group's day, put right by two people."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import PersonRequest, permission_required
from scheduling.actions.attendance import SessionCancelled, SessionNotBegun
from scheduling.actions.closing import SecondPersonNeeded
from scheduling.actions.dates import (
    CorrectionPending,
    NothingRecorded,
    decide_date,
    propose_date,
)
from scheduling.actions.decisions import NothingChanges, NothingToDecide
from scheduling.actions.sessions import ClockChanges
from scheduling.forms.corrections import ReasonForm
from scheduling.forms.dates import DateForm
from scheduling.models import DateCorrection, Session
from scheduling.queries.dates import overlaps
from scheduling.views.find import find_session

_REFUSALS = (
    CorrectionPending,
    NothingRecorded,
    NothingChanges,
    NothingToDecide,
    SessionCancelled,
    SessionNotBegun,
    SecondPersonNeeded,
    ClockChanges,
)


@permission_required(
    "scheduling.see_session", post="scheduling.correct_attendance", find=find_session
)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_date(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Propose the right date, or decide about the one proposed."""
    rows = session.date_corrections.select_related("proposed_by__person", "decided_by__person")
    corrections = list(rows.order_by("-pk"))
    pending = next((row for row in corrections if row.state == "proposed"), None)
    form: Form = (ReasonForm if pending else DateForm)(request.POST or None)
    if request.method == "POST" and _is_done(request, session, pending, form):
        return redirect(request.path)
    may_correct = request.user.has_perm("scheduling.correct_attendance", session)
    context = {
        "session": session,
        "form": form,
        "pending": pending,
        "corrections": [row for row in corrections if row != pending],
        "overlaps": overlaps(session, pending.right_date) if pending else [],
        "may_propose": may_correct and pending is None,
        "may_decide": may_correct
        and pending is not None
        and pending.proposed_by_id != request.user.pk,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/correct_date.html", context, status=status)


def _is_done(
    request: PersonRequest, session: Session, pending: DateCorrection | None, form: Form
) -> bool:
    """Propose or decide as the form says; say why not."""
    accept = {"accept": True, "reject": False}.get(str(request.POST.get("do")))
    if not form.is_valid():
        return False
    if pending and accept is None:
        form.add_error(None, _("Choose whether to accept the date or not."))
        return False
    try:
        if pending:
            given = {"accept": bool(accept), "reason": form.cleaned_data["reason"]}
            decide_date(correction=pending, by=request.user, **given)  # type: ignore[arg-type]
        else:
            propose_date(session=session, by=request.user, **form.cleaned_data)
    except _REFUSALS as refusal:
        form.add_error(None, _refusal_text(refusal))
        return False
    messages.success(request, _said(pending, accept=bool(accept)))
    return True


def _said(pending: DateCorrection | None, *, accept: bool) -> str:
    if pending is None:
        return _("The date is proposed. It holds once a second person accepts it.")
    if accept:
        return _("The date is corrected. The first marks stay in the history.")
    return _("The date stays as it was recorded.")


def _refusal_text(refusal: Exception) -> str:
    texts = {
        CorrectionPending: _("A correction of this date waits for a decision already."),
        NothingRecorded: _("The day has no marks yet. Move it where sessions are planned."),
        NothingChanges: _("The day is recorded on this date already. Choose another one."),
        NothingToDecide: _("Somebody has decided this meanwhile. Nothing waits here."),
        SessionCancelled: _("The session is cancelled. Its date is not corrected."),
        SessionNotBegun: _("This date has not come yet. Choose the day on which people met."),
        SecondPersonNeeded: _("You proposed this date. Somebody else needs to decide."),
        ClockChanges: _(
            "Clocks change on this date within the session's hours. Choose another date."
        ),
    }
    return texts[type(refusal)]
