"""A trainer's work with assignments: what waits, reading one, returning or accepting it."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.assignments import (
    AlreadyAnswered,
    FeedbackMissing,
    NewerVersion,
    accept_assignment,
    return_assignment,
)
from courses.models import Assignment, AssignmentFile, AssignmentVersion
from courses.queries import assignment_view, module_page_of
from courses.views.files import private_file
from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.forms import AnswerForm, AssignmentFilterForm
from scheduling.queries import assignment_rows, assignments_for
from scheduling.views.find import find_assignment, find_assignment_file

PER_PAGE = 30
State = Assignment.State


@permission_required("scheduling.list_assignments")
@require_safe
def assignment_list(request: PersonRequest) -> HttpResponse:
    """List what waits for the trainer's answer, or what has been answered."""
    trainer = cast(Person, request.user.person)
    form = AssignmentFilterForm(trainer, request.GET)
    shows_answered = request.GET.get("show") == "answered"
    states = [State.RETURNED, State.ACCEPTED] if shows_answered else [State.SUBMITTED]
    found = assignments_for(trainer, **form.chosen).filter(state__in=states)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": assignment_rows(list(page.object_list), trainer),
        "shows_answered": shows_answered,
        "is_narrowed": any(form.chosen.values()),
    }
    return render(request, "scheduling/assignment_list.html", context)


@permission_required("scheduling.review_assignment", find=find_assignment)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: PersonRequest, assignment: Assignment) -> HttpResponse:
    """Show all that was handed in with its history; take the trainer's answer."""
    if request.method != "POST":
        return _page(request, assignment)
    form = AnswerForm(request.POST)
    version = _version(form, assignment)
    outcome = request.POST.get("do")
    if version is None or outcome not in {"return", "accept"}:
        if not form.errors:
            form.add_error(None, _("Choose whether to accept the assignment or to return it."))
        return _page(request, assignment, form)
    feedback = form.cleaned_data["feedback"]
    try:
        if outcome == "accept":
            accept_assignment(version=version, feedback=feedback, by=request.user)
            messages.success(request, _("Assignment accepted."))
        else:
            return_assignment(version=version, feedback=feedback, by=request.user)
            messages.success(request, _("Assignment returned with your feedback."))
    except (AlreadyAnswered, NewerVersion, FeedbackMissing) as refusal:
        field = "feedback" if isinstance(refusal, FeedbackMissing) else None
        form.add_error(field, _sentence(refusal))
        return _page(request, find_assignment(assignment.pk), form)
    return redirect("scheduling:assignment_list")


def _version(form: AnswerForm, assignment: Assignment) -> AssignmentVersion | None:
    """Return the version the trainer has read; None if the form is wrong."""
    if not form.is_valid():
        return None
    found = AssignmentVersion.objects.filter(assignment=assignment)
    return found.filter(number=form.cleaned_data["version"]).select_related("assignment").first()


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, FeedbackMissing):
        return _("Write what to improve before you return the assignment.")
    if isinstance(refusal, NewerVersion):
        return _("A newer version has been handed in meanwhile. Read it before you answer.")
    decision = cast(AlreadyAnswered, refusal).decision
    texts = {
        "accepted": _("Another trainer was first: %(name)s has accepted it. Nothing was changed."),
        "returned": _("Another trainer was first: %(name)s has returned it. Nothing was changed."),
    }
    return texts[decision.outcome] % {"name": decision.decided_by.get_full_name()}


def _page(
    request: PersonRequest, assignment: Assignment, form: AnswerForm | None = None
) -> HttpResponse:
    trainer = cast(Person, request.user.person)
    view = assignment_view(assignment)
    newest = view.newest
    if form is None:
        form = AnswerForm(initial={"version": newest.number if newest else None})
    elif newest is not None:
        # The next answer is to what stands on this page, whatever the last form was about.
        form.data = {**form.data.dict(), "version": str(newest.number)}  # type: ignore[attr-defined]
    context = {
        "row": assignment_rows([assignment], trainer)[0],
        "assignment": assignment,
        "view": view,
        "page_of_module": module_page_of(assignment.module),
        "form": form,
    }
    return render(request, "scheduling/assignment_review.html", context)


@permission_required("scheduling.open_assignment_file", find=find_assignment_file)
@require_safe
def open_file(request: PersonRequest, file: AssignmentFile) -> FileResponse:
    """Send a file that was handed in."""
    return private_file(file)
