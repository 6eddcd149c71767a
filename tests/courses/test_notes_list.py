"""The list of one's own notes: order, filter, file, search, and that it is one's own."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cms.actions.search import rebuild_index
from cms.models import SearchEntry
from cms.queries.search import find
from courses.actions.notes import set_bookmark, write_note
from courses.actions.progress import start_module
from courses.models import Module, ModuleNote, ModuleProgress, text_version
from courses.queries import Part, listed_notes, parts_of
from people.actions.roles import assign_role
from people.models import Role, User
from tests.factories import courses, people

LIST, FILE, KEEP = "/lv/my/notes/", "/lv/my/notes/download/", "/lv/module/M01/notes/"
EMPTY = text_version("")


def add(progress, part, text="", *, is_bookmarked=False) -> ModuleNote:
    if is_bookmarked:
        set_bookmark(progress=progress, part=part, is_on=True)
    write_note(progress=progress, part=part, text=text, seen=EMPTY)
    return ModuleNote.objects.get(person=progress.person_id, module=progress.module, part=part.id)


@pytest.fixture
def progress(writing, learner, page) -> ModuleProgress:
    return ModuleProgress.objects.get(person=learner.person)


@pytest.fixture
def second(progress, learner) -> ModuleProgress:
    module = Module.objects.get(code="M02")
    courses.module_page(module)
    return start_module(person=learner.person, module=module)


def order(person_id, code="") -> list[str]:
    return [f"{one.module.code} {one.title}" for one in listed_notes(person_id, code)]


def test_notes_stand_in_the_order_of_programme_and_reading(progress, second, page, learner):
    parts = {part.kind: part for part in parts_of(page)}
    add(second, Part("aim", "aim", "Mērķis"), "Otrais modulis")
    for kind in ("reflection", "section", "activity", "aim"):
        add(progress, parts[kind], is_bookmarked=True)

    with override("en"):
        english = order(learner.person_id, "M01")

    assert order(learner.person_id) == [
        *("M01 Ko iemācīsieties", "M01 Sadaļa", "M01 Aktivitāte", "M01 Pārdomas"),
        "M02 Ko iemācīsieties",
    ]
    assert english == [
        *("M01 What you will learn", "M01 Sadaļa", "M01 Aktivitāte", "M01 Reflection")
    ]


def test_the_list_shows_text_bookmark_and_the_way_to_the_part(writing, progress, page):
    note = add(progress, parts_of(page)[1], "Mana\ndoma", is_bookmarked=True)

    html = writing.get(LIST).content.decode()

    assert f'<a href="/lv/moduli/m01/?part={note.part}">Sadaļa</a>' in html
    assert '<div class="words" lang="">Mana\ndoma</div>' in html
    assert f'href="/lv/my/notes/{note.pk}/"' in html


def test_an_empty_list_says_how_it_fills(learning):
    html = learning.get(LIST).content.decode()

    assert "Pie katras tā daļas varat ierakstīt piezīmi vai pielikt grāmatzīmi" in html
    assert FILE not in html


def test_a_part_that_the_version_no_longer_has_keeps_its_title(writing, progress, page, learner):
    note = add(progress, parts_of(page)[1], "Doma")
    page.body = [("section", {"heading": "Cita sadaļa", "text": "<p>x</p>"})]
    page.edition_kind = "correction"
    page.save_revision().publish()

    listed = listed_notes(learner.person_id)

    assert [(one.title, one.url, one.is_part_gone) for one in listed] == [
        ("Sadaļa", "/lv/moduli/m01/", True)
    ]
    response = writing.post(
        KEEP,
        {f"text-{note.part}": "Labota", f"seen-{note.part}": note.version, "view": "list"},
    )
    assert response.url == f"{LIST}#note-{note.pk}"
    assert ModuleNote.objects.values_list("text", "part_title").get() == ("Labota", "Sadaļa")


def test_a_newer_version_leaves_the_order_of_the_one_started(progress, page, learner):
    for part in parts_of(page):
        add(progress, part, is_bookmarked=True)
    page.body = []
    page.save_revision().publish()

    listed = listed_notes(learner.person_id)

    assert [one.note.part for one in listed] == [part.id for part in parts_of_started(progress)]
    assert [one.is_part_gone for one in listed] == [False] * 4


def parts_of_started(progress):
    return [Part(note.part, "", "") for note in ModuleNote.objects.filter(person=progress.person)]


def test_the_list_is_of_one_module_if_that_was_asked(writing, progress, second):
    add(progress, Part("aim", "aim", "Mērķis"), "Pirmā")
    add(second, Part("aim", "aim", "Mērķis"), "Otrā")

    shown = [
        [one.note.text for one in writing.get(LIST, {"module": code}).context["notes"]]
        for code in ("", "M02", "M99", "'", "x" * 5000)
    ]

    assert shown == [["Pirmā", "Otrā"], ["Otrā"], *[["Pirmā", "Otrā"]] * 3]


@pytest.mark.parametrize("page_number", ["0", "-1", "x", "9" * 40])
def test_a_senseless_page_number_is_no_fault(writing, progress, page_number):
    add(progress, Part("aim", "aim", "Mērķis"), "Doma")

    assert writing.get(LIST, {"page": page_number}).status_code == 200


def test_the_file_holds_the_notes_as_text(writing, progress, second, page):
    add(progress, parts_of(page)[0], "Viena\n<b>rinda</b>", is_bookmarked=True)
    add(second, Part("aim", "aim", "Mērķis"), "Otra")

    response = writing.get(FILE)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="manas-piezimes.txt"'
    assert response["Cache-Control"] == "private, no-store"
    lines = response.content.decode().splitlines()
    assert lines[0] == "Manas piezīmes un grāmatzīmes"
    assert lines[2:] == [
        *("", "", "M01 Modulis M01", "==============="),
        *("", "Ko iemācīsieties [Grāmatzīme]", "Viena", "<b>rinda</b>"),
        *("", "", "M02 Modulis M02", "==============="),
        *("", "Ko iemācīsieties", "Otra"),
    ]
    assert "Viena" not in writing.get(FILE, {"module": "M02"}).content.decode()


def test_a_note_is_changed_and_deleted_from_the_list(writing, progress):
    note = add(progress, Part("aim", "aim", "Mērķis"), "Doma")
    url = f"{LIST}{note.pk}/"
    assert 'lang="">Doma</textarea>' in writing.get(url).content.decode()

    response = writing.post(
        KEEP, {"text-aim": "Labota", "seen-aim": note.version, "save": "aim", "view": "list"}
    )

    assert response.url == f"{LIST}#note-{note.pk}"
    assert ModuleNote.objects.get().text == "Labota"
    assert writing.get(f"{url}delete/").status_code == 405
    assert writing.post(f"{url}delete/").url == LIST
    assert writing.post(f"{url}delete/").status_code == 404
    assert ModuleNote.objects.count() == 0


def test_a_note_of_a_module_that_is_not_open_can_be_read_and_deleted(writing, progress, page):
    note = add(progress, Part("aim", "aim", "Mērķis"), "Doma")
    page.unpublish()

    html = writing.get(f"{LIST}{note.pk}/").content.decode()

    assert writing.get(LIST).status_code == writing.get(FILE).status_code == 200
    assert ('<div class="words" lang="">Doma</div>' in html, KEEP in html) == (True, False)
    assert writing.post(f"{LIST}{note.pk}/delete/").status_code == 302


@pytest.mark.parametrize("number", [3, 300])
def test_the_list_and_the_file_cost_the_same_however_many_notes(writing, learner, page, number):
    def queries(url) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert writing.get(url).status_code == 200
        return len(captured)

    modules = [page.module, *(extra_module(page, n) for n in range(2))]
    for module in modules:
        start_module(person=learner.person, module=module)
    urls = (LIST, FILE, f"{LIST}?module=M01")
    counts = []
    for upto in (1, number):
        ModuleNote.objects.all().delete()
        ModuleNote.objects.bulk_create(
            ModuleNote(
                person=learner.person, module=modules[n % 3], part=f"p{n}", part_title="x", text="y"
            )
            for n in range(upto)
        )
        writing.get(LIST)
        counts.append([queries(url) for url in urls])

    assert counts == [[9, 5, 9]] * 2


def extra_module(page, n) -> Module:
    day = page.module.day
    module = Module.objects.create(
        programme=page.module.programme, code=f"N{n}", day=day, position=n + 10
    )
    courses.module_page(module, slug=f"n{n}")
    return module


def staff(role) -> User:
    account = people.user(person=people.person())
    assign_role(user=account, role=role, by=None)
    return account


def superuser() -> User:
    return User.objects.create_superuser("saknes", password="x")


OTHERS = {
    "participant": lambda: people.user(person=people.person()),
    "trainer": lambda: staff(Role.TRAINER),
    "manager": lambda: staff(Role.PROGRAMME_MANAGER),
    "superuser": superuser,
}


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_meets_a_note_at_any_address(progress, page, client, who):
    note = add(progress, parts_of(page)[1], "Slepena doma")
    account = OTHERS[who]()
    other = Client()
    other.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    if account.person:
        start_module(person=account.person, module=page.module)
    own = f"{LIST}{note.pk}/"

    answers = [other.get(own).status_code, other.post(f"{own}delete/").status_code]
    pages = [LIST, FILE, "/lv/moduli/m01/", f"/lv/moduli/m01/?part={note.part}", "/lv/my/"]
    pages += ["/lv/search/?q=slepena", f"/lv/people/{progress.person_id}/"]
    shown = [url for url in pages if "Slepena" in other.get(url, follow=True).content.decode()]
    other.post(KEEP, {f"text-{note.part}": "Sveša", f"seen-{note.part}": note.version})

    assert (answers, shown) == ([404, 404], [])
    assert ModuleNote.objects.get(pk=note.pk).text == "Slepena doma"


@pytest.mark.parametrize("url", [LIST, FILE])
def test_an_account_without_a_person_has_no_notes(page, client, url):
    client.force_login(superuser(), "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url).status_code == 403
    client.force_login(people.user(person=None))
    assert client.get(url).status_code == 403
    assert client.post(KEEP, {"bookmark": "aim"}).status_code == 404


def found(text, person_id, language="lv") -> list[tuple[str, str]]:
    page = find(text, language=language, person_id=person_id).page
    return [(entry.title, entry.url) for entry in page if entry.kind == "note"]


def test_the_search_finds_ones_own_note_in_both_languages_and_forgets_it(
    writing, progress, learner
):
    note = add(progress, Part("aim", "aim", "Mērķis"), "Šķēršļi mūsu novadā")
    mine, other = learner.person_id, people.person().pk

    for rebuild in (lambda: None, rebuild_index):
        rebuild()
        assert found("šķērslis", mine) == [("M01 Mērķis", f"/lv/my/notes/{note.pk}/")]
        assert found("šķēršļi", mine, "en") == [("M01 Mērķis", f"/en/my/notes/{note.pk}/")]
        assert (found("šķērslis", other), found("šķērslis", None)) == ([], [])

    writing.post(KEEP, {"text-aim": "Cits teksts", "seen-aim": note.version, "save": "aim"})
    assert (found("šķērslis", mine), len(found("teksts", mine))) == ([], 1)
    writing.post(f"{LIST}{note.pk}/delete/")
    assert SearchEntry.objects.filter(source="notes").count() == 0


def test_a_bookmark_alone_and_an_emptied_note_are_not_in_the_search(writing, progress):
    note = add(progress, Part("aim", "aim", "Mērķis"), "Doma", is_bookmarked=True)
    assert SearchEntry.objects.filter(source="notes").count() == 2

    writing.post(KEEP, {"text-aim": "", "seen-aim": note.version, "save": "aim"})

    assert ModuleNote.objects.get().is_bookmarked
    assert SearchEntry.objects.filter(source="notes").count() == 0
    rebuild_index()
    assert SearchEntry.objects.filter(source="notes").count() == 0


def test_the_way_to_the_list_stands_on_the_module_and_in_the_menu(writing, progress):
    add(progress, Part("aim", "aim", "Mērķis"), "Doma")

    html = writing.get("/lv/moduli/m01/").content.decode()

    assert '<a href="/lv/my/notes/?module=M01">Manas piezīmes un grāmatzīmes (1)</a>' in html
    assert html.count('href="/lv/my/notes/"') == 1
    assert 'href="/lv/my/notes/"' in writing.get("/lv/my/").content.decode()


def test_two_modules_of_one_code_are_told_apart(writing, progress, learner):
    add(progress, Part("aim", "aim", "Mērķis"), "Pirmajā")
    other = courses.programme(modules=1, code="cita").modules.get()
    courses.module_page(other, slug="cits")
    add(start_module(person=learner.person, module=other), Part("aim", "aim", "Mērķis"), "Otrajā")

    shown = {
        word: writing.get(f"{LIST}?module={word}").content.decode()
        for word in ("M01", other.address)
    }

    assert other.address != "M01"
    assert ["Pirmajā" in shown["M01"], "Otrajā" in shown["M01"]] == [True, False]
    assert ["Pirmajā" in shown[other.address], "Otrajā" in shown[other.address]] == [False, True]
