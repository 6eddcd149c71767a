"""Giving feedback about one's own training."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.actions.feedback import (
    FeedbackAlreadyGiven,
    FeedbackNotOpen,
    NotATrainerOfTheGroup,
    give_feedback,
)
from scheduling.forms.feedback import FeedbackForm
from scheduling.models import TrainingGroup
from scheduling.queries.feedback import feedback_opens_on, has_given_feedback
from scheduling.views.find import find_group


@permission_required("scheduling.give_feedback", find=find_group)
@require_http_methods(["GET", "POST"])
def give(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show the form while it is open and not answered yet; store what was sent."""
    person = cast(Person, request.user.person)
    opens_on = feedback_opens_on([group.pk]).get(group.pk)
    trainers = group.trainers.order_by("sort_key", "pk")
    form = FeedbackForm(trainers, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_feedback(person=person, group=group, **form.answers())
        except FeedbackAlreadyGiven:
            messages.info(request, _("You had already given feedback; nothing was added."))
        except FeedbackNotOpen:
            messages.warning(request, _("Feedback opens on the last training day."))
        except NotATrainerOfTheGroup:
            form.add_error(None, _("The trainers of the group have changed. Check the form."))
        else:
            messages.success(request, _("Feedback received. Thank you."))
        if form.is_valid():
            return redirect("scheduling:give_feedback", group.pk)
    context = {
        "group": group,
        "form": form,
        "opens_on": opens_on,
        "is_open": opens_on is not None and opens_on <= timezone.localdate(),
        "is_given": has_given_feedback(person, group),
    }
    return render(request, "scheduling/give_feedback.html", context)
