"""A person's own notes and bookmarks: kept from a module's page, listed, downloaded, deleted."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions.notes import (
    NoteChanged,
    NoteTooLong,
    clean_note,
    delete_note,
    set_bookmark,
    write_note,
)
from courses.exports import notes_as_text
from courses.models import NOTE_LIMIT, Module, ModuleNote, ModuleProgress, text_version
from courses.queries import (
    Part,
    find_module,
    find_progress,
    listed_note,
    listed_notes,
    notes_by_module,
    notes_in,
    parts_of,
    url_of,
    version_for,
)
from courses.views.module import module_or_404, must_start_first, page_or_404
from people.access import PersonRequest, permission_required

_PER_PAGE = 30
_TEXT, _SEEN = "text-", "seen-"


@dataclass(frozen=True)
class Unsaved:
    """A note that could not be saved as it was typed, and why."""

    part: Part
    text: str
    seen: str = ""
    current: str = ""
    is_too_long: bool = False
    is_part_gone: bool = False

    @property
    def length(self) -> int:
        return len(clean_note(self.text))


def note_or_404(pk: int) -> ModuleNote:
    """Return the note; the permission says whose it must be."""
    found = ModuleNote.objects.filter(pk=pk).select_related("module").first()
    if found is None:
        raise Http404
    return found


@permission_required("courses.take_module", find=module_or_404)
@require_http_methods(["GET", "POST"])
def keep(request: PersonRequest, module: Module) -> HttpResponse:
    """Save every note typed on the page and one bookmark, and go back to the same part.

    What cannot be saved is shown with what was typed, so that nothing is lost.
    """
    page = page_or_404(module)
    if request.method == "GET":
        return redirect(url_of(page))
    progress = find_progress(request.user.person_id, module.pk)
    if progress is None:
        return must_start_first(request, page)
    here = {part.id: part for part in parts_of(version_for(page, progress))}
    # A note may stand at a part that the version no longer has.
    kept = notes_in(progress).values()
    parts = {note.part: Part(note.part, "", note.part_title) for note in kept} | here
    written, unsaved = _write(progress, parts, request.POST)
    _mark(request, progress, parts)
    if unsaved:
        context = {"unsaved": unsaved, "module": module, "page": page, "limit": NOTE_LIMIT}
        return render(request, "courses/notes_unsaved.html", context)
    if written:
        messages.success(request, _("Note saved.") if any(written.values()) else _("Note deleted."))
    asked = (request.POST.get(act) for act in ("save", "bookmark", "unbookmark"))
    part_id = next(filter(None, asked), next(iter(written), ""))
    note = notes_in(progress).get(part_id)
    if request.POST.get("view") == "list":
        return redirect(reverse("courses:notes") + (f"#note-{note.pk}" if note else ""))
    if part_id not in here:
        return redirect(url_of(page))
    step = "" if request.POST.get("view") == "whole" else f"?part={part_id}"
    return redirect(f"{url_of(page)}{step}#{'my-' if note else ''}{part_id}")


def _write(
    progress: ModuleProgress, parts: dict[str, Part], sent: QueryDict
) -> tuple[dict[str, bool], list[Unsaved]]:
    """Save the notes that were changed on the page; say which are kept, and what is not saved."""
    written, unsaved = {}, []
    for part_id in [name.removeprefix(_TEXT) for name in sent if name.startswith(_TEXT)]:
        typed = sent.get(f"{_TEXT}{part_id}", "")
        seen = sent.get(f"{_SEEN}{part_id}") or text_version("")
        if text_version(clean_note(typed)) == seen:
            continue
        part = parts.get(part_id)
        if part is None:
            gone = Part(part_id, "", _("Part of the module that is no longer in it"))
            unsaved.append(Unsaved(gone, typed, is_part_gone=True))
            continue
        try:
            saved = write_note(progress=progress, part=part, text=typed, seen=seen)
        except NoteTooLong:
            unsaved.append(Unsaved(part, typed, seen, is_too_long=True))
        except NoteChanged as meanwhile:
            now = meanwhile.current
            unsaved.append(Unsaved(part, typed, text_version(now), current=now))
        else:
            written[part.id] = saved is not None and saved.text != ""
    return written, unsaved


def _mark(request: PersonRequest, progress: ModuleProgress, parts: dict[str, Part]) -> None:
    for act in ("bookmark", "unbookmark"):
        part = parts.get(request.POST.get(act, ""))
        if part is not None:
            set_bookmark(progress=progress, part=part, is_on=act == "bookmark")
        elif act in request.POST:
            messages.error(request, _("This module has no such part. Nothing was changed."))


@permission_required("courses.keep_notes")
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """List one's own notes and bookmarks, of one module if the address says so."""
    person_id = _own(request)
    modules = notes_by_module(person_id)
    code = request.GET.get("module", "")
    code = code if code in modules else ""
    listed = Paginator(listed_notes(person_id, code), _PER_PAGE)
    context = {
        "modules": modules,
        "total": sum(modules.values()),
        "code": code,
        "notes": listed.get_page(request.GET.get("page")),
    }
    return render(request, "courses/notes.html", context)


@permission_required("courses.keep_notes")
@require_safe
def export(request: PersonRequest) -> HttpResponse:
    """Send one's own notes as a text file, of one module if the address says so."""
    listed = listed_notes(_own(request), request.GET.get("module", "")[:_PER_PAGE])
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
    _refuse_others(request, note)
    one = listed_note(note)
    # Saving goes by the module's code, which leads to its page in the newest programme.
    is_open = one.url != "" and find_module(note.module.code) == note.module
    return render(request, "courses/note.html", {"one": one, "note": note, "is_open": is_open})


@permission_required("courses.open_note", find=note_or_404)
@require_POST
def delete(request: PersonRequest, note: ModuleNote) -> HttpResponse:
    """Delete the note and the bookmark at its part."""
    _refuse_others(request, note)
    delete_note(note=note)
    messages.success(request, _("Note deleted.") if note.text else _("Bookmark removed."))
    return redirect("courses:notes")


def _own(request: PersonRequest) -> int:
    """Return the account's person; a superuser without one has every permission and no notes."""
    if request.user.person_id is None:
        raise Http404
    return request.user.person_id


def _refuse_others(request: PersonRequest, note: ModuleNote) -> None:
    """Django gives superusers every permission; a note is its owner's all the same."""
    if note.person_id != request.user.person_id:
        raise Http404
