"""Proposing a correction of one mark on a closed sheet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.actions.attendance import NotOnRoster
from scheduling.actions.closing import SessionStillOpen
from scheduling.actions.decisions import NothingChanges, propose_correction
from scheduling.forms.corrections import CorrectionForm
from scheduling.models import AttendanceMark, Session, SessionBlock
from scheduling.views.find import find_session


@permission_required("scheduling.correct_attendance", find=find_session)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, session: Session) -> HttpResponseBase:
    """Propose the correction of one mark of a closed sheet, with a reason."""
    block, person = _named_mark(request, session)
    history = AttendanceMark.objects.filter(block=block, person=person).order_by("-position")
    form = CorrectionForm(request.POST or None, block=block)
    if request.method == "POST" and form.is_valid():
        try:
            propose_correction(block=block, person=person, by=request.user, **form.cleaned_data)
        except SessionStillOpen:
            messages.error(request, _("The day is not closed. Change the mark on the roster."))
        except NotOnRoster:
            messages.error(request, _("The list has changed meanwhile. Nothing is saved."))
        except NothingChanges:
            messages.info(request, _("The sheet says that already. Nothing is changed."))
        else:
            messages.success(
                request, _("The correction is kept. It counts once a second person accepts it.")
            )
        return redirect(reverse("scheduling:roster", args=[session.pk]))
    context = {
        "session": session,
        "corrected": block,
        "person": person,
        "form": form,
        "history": history.select_related("recorded_by__person"),
    }
    return render(request, "scheduling/correct.html", context)


def _named_mark(request: HttpRequest, session: Session) -> tuple[SessionBlock, Person]:
    """Find the block and person a correction is about; forged numbers find nothing."""
    numbers = [request.GET.get(name, "") for name in ("block", "person")]
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in numbers):  # noqa: PLR2004  # what a 64-bit number holds
        raise Http404
    block = get_object_or_404(
        session.blocks.select_related("block__day__programme"), pk=int(numbers[0])
    )
    return block, get_object_or_404(Person, pk=int(numbers[1]))
