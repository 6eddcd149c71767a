"""Notes and bookmarks at a module's parts: saved, put together, found, and nobody else's."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.actions.notes import NoteChanged, clean_note, write_note
from courses.actions.progress import start_module
from courses.models import NOTE_LIMIT, ModuleNote, ModuleProgress, text_version
from courses.queries import Part, parts_of
from people.models import AuditEntry
from tests.factories import courses, people

PAGE, COPY = "/lv/moduli/m01/", "/lv/module/M01/copy/"
KEEP, READ = "/lv/module/M01/notes/", "/lv/module/M01/read/"
EMPTY = text_version("")
NOTHING = ("", False)


def kept(part="aim") -> tuple[str, bool]:
    """Return the note and the bookmark at the part."""
    row = ModuleNote.objects.filter(part=part).first()
    return (row.text, row.is_bookmarked) if row else NOTHING


def save(client, text, part="aim", seen="", **more):
    return client.post(KEEP, {f"text-{part}": text, f"seen-{part}": seen, "save": part, **more})


def section_of(page) -> str:
    return parts_of(page)[1].id


def tools_on(client, url=PAGE) -> int:
    return client.get(url).content.decode().count('class="part-tools"')


def test_every_part_of_a_started_module_has_its_tools_and_no_other_has(learning, learner, page):
    assert (tools_on(learning), tools_on(Client())) == (0, 0)
    start_module(person=learner.person, module=page.module)

    whole, step = tools_on(learning), tools_on(learning, f"{PAGE}?part=aim")

    assert (whole, step, tools_on(Client())) == (len(parts_of(page)), 1, 0)


def test_a_note_is_saved_and_stands_at_its_part(writing, page):
    part = section_of(page)

    response = save(writing, "  Mana\r\ndoma  ", part, view="whole")

    assert (response.status_code, response.url) == (302, f"{PAGE}#my-{part}")
    assert kept(part) == ("Mana\ndoma", False)
    html = writing.get(PAGE).content.decode()
    assert f'name="text-{part[:8]}" aria-label="Mana piezīme" lang="">Mana\ndoma</textarea>' in html
    seen = text_version("Mana\ndoma")
    assert html.count(f'name="seen-{part[:8]}" value="{seen}"') == 1


def test_parts_are_told_apart_by_the_beginning_of_their_ids(writing, page):
    """Forms name them so, because a module's page names each part several times."""
    part = section_of(page)

    response = save(writing, "Doma", part[:8], view="whole", bookmark=part[:8])

    assert (response.url, kept(part)) == (f"{PAGE}#my-{part}", ("Doma", True))


def test_the_reader_stays_in_the_step(writing):
    assert save(writing, "Doma").url == f"{PAGE}?part=aim#my-aim"
    assert save(writing, "", seen=text_version("Doma")).url == f"{PAGE}?part=aim#aim"


def test_emptying_a_note_deletes_it_and_leaves_a_bookmark(writing):
    save(writing, "Doma", bookmark="aim")
    save(writing, " \r\n ", seen=text_version("Doma"))
    assert kept() == ("", True)

    writing.post(KEEP, {"unbookmark": "aim"})

    assert ModuleNote.objects.count() == 0


def test_a_bookmark_is_set_and_taken_away_however_often_one_presses(writing):
    for act, is_on in (("bookmark", True), ("bookmark", True), ("unbookmark", False)) * 2:
        response = writing.post(KEEP, {act: "aim", "view": "whole"})

        assert (response.url, kept()) == (f"{PAGE}#{'my-' if is_on else ''}aim", ("", is_on))
        pressed = writing.get(PAGE).content.decode().count('aria-pressed="true"')
        assert pressed == is_on


def test_pressing_a_bookmark_saves_what_was_typed_at_any_part(writing, page):
    part = section_of(page)

    writing.post(KEEP, {"text-aim": "Viena", f"text-{part}": "Otra", "bookmark": part})

    assert (kept(), kept(part)) == (("Viena", False), ("Otra", True))


@pytest.mark.parametrize("view", ["whole", "step"])
def test_marking_a_part_as_read_saves_what_was_typed(writing, page, view):
    response = writing.post(READ, {"text-aim": "Doma", "part": "aim", "view": view})

    step = section_of(page)
    there = f"{PAGE}#{step}" if view == "whole" else f"{PAGE}?part={step}"
    assert (response.url, kept(), ModuleProgress.objects.get().parts_read) == (
        there,
        ("Doma", False),
        ["aim"],
    )


def test_marking_a_part_as_read_shows_what_could_not_be_saved(writing):
    save(writing, "No telefona")

    response = writing.post(READ, {"text-aim": "No datora", "part": "aim", "view": "whole"})

    assert 'lang="">No datora</textarea>' in response.content.decode()
    assert (kept(), ModuleProgress.objects.get().parts_read) == (("No telefona", False), ["aim"])


