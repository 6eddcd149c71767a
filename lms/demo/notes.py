"""Notes and bookmarks of the demo participant, so that the list has something to show."""

from courses.actions.notes import set_bookmark, write_note
from courses.models import ModulePage, ModuleProgress, text_version
from courses.queries import parts_of
from people.models import Person

_NOTES = {
    ("M01", 1): "Pajautāt kolēģiem, ko jaunieši mūsu novadā vakaros dara tiešsaistē.",
    (
        "M02",
        2,
    ): "Piecus jautājumus izmēģināt vispirms ar jauniešu domi.\n\nAtbildes apkopot līdz 15. datumam.",
}
_BOOKMARKS = [("M02", 2), ("M02", 4), ("M03", 1)]


def load_notes(person: Person) -> None:
    """Let the person keep two notes and three bookmarks."""
    rows = ModuleProgress.objects.filter(person=person).select_related("module")
    progress = {row.module.code: row for row in rows}
    pages = ModulePage.objects.filter(locale__language_code="lv").select_related("module")
    parts = {page.module.code: parts_of(page) for page in pages}
    for (code, n), text in _NOTES.items():
        write_note(progress=progress[code], part=parts[code][n], text=text, seen=text_version(""))
    for code, n in _BOOKMARKS:
        set_bookmark(progress=progress[code], part=parts[code][n], is_on=True)
