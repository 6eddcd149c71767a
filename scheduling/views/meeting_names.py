"""Names in meeting reports: whose one is, which wait, which were learned."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import PersonRequest, permission_required
from scheduling.actions.meeting_names import (
    NameNotFound,
    NoteMissing,
    TooManyAtOneDevice,
    decide_names,
    forget_alias,
)
from scheduling.forms.meetings import NameForm
from scheduling.models import MeetingAlias, MeetingAttendee
from scheduling.queries.meetings.names_list import (
    learned_names,
    names_for,
    waiting_rows,
    with_sessions,
)
from scheduling.queries.meetings.review import MeetingReview, meeting_review
from scheduling.views.find import find_meeting_alias, find_meeting_name
from scheduling.views.meetings import INVALID, changed_text

PER_PAGE = 40


@permission_required("scheduling.decide_meeting_name", find=find_meeting_name)
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: PersonRequest, attendee: MeetingAttendee) -> HttpResponse:
    """Decide whose one name is, and who else sat at the device."""
    session = attendee.report.session
    review: MeetingReview = meeting_review(session)
    form = NameForm(
        request.POST if request.method == "POST" else None, review=review, attendee=attendee
    )
    if request.method == "POST" and form.is_valid():
        try:
            decide_names(session=session, choices=[form.choice], by=request.user)
        except (NameNotFound, NoteMissing, TooManyAtOneDevice):
            messages.error(request, changed_text())
        else:
            messages.success(request, _("The decision is saved."))
        return redirect("scheduling:meeting", session.pk)
    rows = (*review.waiting, *review.matched, *review.aside)
    row = next((row for row in rows if row.attendee.pk == attendee.pk), None)
    context = {"session": session, "attendee": attendee, "form": form, "row": row}
    status = INVALID if form.is_bound else 200
    return render(
        request, "scheduling/meeting_name.html", context | {"review": review}, status=status
    )


@permission_required("scheduling.list_meeting_names")
@require_safe
def name_list(request: PersonRequest) -> HttpResponse:
    """List the names that wait over all sessions, or those that were learned."""
    shows_learned = request.GET.get("show") == "learned"
    found: Any = (
        learned_names(request.user) if shows_learned else with_sessions(names_for(request.user))
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shows_learned": shows_learned,
        "rows": page.object_list if shows_learned else waiting_rows(list(page.object_list)),
    }
    return render(request, "scheduling/meeting_names.html", context)


@permission_required("scheduling.forget_meeting_name", find=find_meeting_alias)
@require_POST
def forget(request: PersonRequest, alias: MeetingAlias) -> HttpResponse:
    """Forget a remembered name."""
    forget_alias(alias=alias, by=request.user)
    messages.success(request, _("The name is forgotten."))
    return redirect(f"{reverse('scheduling:meeting_names')}?show=learned")