@pytest.mark.parametrize("step", ["", "?part=aim", "?part=reflection"])
def test_the_notes_are_in_the_form_that_marks_parts_as_read(writing, step):
    """Otherwise pressing that button would lose what was typed."""
    html = writing.get(PAGE + step).content.decode()

    assert html.count('id="read"') == 1
    assert set(re.findall(r'<textarea form="(\w+)"', html)) == {"read"}
    assert writing.post(READ, {"text-aim": "Doma", "bookmark": "aim"}).status_code == 302
    assert (kept(), ModuleProgress.objects.get().parts_read) == (("Doma", True), [])


def test_a_change_on_another_device_is_shown_and_nothing_is_lost(writing):
    save(writing, "Pirmā")
    save(writing, "No telefona", seen=text_version("Pirmā"))

    response = save(writing, "No datora", seen=text_version("Pirmā"), view="whole")

    html = response.content.decode()
    assert (response.status_code, kept()) == (200, ("No telefona", False))
    assert '<p class="words" lang="">No telefona</p>' in html
    assert 'lang="">No datora</textarea>' in html
    response = save(writing, "Abas", seen=text_version("No telefona"), view="whole")
    assert (response.url, kept()) == (f"{PAGE}#my-aim", ("Abas", False))


def test_a_note_deleted_on_another_device_is_not_lost_either(writing):
    save(writing, "Pirmā")
    save(writing, "", seen=text_version("Pirmā"))

    response = save(writing, "Labota", seen=text_version("Pirmā"))

    assert "Pa to laiku šo piezīmi izdzēsāt citā ierīcē vai cilnē." in response.content.decode()
    assert save(writing, "Labota", seen=response.context["unsaved"][0].seen).status_code == 302
    assert kept() == ("Labota", False)


def test_a_text_that_was_not_touched_overwrites_nothing(writing, page):
    """An old page that is saved at another part leaves a newer note alone."""
    save(writing, "Veca")
    save(writing, "Jauna", seen=text_version("Veca"))

    response = writing.post(
        KEEP,
        {
            "text-aim": "Veca",
            "seen-aim": text_version("Veca"),
            f"text-{section_of(page)}": "Cita",
            "save": section_of(page),
        },
    )

    assert (response.status_code, kept(), kept(section_of(page))) == (
        302,
        ("Jauna", False),
        ("Cita", False),
    )


@pytest.mark.parametrize("length", [NOTE_LIMIT + 1, 1_000_000])
def test_a_note_too_long_is_kept_in_the_form_with_a_sentence(writing, length):
    response = save(writing, "ā" * length)

    html = response.content.decode()
    assert (response.status_code, ModuleNote.objects.count()) == (200, 0)
    assert f"Rakstzīmju skaits: {length}, atļauts ne vairāk kā {NOTE_LIMIT}." in html.replace(
        "\xa0", ""
    )
    assert html.count("ā" * length) == 1


