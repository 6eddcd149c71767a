"""What participants say about their own attendance: objecting to a mark, not coming."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.actions.attendance import NotOnRoster, SessionCancelled
from scheduling.actions.closing import SessionStillOpen
from scheduling.actions.decisions import NothingChanges
from scheduling.actions.notices import TooLateToAnnounce, announce_absence, take_back_absence
from scheduling.actions.objections import ObjectionTooLate, ObjectionWaits, object_to_mark
from scheduling.forms.corrections import AbsenceForm, ObjectionForm
from scheduling.models import AbsenceNotice, AttendanceMark, Session, SessionBlock
from scheduling.queries.notices import may_announce
from scheduling.queries.objections import last_day_to_object
from scheduling.views.find import find_block, find_session


@permission_required("scheduling.object_to_mark", find=find_block)
@require_http_methods(["GET", "HEAD", "POST"])
def object_to_block(request: PersonRequest, block: SessionBlock) -> HttpResponseBase:
    """Take the participant's objection to the mark of a block."""
    person = cast(Person, request.user.person)
    form = ObjectionForm(request.POST or None, block=block)
    if request.method == "POST" and form.is_valid():
        try:
            object_to_mark(block=block, person=person, by=request.user, **form.cleaned_data)
        except NothingChanges:
            form.add_error("status", _("The sheet says that already."))
        except ObjectionTooLate as refusal:
            day = {"date": formats.date_format(refusal.last_day)}
            messages.error(request, _("The last day to object was %(date)s.") % day)
            return redirect("scheduling:my_training")
        except ObjectionWaits:
            messages.info(request, _("You have objected already. It waits for a decision."))
            return redirect("scheduling:my_training")
        except (SessionStillOpen, SessionCancelled, NotOnRoster):
            messages.error(request, _open_text())
            return redirect("scheduling:my_training")
        else:
            messages.success(request, _("Your objection is kept. Somebody else will decide it."))
            return redirect("scheduling:my_training")
    marks = AttendanceMark.objects.filter(block=block, person=person)
    context = {
        "objected": block,
        "session": block.session,
        "mark": marks.current().first(),
        "last_day": last_day_to_object(block.session, block),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "scheduling/objection.html", context, status=status)


@permission_required("scheduling.announce_absence", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Take the notice that somebody will not come, as long as the day has not begun."""
    if not may_announce(session):
        messages.error(request, _late_text())
        return redirect("scheduling:my_training")
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            announce_absence(session=session, by=request.user, **form.cleaned_data)
        except TooLateToAnnounce:
            messages.error(request, _late_text())
        else:
            messages.success(request, _("The trainer will see that you are not coming."))
        return redirect("scheduling:my_training")
    notice = AbsenceNotice.objects.filter(session=session, person=request.user.person).first()
    context = {"session": session, "form": form, "notice": notice}
    status = 422 if form.errors else 200
    return render(request, "scheduling/absence.html", context, status=status)


@permission_required("scheduling.announce_absence", find=find_session)
@require_POST
def take_back(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Take the notice back: the person comes after all."""
    try:
        take_back_absence(session=session, by=request.user)
    except TooLateToAnnounce:
        messages.error(request, _late_text())
    else:
        messages.success(request, _("The notice is taken back. You are expected."))
    return redirect("scheduling:my_training")


def _late_text() -> str:
    return _("The day has begun or is closed, so it can no longer be said in advance.")


def _open_text() -> str:
    return _("The sheet of this block is not closed, so there is nothing to object to yet.")
