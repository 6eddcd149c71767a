"""What was typed into the notes of a page: saved, or shown again where it could not be."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.actions.notes import (
    NoteChanged,
    NoteTooLong,
    clean_note,
    set_bookmark,
    write_note,
)
from courses.models import NOTE_LIMIT, ModulePage, ModuleProgress, text_version
from courses.queries import Part, notes_in, parts_of, url_of, version_for
from courses.queries.parts import SHORT
from people.access import PersonRequest

# Each button names its part; whichever is pressed, everything typed on the page is sent.
NOTE_ACTS = ("save", "bookmark", "unbookmark")
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


def keep_typed(request: PersonRequest, page: ModulePage, progress: ModuleProgress) -> HttpResponse:
    """Save the notes and the bookmark, and go back to the same part in the same way of reading."""
    written, unsaved = save_typed(request, page, progress)
    parts = _parts(page, progress)
    _mark(request, progress, parts)
    if unsaved:
        return show_unsaved(request, page, unsaved)
    if written:
        messages.success(request, _("Note saved.") if any(written.values()) else _("Note deleted."))
    asked = (request.POST.get(act) for act in NOTE_ACTS)
    part = parts.get(next(filter(None, asked), next(iter(written), ""))[:SHORT])
    note = notes_in(progress).get(part.id) if part else None
    if request.POST.get("view") == "list":
        return redirect(reverse("courses:notes") + (f"#note-{note.pk}" if note else ""))
    if part is None or not part.kind:
        return redirect(url_of(page))
    step = "" if request.POST.get("view") == "whole" else f"?part={part.id}"
    return redirect(f"{url_of(page)}{step}#{'my-' if note else ''}{part.id}")


def save_typed(
    request: PersonRequest, page: ModulePage, progress: ModuleProgress
) -> tuple[dict[str, bool], list[Unsaved]]:
    """Save the notes that were changed on the page.

    Returns by part whether there is a note now, and what could not be saved as it was typed.
    """
    changed = _changed(request.POST)
    parts = _parts(page, progress) if changed else {}
    written, unsaved = {}, []
    for part_id, (typed, seen) in changed.items():
        part = parts.get(part_id[:SHORT])
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


def show_unsaved(request: PersonRequest, page: ModulePage, unsaved: list[Unsaved]) -> HttpResponse:
    """Show what was typed and not saved, and why, so that nothing is lost."""
    context = {"unsaved": unsaved, "module": page.module, "page": page, "limit": NOTE_LIMIT}
    return render(request, "courses/notes_unsaved.html", context)


def _changed(sent: QueryDict) -> dict[str, tuple[str, str]]:
    """Return by part the texts that differ from what the page was filled with, and its version."""
    found = {}
    for name in sent:
        part_id = name.removeprefix(_TEXT)
        typed = sent.get(name, "")
        seen = sent.get(f"{_SEEN}{part_id}") or text_version("")
        if name.startswith(_TEXT) and text_version(clean_note(typed)) != seen:
            found[part_id] = (typed, seen)
    return found


def _parts(page: ModulePage, progress: ModuleProgress) -> dict[str, Part]:
    """Return by short id the parts of the version, and those gone from it where a note stands.

    The latter have no kind.
    """
    kept = notes_in(progress).values()
    gone = [Part(note.part, "", note.part_title) for note in kept]
    return {part.short: part for part in [*gone, *parts_of(version_for(page, progress))]}


def _mark(request: PersonRequest, progress: ModuleProgress, parts: dict[str, Part]) -> None:
    for act in ("bookmark", "unbookmark"):
        part = parts.get(request.POST.get(act, "")[:SHORT])
        if part is not None:
            set_bookmark(progress=progress, part=part, is_on=act == "bookmark")
        elif act in request.POST:
            messages.error(request, _("This module has no such part. Nothing was changed."))
