"""A person's own notes and bookmarks: those of one module, and the list of all."""

from collections import Counter
from dataclasses import dataclass

from courses.models import Module, ModuleNote, ModulePage, ModuleProgress
from courses.queries.modules import bodies_started, pages_in_my_language, url_of
from courses.queries.parts import part_titles


@dataclass(frozen=True)
class ListedNote:
    """A note with where it stands: the module's page, and the part if there is one still."""

    note: ModuleNote
    module_title: str
    title: str
    url: str = ""
    is_part_gone: bool = False

    @property
    def module(self) -> Module:
        return self.note.module


def notes_in(progress: ModuleProgress | None) -> dict[str, ModuleNote]:
    """Return what the person keeps in the module by part; one query, none before the start."""
    if progress is None:
        return {}
    rows = ModuleNote.objects.filter(person=progress.person_id, module=progress.module_id)
    return {note.part: note for note in rows}


def notes_by_module(person_id: int) -> dict[str, int]:
    """Return how many notes and bookmarks the person has by the module's word in addresses.

    In programme order; two programmes may both have an M01.
    """
    rows = ModuleNote.objects.filter(person=person_id).order_by(
        "-module__programme", "module__position"
    )
    return dict(Counter(rows.values_list("module__address", flat=True)))


def listed_notes(person_id: int, address: str = "") -> list[ListedNote]:
    """Return the person's notes of one module or of all, in the programme's and reading order.

    At most four queries, however many there are.
    """
    rows = ModuleNote.objects.filter(person=person_id).select_related("module")
    if address:
        rows = rows.filter(module__address=address)
    return _listed(person_id, list(rows))


def listed_note(note: ModuleNote) -> ListedNote:
    """Return one note with where it stands."""
    return _listed(note.person_id, [note])[0]


def _listed(person_id: int, notes: list[ModuleNote]) -> list[ListedNote]:
    modules = {note.module_id for note in notes}
    if not modules:
        return []
    pages = pages_in_my_language(modules)
    rows = ModuleProgress.objects.filter(person=person_id, module__in=modules)
    progress = {row.module_id: row for row in rows.order_by()}
    stored = bodies_started(pages, progress)
    titles = {
        module_id: part_titles(stored.get(module_id) or page.body.raw_data, page.activity_title)
        for module_id, page in pages.items()
    }

    def place(note: ModuleNote) -> tuple[int, int, int, int]:
        order = list(titles.get(note.module_id, {}))
        at = order.index(note.part) if note.part in order else len(order)
        return -note.module.programme_id, note.module.position, at, note.pk

    return [
        _one(note, pages.get(note.module_id), titles.get(note.module_id, {}))
        for note in sorted(notes, key=place)
    ]


def _one(note: ModuleNote, page: ModulePage | None, titles: dict[str, str]) -> ListedNote:
    if page is None:
        return ListedNote(note, note.module.code, note.part_title)
    is_gone = note.part not in titles
    return ListedNote(
        note=note,
        module_title=page.title,
        title=titles.get(note.part) or note.part_title,
        url=url_of(page) if is_gone else f"{url_of(page)}?part={note.part}",
        is_part_gone=is_gone,
    )
