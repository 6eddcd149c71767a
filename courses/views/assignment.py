"""A person's own assignment: the draft, handing it in, and its history."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.assignments import (
    AlreadyAccepted,
    NothingChanged,
    NothingToHandIn,
    TooManyFiles,
    save_draft,
    submit_assignment,
)
from courses.forms import AssignmentForm
from courses.models import Assignment, AssignmentFile, Module
from courses.queries import (
    AssignmentView,
    Reading,
    assignment_view,
    find_assignment,
    find_progress,
    reading_of,
    url_of,
)
from courses.views.files import private_file
from courses.views.module import module_or_404, must_start_first, page_or_404
from people.access import PersonRequest, permission_required
from people.models import Person


def file_or_404(address: str, pk: int) -> AssignmentFile:
    """Return the file of an assignment in this module; the permission says whose it must be."""
    found = AssignmentFile.objects.filter(pk=pk, assignment__module__address=address)
    file = found.select_related("assignment").first()
    if file is None:
        raise Http404
    return file


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: PersonRequest, module: Module) -> HttpResponse:
    """Show the draft and the history; save the draft, and hand it in if that was asked."""
    page = page_or_404(module)
    progress = find_progress(request.user.person_id, module.pk)
    if progress is None:
        return must_start_first(request, page)
    reading = reading_of(page, progress)
    view = assignment_view(find_assignment(progress.person_id, module.pk))
    if request.method != "POST":
        return _page(request, reading, view, _form(view))
    form = AssignmentForm(view.draft_files, request.POST, request.FILES)
    is_good = form.is_valid()
    try:
        saved = save_draft(person=cast(Person, request.user.person), module=module, **form.good)
        if is_good and request.POST.get("do") == "submit":
            submit_assignment(assignment=saved)
            messages.success(request, _("Assignment handed in."))
        elif is_good:
            messages.success(request, _("Draft saved."))
    except AlreadyAccepted:
        messages.error(request, _("The assignment is accepted already; it can no longer change."))
        return _page(request, reading, view, form)
    except (NothingToHandIn, NothingChanged, TooManyFiles) as refusal:
        form.add_error(None, _sentence(refusal))
        is_good = False
    if is_good:
        return redirect(request.path)
    # What was good is in the draft by now; what was not stays in the form.
    return _page(
        request, reading, assignment_view(find_assignment(progress.person_id, module.pk)), form
    )


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, NothingToHandIn):
        return _("There is nothing to hand in yet. Write something, or add a file or a link.")
    if isinstance(refusal, NothingChanged):
        return _("Nothing has changed since the version that was returned. Improve it first.")
    return _("An assignment has at most three files. Remove one and add the file again.")


def _form(view: AssignmentView) -> AssignmentForm:
    draft = view.assignment
    initial = {"text": draft.draft_text, "link": draft.draft_link} if draft else {}
    return AssignmentForm(view.draft_files, initial=initial)


def _page(
    request: PersonRequest, reading: Reading, view: AssignmentView, form: AssignmentForm
) -> HttpResponse:
    context = {
        "url": url_of(reading.page),
        "reading": reading,
        "view": view,
        "state": view.assignment.state if view.assignment else Assignment.State.DRAFT,
        "form": form,
        "person": request.user.person,
    }
    return render(request, "courses/assignment.html", context)


@permission_required("courses.see_assignment_file", find=file_or_404)
@require_safe
def assignment_file(request: PersonRequest, file: AssignmentFile) -> FileResponse:
    """Send one's own file back."""
    return private_file(file)
