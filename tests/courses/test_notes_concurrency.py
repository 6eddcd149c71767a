"""Two devices at the same moment: one row, and no text is lost."""

import threading

import pytest
from django.db import IntegrityError, connection

from courses.actions import notes
from courses.actions.notes import NoteChanged, set_bookmark, write_note
from courses.actions.progress import start_module
from courses.models import ModuleNote, ModulePage, ModuleProgress, text_version
from courses.queries import Part
from tests.courses.test_concurrency import at_once, page  # noqa: F401  # a fixture
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)
AIM = Part("aim", "aim", "Mērķis")


@pytest.fixture
def progress(page: ModulePage) -> ModuleProgress:  # noqa: F811  # the fixture above
    return start_module(person=people.person(), module=page.module)


def press(progress):
    """Set the bookmark; return whether the database let it."""
    try:
        set_bookmark(progress=progress, part=AIM, is_on=True)
    except IntegrityError:
        return False
    return True


def past_the_check(monkeypatch):
    """Take the lock off, and let everybody find no note yet."""
    monkeypatch.setattr(
        notes,
        "_locked",
        lambda progress, part: ModuleNote(
            person_id=progress.person_id, module=progress.module, part=part.id
        ),
    )


def test_pressing_a_bookmark_at_once_makes_one_row(progress):
    assert at_once(lambda: press(progress)) == [True] * 8
    assert ModuleNote.objects.count() == 1


def test_the_constraint_alone_leaves_one_row(progress, monkeypatch):
    past_the_check(monkeypatch)

    assert sorted(at_once(lambda: press(progress), 2)) == [False, True]
    assert ModuleNote.objects.count() == 1


def test_without_lock_and_constraint_there_are_two_rows(progress, monkeypatch):
    """Proof that the tests before can fail: the same acts, both protections off."""
    past_the_check(monkeypatch)
    laws = ModuleNote._meta.constraints
    law = next(one for one in laws if one.name == "one_note_per_person_and_part")
    # SQLite makes the table anew from what the model says.
    ModuleNote._meta.constraints = [one for one in laws if one is not law]
    with connection.schema_editor() as editor:
        editor.remove_constraint(ModuleNote, law)
    try:
        assert at_once(lambda: press(progress), 2) == [True, True]
        assert ModuleNote.objects.count() == 2
        ModuleNote.objects.all().delete()
    finally:
        ModuleNote._meta.constraints = laws
        with connection.schema_editor() as editor:
            editor.add_constraint(ModuleNote, law)


def write(progress, texts):
    """Write the next text on top of what all have read; return the text if it was refused."""
    text = texts.pop()
    try:
        write_note(progress=progress, part=AIM, text=text, seen=text_version("Pirmā"))
    except NoteChanged:
        return text
    return ""


def test_of_texts_saved_at_once_one_is_stored_and_the_others_are_told(progress):
    write_note(progress=progress, part=AIM, text="Pirmā", seen=text_version(""))
    texts = [f"Doma {n}" for n in range(8)]
    left = list(texts)

    refused = [text for text in at_once(lambda: write(progress, left)) if text]

    assert sorted([*refused, ModuleNote.objects.get().text]) == texts


def test_without_the_comparison_texts_are_lost(progress, monkeypatch):
    """Proof that the test before can fail: the same acts, every note like the one seen."""
    write_note(progress=progress, part=AIM, text="Pirmā", seen=text_version(""))
    monkeypatch.setattr(ModuleNote, "version", text_version("Pirmā"))
    texts = [f"Doma {n}" for n in range(2)]

    assert at_once(lambda: write(progress, texts), 2) == ["", ""]


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite runs one writing transaction at a time, so nothing is lost with the lock off",
)
def test_without_the_lock_both_are_told_that_they_saved(progress, monkeypatch):
    """Proof that the lock is needed: both have compared before either writes."""
    note = write_note(progress=progress, part=AIM, text="Pirmā", seen=text_version(""))
    both_have_compared = threading.Barrier(2)
    store = notes._store

    def stored_after_both_compared(found, part):
        both_have_compared.wait(10)
        store(found, part)

    def unlocked(progress, part):
        return ModuleNote.objects.select_related("module").get(pk=note.pk)

    monkeypatch.setattr(notes, "_locked", unlocked)
    monkeypatch.setattr(notes, "_store", stored_after_both_compared)
    texts = ["Viena", "Otra"]

    assert at_once(lambda: write(progress, texts), 2) == ["", ""]
