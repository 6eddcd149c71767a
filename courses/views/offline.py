"""Reading a module without connection: the copy a device keeps, and what it sends later."""

from pathlib import Path
from typing import cast

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from courses.actions.progress import UnknownPart, receive_part
from courses.models import Module
from courses.queries import find_progress, reader_key, reading_of, url_of, version_for
from courses.views.module import module_or_404, page_context, page_or_404
from people.access import PersonRequest, permission_required, public


@public
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Serve the script that answers for the server when there is no connection.

    From the root, since it may answer only for what lies below its own address.
    """
    script = Path(cast(str, finders.find("courses/offline_worker.js"))).read_bytes()
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@public
@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """Show what stands in for other pages without connection: the modules on this device."""
    return render(request, "courses/offline.html")


@public
@never_cache
@require_GET
def reader(request: HttpRequest) -> HttpResponse:
    """Tell a device that there is a connection, who is signed in, and give a fresh form token."""
    key = reader_key(request.user.person_id) if request.user.is_authenticated else ""
    return JsonResponse({"reader": key, "token": get_token(request) if key else ""})


@permission_required("courses.take_module", find=module_or_404)
@require_GET
def copy(request: PersonRequest, module: Module) -> HttpResponse:
    """Show the whole module as a device keeps it: no name, no reflection, no form token."""
    page = page_or_404(module)
    progress = find_progress(request.user.person_id, module.pk)
    if progress is None:
        return redirect(url_of(page))
    context = page_context(reading_of(page, progress)) | {"frame": "bare.html", "is_copy": True}
    return render(request, "courses/module_page.html", context)


@permission_required("courses.take_module", find=module_or_404)
@require_POST
def receive(request: PersonRequest, module: Module) -> HttpResponse:
    """Take in one part read without connection; say so, or in a sentence why not."""
    page = page_or_404(module)
    progress = find_progress(request.user.person_id, module.pk)
    if progress is None:
        return _refused(_("Start the module first."))
    try:
        receive_part(
            progress=progress,
            version=version_for(page, progress),
            part=request.POST.get("part", ""),
            by=request.user,
        )
    except UnknownPart:
        return _refused(_("This module has no such part. Nothing was changed."))
    return JsonResponse({"accepted": True, "sentence": ""})


def _refused(sentence: str) -> HttpResponse:
    return JsonResponse({"accepted": False, "sentence": sentence})
