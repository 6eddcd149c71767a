"""Guests and substitutes of one session: who else is expected, and who else teaches."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.actions.attendance import SessionCancelled, SessionClosed
from scheduling.actions.closing import SessionLocked
from scheduling.actions.guests import (
    AlreadyOnRoster,
    GuestMarked,
    NotOfCohort,
    add_guest,
    remove_guest,
)
from scheduling.actions.substitutes import NotATrainer, name_substitutes
from scheduling.forms.make_ups import GuestForm, SubstitutesForm
from scheduling.models import Session, SessionGuest
from scheduling.queries.session_desk import guests_of, possible_guests
from scheduling.views.find import find_session

_ADDING = (SessionClosed, SessionCancelled, NotOfCohort, AlreadyOnRoster)


@permission_required("scheduling.mark_attendance", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Put people of other groups on the roster of this session, or take them off."""
    query = str(request.GET.get("q", ""))[:80].replace("\x00", "")
    removing = str(request.POST.get("remove", ""))
    form = GuestForm(request.POST if request.method == "POST" and not removing else None)
    if request.method == "POST":
        done = _remove(request, session, removing) if removing else _add(request, session, form)
        if done:
            return redirect(request.path)
    context = {
        "session": session,
        "form": form,
        "query": query,
        "guests": guests_of(session),
        "found": possible_guests(session, query),
        "is_open": session.state == Session.State.PLANNED,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/guests.html", context, status=status)


def _add(request: PersonRequest, session: Session, form: GuestForm) -> bool:
    if not form.is_valid():
        return False
    person = Person.objects.filter(pk=form.cleaned_data["person"]).first()
    try:
        if person is None:
            raise NotOfCohort
        add_guest(
            session=session, person=person, reason=form.cleaned_data["reason"], by=request.user
        )
    except _ADDING as refusal:
        form.add_error(None, _refusal_text(refusal))
        return False
    text = _("On the list of this session: %(person)s") % {"person": person.full_name}
    messages.success(request, text)
    return True


def _remove(request: PersonRequest, session: Session, number: str) -> bool:
    is_number = number.isascii() and number.isdigit() and len(number) < 19  # noqa: PLR2004  # what a 64-bit number holds
    guest = get_object_or_404(
        SessionGuest, pk=int(number) if is_number else 0, session=session, removed_at=None
    )
    try:
        remove_guest(guest=guest, by=request.user)
    except (GuestMarked, SessionClosed, SessionCancelled) as refusal:
        messages.error(request, _refusal_text(refusal))
    else:
        messages.success(request, _("Taken off the list of this session."))
    return True


def _refusal_text(refusal: Exception) -> str:
    texts = {
        SessionClosed: _("The sheet is closed. A change needs a correction with a reason."),
        SessionCancelled: _("The session is cancelled. We will announce a new date."),
        NotOfCohort: _("Only people with a place in the same cohort can be guests."),
        AlreadyOnRoster: _("The person is on the list of this session already."),
        GuestMarked: _("The guest is marked in this session and stays on its sheet."),
    }
    return texts[type(refusal)]


@permission_required(
    "scheduling.see_session", post="scheduling.name_substitutes", find=find_session
)
@require_http_methods(["GET", "HEAD", "POST"])
def substitutes(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Show who teaches this day, and name substitutes for it."""
    initial = {"trainers": session.trainers.all()}
    posted = request.POST if request.method == "POST" else None
    form = SubstitutesForm(session, posted, initial=initial)
    if posted is not None and form.is_valid():
        try:
            chosen = form.cleaned_data["trainers"]
            name_substitutes(session=session, trainers=chosen, by=request.user)
        except SessionLocked:
            form.add_error(None, _("The sheet is locked: who taught is settled."))
        except SessionCancelled:
            form.add_error(None, _("The session is cancelled. We will announce a new date."))
        except NotATrainer:
            form.add_error(None, _("Choose people whose account has the role of trainer."))
        else:
            messages.success(request, _("The trainers of this day are saved."))
            return redirect("scheduling:roster", pk=session.pk)
    context = {
        "session": session,
        "form": form,
        "own": Person.objects.filter(training_groups__sessions=session).distinct(),
        "substitutes": session.trainers.all(),
        "may_name": request.user.has_perm("scheduling.name_substitutes", session)
        and not session.is_locked,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scheduling/substitutes.html", context, status=status)
