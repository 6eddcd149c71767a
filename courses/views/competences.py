"""Self-assessment: how far it is, the statements area by area, and the result."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions.self_assessment import (
    AlreadySubmitted,
    BeforeClosed,
    BeforeNotSubmitted,
    StatementsUnanswered,
    begin_assessment,
    save_area,
    submit_assessment,
)
from courses.forms import AreaForm
from courses.models import Rating, SelfAssessment
from courses.queries.competences import Area, MomentState, OwnAssessment, own_assessment
from courses.views.programme import programme_or_404
from people.access import PersonRequest, permission_required
from people.models import Person


def _own(request: PersonRequest, pk: int, moment: str = "") -> OwnAssessment:
    own = own_assessment(cast(Person, request.user.person), programme_or_404(pk))
    if not own.framework or (moment and moment not in SelfAssessment.Moment.values):
        raise Http404
    return own


@permission_required("courses.assess_oneself")
@require_safe
def overview(request: PersonRequest, pk: int) -> HttpResponse:
    """Show both self-assessments, how far they are, and what was submitted."""
    own = _own(request, pk)
    context = {"own": own, "programme": own.programme, "scale": list(Rating)}
    return render(request, "courses/self_assessment.html", context)


@permission_required("courses.assess_oneself")
@require_POST
def begin(request: PersonRequest, pk: int, moment: str) -> HttpResponse:
    """Open the self-assessment and go to its first area."""
    own = _own(request, pk, moment)
    try:
        begin_assessment(
            person=cast(Person, request.user.person),
            programme=own.programme,
            moment=moment,
            gives_up_before=request.POST.get("without_before") == "yes",
        )
    except BeforeClosed:
        _tell_before_closed(request)
    except BeforeNotSubmitted:
        messages.warning(
            request, _("Submit the self-assessment before training first, or choose to go without.")
        )
    else:
        if own.of(moment).is_submitted:
            return redirect("courses:self_assessment", pk)
        return redirect("courses:assess_area", pk, moment, own.of(moment).next_area)
    return redirect("courses:self_assessment", pk)


@permission_required("courses.assess_oneself")
@require_http_methods(["GET", "POST"])
def assess_area(request: PersonRequest, pk: int, moment: str, code: str) -> HttpResponse:
    """Show the statements of one area; save what was chosen and go to the next one."""
    own = _own(request, pk, moment)
    state = own.of(moment)
    area = next((one for one in own.framework if one.area.code == code), None)
    if area is None:
        raise Http404
    if not state.is_open or state.assessment is None:
        _tell_not_open(request, state)
        return redirect("courses:self_assessment", pk)
    chosen = {statement: row.rating for statement, row in state.ratings.items()}
    if request.method != "POST":
        return _show_area(request, own, state, area, AreaForm(area, chosen))
    form = AreaForm(area, chosen, request.POST)
    is_complete = form.is_valid()
    try:
        save_area(assessment=state.assessment, area=area.area, ratings=form.ratings)
    except (AlreadySubmitted, BeforeClosed):  # on another device, a moment ago
        _tell_not_open(request, _own(request, pk).of(moment))
        return redirect("courses:self_assessment", pk)
    if is_complete:
        return _go_on(request, own, state, area)
    return _show_area(request, own, state, area, form)


def _go_on(
    request: PersonRequest, own: OwnAssessment, state: MomentState, area: Area
) -> HttpResponse:
    following = own.framework[own.framework.index(area) + 1 :]
    if request.POST.get("then") == "stop" or not following:
        messages.success(request, _("Answers saved."))
        return redirect("courses:self_assessment", own.programme.pk)
    return redirect(
        "courses:assess_area", own.programme.pk, state.moment.value, following[0].area.code
    )


@permission_required("courses.assess_oneself")
@require_POST
def submit(request: PersonRequest, pk: int, moment: str) -> HttpResponse:
    """Lock the answers and show the result; go to what is unanswered, if anything is."""
    own = _own(request, pk, moment)
    state = own.of(moment)
    if state.assessment is None:
        _tell_not_open(request, state)
        return redirect("courses:self_assessment", pk)
    try:
        submit_assessment(assessment=state.assessment, by=request.user)
    except StatementsUnanswered as refusal:
        messages.error(
            request, _("Nothing was submitted yet: some statements have no answer. Here they are.")
        )
        return redirect("courses:assess_area", pk, moment, refusal.areas[0])
    except BeforeClosed:
        _tell_before_closed(request)
    else:
        messages.success(request, _("Self-assessment submitted."))
    return redirect("courses:self_assessment", pk)


def _tell_not_open(request: PersonRequest, state: MomentState) -> None:
    if state.is_submitted:
        messages.info(request, _("This self-assessment was submitted already; nothing changed."))
    elif state.is_closed:
        _tell_before_closed(request)
    else:
        messages.info(request, _("Begin the self-assessment first."))


def _tell_before_closed(request: PersonRequest) -> None:
    messages.warning(
        request,
        _(
            "The self-assessment after training has begun, so the one before it takes no more answers."
        ),
    )


def _show_area(
    request: PersonRequest, own: OwnAssessment, state: MomentState, area: Area, form: AreaForm
) -> HttpResponse:
    number = own.framework.index(area) + 1
    context = {
        "own": own,
        "programme": own.programme,
        "state": state,
        "area": area.area,
        "form": form,
        "fieldsets": form.fieldsets(),
        "number": number,
        "total": len(own.framework),
        "previous": own.framework[number - 2].area if number > 1 else None,
    }
    return render(request, "courses/assess_area.html", context)
