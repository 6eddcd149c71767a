"""People who came without a place: the trainer writes them down, a manager finds out who it was."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import PersonRequest, permission_required
from people.actions.teams import PossibleDuplicate
from people.models import Person
from people.queries import search_people
from scheduling.actions.attendance import NotOnRoster, SessionCancelled, SessionNotBegun
from scheduling.actions.closing import SecondPersonNeeded
from scheduling.actions.decisions import NothingToDecide
from scheduling.actions.enrolment import (
    AlreadyEnrolled,
    GroupFull,
    SessionsOverlap,
    enrol_person,
)
from scheduling.actions.walk_ins import (
    ArrivalOutsideBlock,
    NameMissing,
    NoPresence,
    dismiss_walk_in,
    match_walk_in,
    record_walk_in,
)
from scheduling.forms.corrections import ReasonForm
from scheduling.forms.walk_ins import NewPersonForm, WalkInForm
from scheduling.models import Session, WalkIn
from scheduling.queries.walk_ins import may_be_enrolled, proposals, seats_left, walk_ins
from scheduling.views.find import find_session, find_walk_in

PER_PAGE = 30
FOUND_SHOWN = 10


@permission_required("scheduling.mark_attendance", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Write down somebody who came and is not on the list."""
    blocks = list(session.blocks.select_related("block"))
    form = WalkInForm(blocks, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = record_walk_in(
                session=session, walk_in=form.walk_in, presence=form.presence, by=request.user
            )
        except SessionNotBegun:
            form.add_error(None, _("The day has not come yet. Attendance is marked on the day."))
        except (NameMissing, NoPresence, NotOnRoster, ArrivalOutsideBlock, SessionCancelled):
            form.add_error(None, _("The list has changed meanwhile. Nothing is saved."))
        else:
            text = _("Written down: %(person)s. A manager finds out who it is.")
            messages.success(request, text % {"person": made.full_name})
            return redirect("scheduling:roster", pk=session.pk)
    status = 422 if request.method == "POST" else 200
    context = {"session": session, "form": form}
    return render(request, "scheduling/walk_in_new.html", context, status=status)


@permission_required("scheduling.list_walk_ins")
@require_safe
def walk_in_list(request: PersonRequest) -> HttpResponse:
    """List the walk-ins that wait, or those that are decided."""
    shows_decided = request.GET.get("show") == "decided"
    found = walk_ins(waiting=not shows_decided)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shows_decided": shows_decided}
    return render(request, "scheduling/walk_in_list.html", context)


@permission_required("scheduling.see_walk_in", post="scheduling.decide_walk_in", find=find_walk_in)
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: PersonRequest, found: WalkIn) -> HttpResponseBase:
    """Show who the walk-in may be; match, make a new person, dismiss, or enrol the person."""
    act = str(request.POST.get("do", ""))
    initial = {
        name: getattr(found, name) for name in ("given_name", "family_name", "phone", "birth_year")
    }
    posted = request.method == "POST"
    reason = ReasonForm(request.POST if posted and act != "new" else None)
    person = NewPersonForm(request.POST if act == "new" else None, initial=initial)
    if posted and _is_done(request, found, act, reason, person):
        return redirect(request.path)
    is_waiting = found.state == WalkIn.State.WAITING
    may_decide = request.user.has_perm("scheduling.decide_walk_in", found)
    query = str(request.GET.get("q", ""))[:80].replace("\x00", "")
    is_placeless = found.person is not None and may_be_enrolled(found.person, found.session)
    context = {
        "walk_in": found,
        "may_decide": may_decide and is_waiting,
        "proposals": proposals(found) if is_waiting else [],
        "query": query,
        "found": search_people(query).select_related("municipality")[:FOUND_SHOWN]
        if query.strip() and is_waiting
        else [],
        "reason_form": reason,
        "person_form": person,
        "free_groups": seats_left(found.session) if may_decide and is_placeless else [],
        "is_placeless": is_placeless,
    }
    status = 422 if posted else 200
    return render(request, "scheduling/walk_in.html", context, status=status)


def _is_done(
    request: PersonRequest, found: WalkIn, act: str, reason: ReasonForm, person: NewPersonForm
) -> bool:
    """Do what was chosen; say why not."""
    if act == "enrol":
        return _enrol(request, found)
    form = person if act == "new" else reason
    if not form.is_valid():
        return False
    given = {"walk_in": found, "reason": form.cleaned_data["reason"], "by": request.user}
    try:
        if act == "dismiss":
            dismiss_walk_in(**given)  # type: ignore[arg-type]
        elif act == "new":
            is_another = person.cleaned_data["is_another_person"]
            match_walk_in(person=person.person, is_another_person=is_another, **given)  # type: ignore[arg-type]
        elif (known := _person(request)) is not None:
            match_walk_in(person=known, **given)  # type: ignore[arg-type]
        else:
            form.add_error(None, _("Choose a person."))
            return False
    except (NothingToDecide, SecondPersonNeeded, SessionCancelled, PossibleDuplicate) as refusal:
        form.add_error(None, _refusal_text(refusal))
        return False
    done = _("The walk-in earns nothing; the reason is kept.")
    matched = _("The person is named, and the marks are in the session's ledger.")
    messages.success(request, done if act == "dismiss" else matched)
    return True


def _person(request: PersonRequest) -> Person | None:
    """Return the chosen person; a forged number is nobody."""
    number = str(request.POST.get("person", ""))
    is_number = number.isascii() and number.isdigit() and len(number) < 19  # noqa: PLR2004  # what a 64-bit number holds
    return Person.objects.filter(pk=int(number)).first() if is_number else None


def _enrol(request: PersonRequest, found: WalkIn) -> bool:
    """Give the matched person a free seat in a group of the session."""
    chosen = str(request.POST.get("group", ""))
    group = next((g for g in seats_left(found.session) if str(g.pk) == chosen), None)
    if found.person is None or group is None:
        messages.error(request, _("The group has no free seat any more. Nobody was enrolled."))
        return True
    try:
        enrol_person(person=found.person, group=group, by=request.user, is_late=True)
    except GroupFull:
        messages.error(request, _("The group has no free seat any more. Nobody was enrolled."))
    except AlreadyEnrolled:
        messages.info(request, _("The person has a place in this cohort already."))
    except SessionsOverlap as refusal:
        dates = ", ".join(f"{clash.date:%d.%m.%Y.} {clash.group}" for clash in refusal.clashes)
        text = _("The person has other sessions at the same time: %(dates)s") % {"dates": dates}
        messages.error(request, text)
    else:
        text = _("Enrolled in the group %(group)s.") % {"group": group.name}
        messages.success(request, text)
    return True


def _refusal_text(refusal: Exception) -> str:
    texts = {
        NothingToDecide: _("Somebody has decided this meanwhile. Nothing waits here."),
        SecondPersonNeeded: _(
            "The sheet is closed, and you wrote this walk-in down or it is you."
            " Somebody else needs to decide."
        ),
        SessionCancelled: _("The session is cancelled, so nobody earns anything in it."),
        PossibleDuplicate: _(
            "A person of this name is known already. Choose them among the proposals, or say that"
            " this is another person."
        ),
    }
    return texts[type(refusal)]
