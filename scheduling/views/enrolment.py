"""A person's own training: choosing a group, enrolling, withdrawing."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import PersonRequest, permission_required, signed_in
from people.models import Person, TrainingRegion
from scheduling.actions.enrolment import (
    AlreadyEnrolled,
    EnrolmentClosed,
    SessionsOverlap,
    TrainingCompleted,
    enrol_person,
    queue_position,
)
from scheduling.actions.enrolment import withdraw as withdraw_enrolment
from scheduling.models import CalendarToken, Enrolment, TrainingGroup
from scheduling.queries import WindowState, enrolments_of, joinable_groups, training
from scheduling.views.find import find_enrolment, find_group


@signed_in
@require_safe
def my_training(request: PersonRequest) -> HttpResponse:
    """Show the group, the five days, what is next, what is missing, and the place in line."""
    person = request.user.person
    if person is None:
        return render(request, "scheduling/no_person.html")
    enrolments = enrolments_of(person)
    trainings = [training(enrolment) for enrolment in enrolments[:3]]
    token = CalendarToken.objects.filter(person=person).first()
    context = {
        "person": person,
        "trainings": trainings,
        "current": trainings[0] if trainings else None,
        "earlier": trainings[1:],
        "token": token,
    }
    return render(request, "scheduling/my_training.html", context)


@permission_required("scheduling.enrol")
@require_safe
def choose_group(request: PersonRequest) -> HttpResponse:
    """Offer the groups of a region with seats and dates; the region of the person's own first."""
    person = _person(request)
    regions = list(TrainingRegion.objects.all())
    region = _chosen_region(request.GET.get("region", ""), regions, person)
    mine = {row.cohort_id: row for row in enrolments_of(person)}
    cards = joinable_groups(region.code) if region else []
    context = {
        "regions": regions,
        "region": region,
        "offers": [(card, mine.get(card.group.cohort_id)) for card in cards],
    }
    return render(request, "scheduling/choose_group.html", context)


def _chosen_region(
    code: str, regions: list[TrainingRegion], person: Person
) -> TrainingRegion | None:
    own = person.municipality.training_region_id if person.municipality else None
    by_code = next((region for region in regions if region.code == code), None)
    by_home = next((region for region in regions if region.pk == own), None)
    return by_code or by_home or (regions[0] if regions else None)


@permission_required("scheduling.enrol", find=find_group)
@require_POST
def enrol(request: PersonRequest, group: TrainingGroup) -> HttpResponseBase:
    """Enrol the person who is signed in; whatever stands against it is said in a sentence."""
    try:
        enrolment = enrol_person(person=_person(request), group=group, by=request.user)
    except AlreadyEnrolled as known:
        if known.enrolment.group_id != group.pk:
            text = _("You are already enrolled in this cohort. Group: %(group)s")
            messages.warning(request, text % {"group": known.enrolment.group.name})
        else:
            _tell_place(request, known.enrolment)
        return redirect("scheduling:my_training")
    except EnrolmentClosed as refusal:
        messages.error(request, _closed_text(refusal))
    except SessionsOverlap as refusal:
        dates = ", ".join(f"{_date(c.date)} ({c.group.code})" for c in refusal.clashes)
        text = _("These sessions overlap: %(dates)s. Choose another group.")
        messages.error(request, text % {"dates": dates})
    else:
        _tell_place(request, enrolment)
        return redirect("scheduling:my_training")
    response = redirect("scheduling:choose_group")
    response["Location"] += f"?region={group.region.code}"
    return response


@permission_required("scheduling.withdraw_enrolment", find=find_enrolment)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest, enrolment: Enrolment) -> HttpResponseBase:
    """Ask first, then withdraw; the reason is kept when staff withdraw somebody."""
    is_own = enrolment.person_id == request.user.person_id
    if request.method != "POST":
        context = {"enrolment": enrolment, "is_own": is_own}
        return render(request, "scheduling/withdraw.html", context)
    try:
        withdraw_enrolment(
            enrolment=enrolment, by=request.user, reason=request.POST.get("reason", "")[:500]
        )
    except TrainingCompleted:
        messages.error(request, _("The training is completed; it can no longer be withdrawn from."))
    else:
        messages.success(request, _("Withdrawn from the training."))
    if is_own:
        return redirect("scheduling:my_training")
    return redirect("scheduling:group_detail", pk=enrolment.group_id)


def _person(request: PersonRequest) -> Person:
    person = request.user.person
    assert person is not None  # noqa: S101  # the permission asks for a person
    return person


def _tell_place(request: HttpRequest, enrolment: Enrolment) -> None:
    group = {"group": enrolment.group.name}
    if enrolment.state == Enrolment.State.WAITING:
        text = _("The group is full. Number on the waiting list: %(n)s")
        messages.info(request, text % {"n": queue_position(enrolment)})
    else:
        messages.success(request, _("Your place is confirmed. Group: %(group)s") % group)


def _closed_text(refusal: EnrolmentClosed) -> str:
    date = {"date": _date(timezone.localtime(refusal.at).date()) if refusal.at else ""}
    if refusal.state is WindowState.NOT_YET:
        return _("Enrolment opens: %(date)s") % date
    if refusal.state is WindowState.STARTED:
        return _("The training of this group began on %(date)s. Choose another group.") % date
    if refusal.at is None:
        return _("Enrolment in this group is closed. Choose another group.")
    return _("Enrolment is closed. It ended on %(date)s.") % date


def _date(day: dt.date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")
