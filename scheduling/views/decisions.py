"""The desk where marks that cannot count by themselves are decided by a person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from people.access import PersonRequest, permission_required
from scheduling.actions.attendance import SessionCancelled, TimeNotInBlock
from scheduling.actions.closing import ReasonMissing, SecondPersonNeeded
from scheduling.actions.decisions import CaseChanged, NothingToDecide, decide
from scheduling.actions.desk import Decided, Refusal, decide_marks
from scheduling.forms.corrections import ReasonForm
from scheduling.forms.decisions import KEEP, CaseForm, read_ticked
from scheduling.models import AttendanceMark, Session
from scheduling.queries.decisions import case_keys, history, read_cases, refused_marks
from scheduling.queries.sessions import sessions_seen_by
from scheduling.views.find import find_case, find_session

PER_PAGE = 30


@permission_required("scheduling.list_decisions")
@require_safe
def decision_list(request: PersonRequest) -> HttpResponse:
    """List every case the reader may see, the longest waiting first."""
    keys = case_keys(sessions_seen_by(request.user))
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    cases = read_cases((row["block_id"], row["person_id"]) for row in page.object_list)
    return render(request, "scheduling/decision_list.html", {"page": page, "cases": cases})


@permission_required("scheduling.see_session", post="scheduling.decide_session", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def session_decisions(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Show the cases of one session, and decide many of them with one reason."""
    form = ReasonForm(request.POST or None)
    ticked = set(read_ticked(request.POST.getlist("mark")))
    if request.method == "POST":
        accept = {"accept": True, "dismiss": False}.get(str(request.POST.get("do")))
        marks = AttendanceMark.objects.filter(session=session, pk__in=ticked)
        if not ticked or accept is None:
            messages.error(request, _("Tick the marks and choose what becomes of them."))
        elif form.is_valid():
            outcomes = decide_marks(
                marks=marks.select_related("block__session", "person"),
                accept=accept,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            _say(request, outcomes)
            return redirect(request.path)
    keys = case_keys(Session.objects.filter(pk=session.pk))
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": session,
        "page": page,
        "cases": read_cases((row["block_id"], row["person_id"]) for row in page.object_list),
        "form": form,
        "ticked": ticked,
        "may_decide": request.user.has_perm("scheduling.decide_session", session),
        "refused": refused_marks(session),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/session_decisions.html", context, status=status)


@permission_required("scheduling.see_case", post="scheduling.decide_case", find=find_case)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_case(request: PersonRequest, named: AttendanceMark) -> HttpResponseBase:
    """Show everything recorded about one person in one block, and decide what waits."""
    (case,) = read_cases([(named.block_id, named.person_id)])
    form = CaseForm(case, request.POST or None)
    if request.method == "POST":
        if not case.waiting:
            messages.info(request, refusal_text(NothingToDecide()))
            return redirect(request.path)
        if form.is_valid() and _decide(request, named, form):
            return redirect(request.path)
        (case,) = read_cases([(named.block_id, named.person_id)])
    context = {
        "session": named.block.session,
        "case": case,
        "form": form,
        "keep": KEEP,
        "may_decide": request.user.has_perm("scheduling.decide_case", named),
        "history": history(named.block, named.person),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/attendance_case.html", context, status=status)


def _decide(request: PersonRequest, named: AttendanceMark, form: CaseForm) -> bool:
    """Decide as the form says; say why not."""
    try:
        decide(
            block=named.block,
            person=named.person,
            chosen=form.chosen,
            reason=form.cleaned_data["reason"],
            by=request.user,
            seen=form.seen_marks,
        )
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal))
        return False
    messages.success(request, _("Decided."))
    return True


def refusal_text(refusal: Exception) -> str:
    """Say why a decision is refused."""
    texts = {
        ReasonMissing: _("Write the reason."),
        SecondPersonNeeded: _(
            "Somebody else needs to decide this: the mark is your own, or it is about you."
        ),
        NothingToDecide: _("Somebody has decided this meanwhile. Nothing waits here."),
        CaseChanged: _("Another mark has come in meanwhile. Look at all of them and decide again."),
        SessionCancelled: _(
            "The session is cancelled, so no mark of it can count. Leave what counted before."
        ),
        TimeNotInBlock: _(
            "The time of the mark lies outside the block, so it cannot count. Leave what counted"
            " before, and record the right time by itself."
        ),
    }
    return texts[type(refusal)]


def _say(request: PersonRequest, outcomes: list[Decided]) -> None:
    """Say how many are decided, and of each of the others why not."""
    if done := sum(one.refusal is None for one in outcomes):
        text = ngettext("%(n)d case decided.", "%(n)d cases decided.", done) % {"n": done}
        messages.success(request, text)
    for one in outcomes:
        if one.refusal is None:
            continue
        messages.error(request, f"{one.mark.person.full_name}: {refusal_text(one.refusal)}")
    if not outcomes:
        messages.info(request, refusal_text(NothingToDecide()))
