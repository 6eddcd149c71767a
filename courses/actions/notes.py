"""Writing, bookmarking and deleting one's own notes. No audit line: they are nobody else's.

The search gets every note that holds text, for its owner alone.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.actions.search import Text, forget_texts, write_texts
from cms.enums import Kind
from courses.models import NOTE_LIMIT, ModuleNote, ModuleProgress
from courses.queries import Part

SOURCE = "notes"
_LONGEST_TITLE = 200


class NoteTooLong(Exception):
    """The note is longer than may be stored."""


class NoteChanged(Exception):
    """The note was changed since it was read; current is the text it has now."""

    def __init__(self, current: str) -> None:
        super().__init__()
        self.current = current


def clean_note(text: str) -> str:
    """Return the text as it is stored: one kind of line end, nothing a database refuses."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode(errors="ignore").decode().strip()


@transaction.atomic
def write_note(*, progress: ModuleProgress, part: Part, text: str, seen: str) -> ModuleNote | None:
    """Put the text in the place of the one it was based on, whose version is ``seen``.

    Returns None if nothing is left to keep. Raises NoteTooLong, or NoteChanged if the note has
    another text by now; the same text written twice is no change.
    """
    text = clean_note(text)
    if len(text) > NOTE_LIMIT:
        raise NoteTooLong
    note = _locked(progress, part)
    if note.text != text:
        if note.version != seen:
            raise NoteChanged(note.text)
        note.text = text
        _store(note, part)
    return note if note.pk else None


@transaction.atomic
def set_bookmark(*, progress: ModuleProgress, part: Part, is_on: bool) -> ModuleNote | None:
    """Set or take away the bookmark at a part; a note stays. Doing it twice changes nothing."""
    note = _locked(progress, part)
    if note.is_bookmarked != is_on:
        note.is_bookmarked = is_on
        _store(note, part)
    return note if note.pk else None


@transaction.atomic
def delete_note(*, note: ModuleNote) -> None:
    """Delete the note and the bookmark at its part, and let the search forget them."""
    forget_texts(source=SOURCE, object_id=str(note.pk))
    note.delete()


def note_texts(note: ModuleNote) -> list[Text]:
    """Return what the search may find of a note, one text for each language's address."""
    if not note.text:
        return []
    texts = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            url = reverse("courses:note", args=[note.pk])
        texts.append(
            Text(
                source=SOURCE,
                object_id=str(note.pk),
                kind=Kind.NOTE,
                title=f"{note.module.code} {note.part_title}",
                url=url,
                text=note.text,
                language=language,
                owner_id=note.person_id,
            )
        )
    return texts


def all_note_texts() -> list[Text]:
    """Return the texts of everybody's notes, for writing the index anew."""
    notes = ModuleNote.objects.exclude(text="").select_related("module")
    return [text for note in notes.iterator() for text in note_texts(note)]


def _locked(progress: ModuleProgress, part: Part) -> ModuleNote:
    """Return the note at the part, new if there is none; the progress' row is the lock."""
    rows = ModuleProgress.objects.select_for_update(of=("self",)).select_related("module")
    own = rows.get(pk=progress.pk)
    known = ModuleNote.objects.filter(person=own.person_id, module=own.module, part=part.id)
    note = known.first() or ModuleNote(person_id=own.person_id, part=part.id)
    note.module = own.module
    return note


def _store(note: ModuleNote, part: Part) -> None:
    if note.text or note.is_bookmarked:
        note.part_title = part.title[:_LONGEST_TITLE]
        note.changed_at = timezone.now()
        note.save()
        write_texts(source=SOURCE, object_id=str(note.pk), texts=note_texts(note))
    elif note.pk:
        delete_note(note=note)
