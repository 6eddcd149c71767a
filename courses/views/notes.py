"""A person's own notes and bookmarks: kept from a module's page, listed, downloaded, deleted."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions.notes import delete_note
from courses.exports import notes_as_text
from courses.models import ModuleNote, ModulePage, ModuleProgress
from courses.queries import (
    listed_note,
    listed_notes,
    notes_by_module,
)
from courses.views.kept import keep_typed
from courses.views.module import acts_on_progress, module_or_404
from people.access import PersonRequest, permission_required

_PER_PAGE = 30


def note_or_404(pk: int) -> ModuleNote:
    """Return the note; the permission says whose it must be."""
    found = ModuleNote.objects.filter(pk=pk).select_related("module").first()
    if found is None:
        raise Http404
    return found


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "POST"])
@acts_on_progress
def keep(request: PersonRequest, page: ModulePage, progress: ModuleProgress) -> HttpResponse:
    """Save what was typed and the bookmark pressed, and go back to the same part."""
    return keep_typed(request, page, progress)


@permission_required("courses.keep_notes")
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """List one's own notes and bookmarks, of one module if the address says so."""
    person_id = cast(int, request.user.person_id)
    modules = notes_by_module(person_id)
    asked = request.GET.get("module", "")
    address = asked if asked in modules else ""
    listed = Paginator(listed_notes(person_id, address), _PER_PAGE)
    context = {
        "modules": modules,
        "total": sum(modules.values()),
        "address": address,
        "notes": listed.get_page(request.GET.get("page")),
    }
    return render(request, "courses/notes.html", context)


@permission_required("courses.keep_notes")
@require_safe
def export(request: PersonRequest) -> HttpResponse:
    """Send one's own notes as a text file, of one module if the address says so."""
    listed = listed_notes(
        cast(int, request.user.person_id), request.GET.get("module", "")[:_PER_PAGE]
    )
    name = f"{slugify(_('My notes'))}.txt"
    return HttpResponse(
        notes_as_text(listed),
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": cast(str, content_disposition_header(True, name)),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@permission_required("courses.open_note", find=note_or_404)
@require_safe
def note(request: PersonRequest, note: ModuleNote) -> HttpResponse:
    """Show one note to be changed or deleted."""
    one = listed_note(note)
    return render(request, "courses/note.html", {"one": one, "note": note})


@permission_required("courses.open_note", find=note_or_404)
@require_POST
def delete(request: PersonRequest, note: ModuleNote) -> HttpResponse:
    """Delete the note and the bookmark at its part."""
    delete_note(note=note)
    messages.success(request, _("Note deleted.") if note.text else _("Bookmark removed."))
    return redirect("courses:notes")
