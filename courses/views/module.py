"""The module page and the acts on it: start, read a part, write the reflection."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from courses.actions.progress import (
    PrerequisitesUnmet,
    UnknownPart,
    read_part,
    save_reflection,
    start_module,
)
from courses.forms import ReflectionForm
from courses.models import Module, ModuleEdition, ModulePage, ModuleProgress
from courses.queries import (
    Reading,
    conditions_of,
    edition_of_training,
    find_module,
    find_page,
    find_progress,
    module_page_of,
    notes_in,
    reading_of,
    step_url,
    url_of,
    version_for,
)
from courses.views.kept import NOTE_ACTS, keep_typed, save_typed, show_unsaved
from people.access import PersonRequest, permission_required, public
from people.models import Person, User

Act = Callable[[PersonRequest, ModulePage, ModuleProgress], HttpResponse]


def module_or_404(address: str) -> Module:
    """Return the module with this word in its addresses; what a permission is asked of."""
    found = find_module(address)
    if found is None:
        raise Http404
    return found


def page_or_404(module: Module) -> ModulePage:
    """Return the module's published page in the reader's language, else in another."""
    page = module_page_of(module)
    if page is None:
        raise Http404
    return page


def must_start_first(request: HttpRequest, page: ModulePage) -> HttpResponse:
    """Send back to the module's page with the sentence that says what to do there."""
    messages.info(request, _("Start the module first."))
    return redirect(url_of(page))


def acts_on_progress(view: Act) -> Callable[[PersonRequest, Module], HttpResponse]:
    """Give the view the module's page and the person's progress.

    A GET, as after signing in, only goes to the page; so does who has not started, with a sentence.
    """

    @wraps(view)
    def acting(request: PersonRequest, module: Module) -> HttpResponse:
        page = page_or_404(module)
        if request.method == "GET":
            return redirect(url_of(page))
        progress = find_progress(request.user.person_id, module.pk)
        if progress is None:
            return must_start_first(request, page)
        return view(request, page, progress)

    return acting


@public
def module_page(request: HttpRequest, index: str, slug: str) -> HttpResponse:
    """Serve the page as Wagtail does, found by one query instead of a walk through the tree."""
    page = find_page(index, slug)
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]  # noqa: SLF001  # where Wagtail keeps the route it found
    response: HttpResponse = serve(request, f"{index}/{slug}/")
    return response


@require_safe
def show_module(request: HttpRequest, page: ModulePage) -> HttpResponse:
    """Show the module: whole to readers, step by step to who has started and asks for a step."""
    person_id = request.user.person_id if request.user.is_authenticated else None
    progress = find_progress(person_id, page.module_id)
    if progress is not None:
        cast(
            User, request.user
        ).person = progress.person  # the frame of the page asks for it; it is here
    edition = None if progress else edition_before_start(request, page)
    return _render(request, reading_of(page, progress, request.GET.get("part"), edition))


def edition_before_start(request: HttpRequest, page: ModulePage) -> ModuleEdition | None:
    """Return the version the reader's training has; asked only where there is more than one."""
    if not request.user.is_authenticated or not page.has_earlier_version:
        return None
    person = request.user.person
    return edition_of_training(person, page.module) if person is not None else None


@public
@require_safe
def module(request: HttpRequest, address: str) -> HttpResponse:
    """Go to the module's page, at the step where the person stopped."""
    page = page_or_404(module_or_404(address))
    person_id = request.user.person_id if request.user.is_authenticated else None
    return redirect(step_url(page, find_progress(person_id, page.module_id)))


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "POST"])
def start(request: PersonRequest, module: Module) -> HttpResponse:
    """Begin the module and open its first step. A GET, after signing in, only goes to the page."""
    page = page_or_404(module)
    if request.method == "GET":
        return redirect(url_of(page))
    try:
        progress = start_module(person=cast(Person, request.user.person), module=module)
    except PrerequisitesUnmet as refusal:
        codes = ", ".join(one.module.code for one in refusal.unmet)
        messages.error(request, _("Complete these modules first: %(codes)s.") % {"codes": codes})
        return redirect(url_of(page))
    return redirect(step_url(page, progress))


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "POST"])
@acts_on_progress
def read(request: PersonRequest, page: ModulePage, progress: ModuleProgress) -> HttpResponse:
    """Mark a part as read and go to the next step; notes typed on the page are saved with it."""
    if not request.POST.keys().isdisjoint(NOTE_ACTS):
        return keep_typed(request, page, progress)
    _written, unsaved = save_typed(request, page, progress)
    try:
        after = read_part(
            progress=progress,
            version=version_for(page, progress),
            part=request.POST.get("part", ""),
            by=request.user,
        )
    except UnknownPart:
        messages.error(request, _("This module has no such part. Nothing was changed."))
        then = url_of(page)
    else:
        _announce_completion(request, progress, after)
        then = _next_url(request, page, after)
    return show_unsaved(request, page, unsaved) if unsaved else redirect(then)


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "POST"])
@acts_on_progress
def reflection(request: PersonRequest, page: ModulePage, progress: ModuleProgress) -> HttpResponse:
    """Save what the person wrote and go to the next step."""
    reading = reading_of(page, progress, "reflection")
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return _render(request, reading, form)
    after = save_reflection(
        progress=progress,
        version=reading.version,
        text=form.cleaned_data["reflection"],
        by=request.user,
    )
    if after.reflection or progress.reflection:
        messages.success(request, _("Reflection saved."))
    _announce_completion(request, progress, after)
    return redirect(_next_url(request, page, after))


def _next_url(request: PersonRequest, page: ModulePage, progress: ModuleProgress) -> str:
    """Stay on the whole page if the person reads it so; otherwise go on step by step."""
    if request.POST.get("view") == "whole":
        return f"{url_of(page)}#{progress.last_part}"
    return step_url(page, progress)


def _announce_completion(
    request: PersonRequest, before: ModuleProgress, after: ModuleProgress
) -> None:
    if before.completed_at is None and after.completed_at is not None:
        messages.success(request, _("Module completed."))


def _render(
    request: HttpRequest, reading: Reading, form: ReflectionForm | None = None
) -> HttpResponse:
    context = page_context(reading) | {"form": form, "notes": notes_in(reading.progress)}
    return render(request, "courses/module_page.html", context)


def page_context(reading: Reading) -> dict[str, Any]:
    """Return what the module page's template needs to show a reading."""
    return {
        "page": reading.page,
        "self": reading.page,
        "reading": reading,
        "conditions": conditions_of(reading),
    }
