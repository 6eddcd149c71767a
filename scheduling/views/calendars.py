"""Calendar feeds and the private link to one's own."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from people.access import PersonRequest, permission_required, public
from people.models import TrainingRegion
from scheduling.actions.calendars import create_calendar_token, revoke_calendar_token
from scheduling.exports import calendar_feed
from scheduling.models import CalendarToken, Enrolment, Session, TrainingGroup
from scheduling.queries import with_times


@public
@require_safe
def group_calendar(request: HttpRequest, cohort: str, code: str) -> HttpResponse:
    """Answer with the days of a group."""
    group = get_object_or_404(TrainingGroup, cohort__code=cohort, code=code)
    return _shared(group.name, [group])


@public
@require_safe
def region_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the days of all groups of a training region."""
    region = get_object_or_404(TrainingRegion, code=code)
    return _shared(region.name, list(region.groups.all()))


@public  # whoever has the link has the right
@require_safe
def person_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the days of the person the private link belongs to."""
    person = get_object_or_404(CalendarToken.objects.select_related("person"), token=token).person
    seats = Enrolment.objects.seated().filter(person=person)
    groups = list(TrainingGroup.objects.filter(enrolments__in=seats))
    response = _feed(person.full_name, groups, private=True)
    patch_cache_control(response, private=True, no_store=True)
    return response


@permission_required("scheduling.enrol")
@require_POST
def open_calendar(request: PersonRequest) -> HttpResponseRedirect:
    """Make a private calendar link."""
    assert request.user.person is not None  # noqa: S101  # the permission asks for a person
    create_calendar_token(person=request.user.person, by=request.user)
    return redirect("scheduling:my_training")


@permission_required("scheduling.enrol")
@require_POST
def revoke_calendar(request: PersonRequest) -> HttpResponseRedirect:
    """Take the private calendar link away."""
    assert request.user.person is not None  # noqa: S101  # the permission asks for a person
    revoke_calendar_token(person=request.user.person, by=request.user)
    return redirect("scheduling:my_training")


def _shared(name: str, groups: list[TrainingGroup]) -> HttpResponse:
    response = _feed(name, groups, private=False)
    patch_cache_control(response, public=True, max_age=900)
    return response


def _feed(name: str, groups: list[TrainingGroup], *, private: bool) -> HttpResponse:
    sessions = with_times(Session.objects.filter(groups__in=groups).distinct())
    feed = calendar_feed(
        name=f"Mācības: {name}",
        sessions=sessions.order_by("date", "pk"),
        groups=groups,
        private=private,
    )
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")
