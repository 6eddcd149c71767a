"""Tasks and equivalences for missed blocks: given, handed in, approved by a second person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import PersonRequest, permission_required
from scheduling.actions.attendance import NotOnRoster
from scheduling.actions.closing import SecondPersonNeeded, SessionStillOpen
from scheduling.actions.decisions import CaseChanged, NothingChanges, NothingToDecide
from scheduling.actions.make_ups import (
    OPEN,
    DeadlinePassed,
    MakeUpPending,
    NothingMissing,
    TextMissing,
    decide_make_up,
    hand_in,
    propose_make_up,
)
from scheduling.forms.corrections import ReasonForm
from scheduling.forms.make_ups import HandInForm, MakeUpForm
from scheduling.models import AttendanceMark, MakeUp
from scheduling.queries.make_ups import make_ups_seen_by
from scheduling.views.find import find_case, find_make_up

PER_PAGE = 30
_REFUSALS = (
    SecondPersonNeeded,
    NotOnRoster,
    DeadlinePassed,
    NothingMissing,
    MakeUpPending,
    TextMissing,
    SessionStillOpen,
    NothingChanges,
    NothingToDecide,
    CaseChanged,
)


@permission_required("scheduling.list_make_ups")
@require_safe
def make_up_list(request: PersonRequest) -> HttpResponse:
    """List the make-ups that are open, or those that are decided."""
    shows_decided = request.GET.get("show") == "decided"
    found = make_ups_seen_by(request.user)
    if shows_decided:
        found = found.exclude(state__in=OPEN).order_by("-decided_at", "-pk")
    else:
        found = found.filter(state__in=OPEN).order_by("-state", "proposed_at", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shows_decided": shows_decided}
    return render(request, "scheduling/make_up_list.html", context)


@permission_required("scheduling.decide_case", find=find_case)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PersonRequest, named: AttendanceMark) -> HttpResponseBase:
    """Give a task for a missed block, or propose what is equivalent to it."""
    form = MakeUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_make_up(
                block=named.block, person=named.person, by=request.user, **form.cleaned_data
            )
        except _REFUSALS as refusal:
            form.add_error(None, _refusal_text(refusal))
        else:
            messages.success(request, _("Kept. It counts once a second person approves it."))
            return redirect("scheduling:make_up", pk=made.pk)
    context = {"named": named, "session": named.block.session, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/make_up_new.html", context, status=status)


@permission_required("scheduling.see_make_up", post="scheduling.decide_make_up", find=find_make_up)
@require_http_methods(["GET", "HEAD", "POST"])
def make_up(request: PersonRequest, found: MakeUp) -> HttpResponseBase:
    """Show a make-up with what was handed in; approve or refuse it as a second person."""
    form = ReasonForm(request.POST or None)
    approve = {"approve": True, "reject": False}.get(str(request.POST.get("do")))
    if request.method == "POST" and form.is_valid():
        if approve is None:
            form.add_error(None, _("Choose whether to approve the make-up or not."))
        elif _is_decided(request, found, form, approve=approve):
            return redirect(request.path)
    may = request.user.has_perm("scheduling.decide_make_up", found) and found.state in OPEN
    is_other = request.user.pk != found.proposed_by_id
    is_other = is_other and request.user.person_id != found.person_id
    context = {
        "make_up": found,
        "form": form,
        "may_decide": may and is_other,
        "needs_another": may and not is_other,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/make_up.html", context, status=status)


def _is_decided(request: PersonRequest, found: MakeUp, form: ReasonForm, *, approve: bool) -> bool:
    try:
        reason = form.cleaned_data["reason"]
        decide_make_up(make_up=found, approve=approve, reason=reason, by=request.user)
    except _REFUSALS as refusal:
        form.add_error(None, _refusal_text(refusal))
        return False
    approved = _("Approved. The hours are credited.")
    messages.success(request, approved if approve else _("Not approved; the reason is kept."))
    return True


@permission_required("scheduling.hand_in_make_up", find=find_make_up)
@require_http_methods(["GET", "HEAD", "POST"])
def own_make_up(request: PersonRequest, found: MakeUp) -> HttpResponseBase:
    """Show a participant their task, and take what they hand in."""
    form = HandInForm(request.POST or None, initial={"text": found.handed_in_text})
    if request.method == "POST" and form.is_valid():
        try:
            hand_in(make_up=found, text=form.cleaned_data["text"], by=request.user)
        except _REFUSALS as refusal:
            form.add_error(None, _refusal_text(refusal))
        else:
            messages.success(request, _("Handed in. You will see here what is decided."))
            return redirect(request.path)
    is_open = found.kind == MakeUp.Kind.TASK and found.state in OPEN
    is_over = found.deadline is not None and found.deadline < timezone.localdate()
    context = {
        "make_up": found,
        "form": form,
        "may_hand_in": is_open and (not is_over or form.is_bound),
        "is_too_late": is_open and is_over and found.handed_in_at is None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/own_make_up.html", context, status=status)


def _refusal_text(refusal: Exception) -> str:
    texts = {
        SecondPersonNeeded: _("Somebody else needs to do this: it is your own proposal or you."),
        NotOnRoster: _("The person is not on the list of this session."),
        DeadlinePassed: _("The deadline has passed. Ask your trainer for a new one."),
        NothingMissing: _("All hours of this block are credited already."),
        MakeUpPending: _("A make-up of this block is open already."),
        TextMissing: _("Nothing has been handed in yet."),
        SessionStillOpen: _("The sheet of this session is still open. Close it first."),
        NothingChanges: _("The sheet says that already. Nothing is changed."),
        NothingToDecide: _("Somebody has decided this meanwhile. Nothing waits here."),
        CaseChanged: _("Other marks of this block wait for a decision. Decide about them first."),
    }
    return texts[type(refusal)]