def test_the_limit_is_exact_and_counts_a_line_end_once(writing):
    save(writing, "\r\n".join("ā" * (NOTE_LIMIT // 2)) + "ā")

    assert len(kept()[0]) == NOTE_LIMIT


HOSTILE = ["<script>alert(1)</script>", "</textarea><b>x", "'; DROP TABLE courses_modulenote; --",
           "{{ 7|add:7 }}{% debug %}", "\u202eabc", "😀" * 50, "a\u0301", "x\u2028y", "%s %(x)s"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_a_text_like_any_other(writing, text):
    save(writing, text)

    assert kept() == (text, False)
    for url in (PAGE, f"{PAGE}?part=aim", "/lv/my/notes/", note_url()):
        html = writing.get(url).content.decode()
        assert ("<script>alert" in html, "<b>x" in html) == (False, False)
    assert text in writing.get("/lv/my/notes/download/").content.decode()


def note_url(act="") -> str:
    return f"/lv/my/notes/{ModuleNote.objects.get().pk}/{act}"


def test_what_a_database_refuses_is_left_out(writing):
    writing.post(KEEP, {"text-aim": "a\x00b", "save": "aim"})
    assert kept() == ("ab", False)
    response = writing.post(KEEP, "text-reflection=%ED%A0%80x", "application/x-www-form-urlencoded")
    assert (response.status_code, kept("reflection")[0][-1]) == (302, "x")


@given(st.text(st.characters(codec=None, categories=None)))
def test_cleaning_gives_what_can_be_stored_and_cleaning_again_changes_nothing(text):
    cleaned = clean_note(f"{text}\ud800")

    assert cleaned.encode().decode() == cleaned == clean_note(cleaned) == cleaned.strip()
    assert ("\x00" in cleaned, "\r" in cleaned) == (False, False)


@pytest.mark.parametrize("act", ["bookmark", "unbookmark"])
@pytest.mark.parametrize("part", ["", "nothing", '"', "x" * 5000, "quiz"])
def test_an_unknown_part_gets_a_sentence_and_changes_nothing(writing, act, part):
    response = writing.post(KEEP, {act: part}, follow=True)

    assert "Šim modulim tādas daļas nav. Nekas nav mainīts." in response.content.decode()
    assert ModuleNote.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"save": "nothing"}, {"text-": ""}, {"seen-aim": "x"}])
def test_a_form_without_a_note_changes_nothing(writing, data):
    assert writing.post(KEEP, data).url == PAGE
    assert ModuleNote.objects.count() == 0


def test_a_note_at_a_part_that_was_corrected_away_while_it_was_typed_is_shown(writing):
    for _again in range(2):
        response = save(writing, "Svarīga doma", "5b1a3bb2-0000-4000-8000-000000000000")

        assert response.status_code == 200
        assert 'lang="">Svarīga doma</textarea>' in response.content.decode()
    assert ModuleNote.objects.count() == 0


def test_the_part_is_that_of_the_version_started(writing, page):
    section = section_of(page)
    page.body = [("section", {"heading": "Jaunā sadaļa", "text": "<p>Jaunais</p>"})]
    page.save_revision().publish()
    newer = section_of(page)

    save(writing, "Pie vecās", section, view="whole")
    response = save(writing, "Pie jaunās", newer)

    assert (kept(section), response.status_code, kept(newer)) == (
        ("Pie vecās", False),
        200,
        NOTHING,
    )
    assert "Pie vecās" in writing.get(f"{PAGE}?part={section}").content.decode()


def test_a_module_not_started_takes_no_note(learning):
    assert save(learning, "Doma").url == PAGE
    assert ModuleNote.objects.count() == 0


def test_a_form_of_another_site_is_refused(learner, page):
    start_module(person=learner.person, module=page.module)
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)

    assert save(client, "Doma").status_code == 403
    assert ModuleNote.objects.count() == 0


def test_the_copy_a_device_keeps_holds_no_note(writing):
    save(writing, "Slepena doma", bookmark="aim")

    html = writing.get(COPY).content.decode()

    assert ("Slepena doma" in html, "part-tools" in html, 'id="aim"' in html) == (
        False,
        False,
        True,
    )


def test_the_module_page_costs_the_same_with_a_note_at_every_part(writing, page):
    def queries(url) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert writing.get(url).status_code == 200
        return len(captured)

    urls = (PAGE, f"{PAGE}?part=aim")
    writing.get(PAGE)
    none = [queries(url) for url in urls]
    for part in parts_of(page):
        save(writing, "Doma", part.id)

    assert ([queries(url) for url in urls], none) == ([10, 10], [10, 10])


def test_no_audit_line_is_written(writing):
    save(writing, "Doma", bookmark="aim")
    writing.post(note_url("delete/"))

    assert (ModuleNote.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.fixture
def row(db):
    module = courses.programme(modules=1).modules.get()
    return {"person": people.person(), "module": module, "part": "aim", "part_title": "Mērķis"}


@pytest.mark.parametrize(
    ("values", "law"),
    [
        ({}, "note_holds_text_or_bookmark"),
        ({"text": "ā" * (NOTE_LIMIT + 1)}, "note_is_no_longer_than_its_limit"),
    ],
)
def test_the_database_refuses(row, values, law):
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        ModuleNote.objects.create(**row, **values)


def test_the_database_takes_a_text_of_the_limit_and_one_row_at_a_part(row):
    ModuleNote.objects.create(**row, text="ā" * NOTE_LIMIT)

    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleNote.objects.create(**row, is_bookmarked=True)


WRITTEN = ["", "a", "b"]


@pytest.mark.parametrize("stored", WRITTEN)
@pytest.mark.parametrize("seen", WRITTEN)
@pytest.mark.parametrize("text", WRITTEN)
def test_a_text_is_overwritten_only_by_who_has_seen_it(writing, stored, seen, text):
    progress, part = ModuleProgress.objects.get(), Part("aim", "aim", "Mērķis")
    write_note(progress=progress, part=part, text=stored, seen=EMPTY)

    if stored in (text, seen):
        write_note(progress=progress, part=part, text=text, seen=text_version(seen))
        assert kept()[0] == text
    else:
        with pytest.raises(NoteChanged) as refusal:
            write_note(progress=progress, part=part, text=text, seen=text_version(seen))
        assert (refusal.value.current, kept()[0]) == (stored, stored)


def test_an_unknown_part_loses_no_note_that_could_not_be_saved(writing):
    save(writing, "No tālruņa")

    answer = writing.post(READ, {"text-aim": "No datora", "part": "nav", "view": "whole"})

    assert answer.status_code == 200
    assert ["No datora" in answer.content.decode(), kept()] == [True, ("No tālruņa", False)]
