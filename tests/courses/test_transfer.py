"""A whole programme written into a file and read back: nothing is lost, nothing is added."""

import datetime as dt
import io
import json

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.actions.content import load_pages
from cms.models import LicensedDocument, LicensedImage
from courses.actions.competences import load_competences
from courses.actions.content import load_module_pages
from courses.actions.prerequisites import set_prerequisites
from courses.actions.progress import start_module
from courses.actions.transfer import preview_import
from courses.actions.transfer.importing import taken_sentence
from courses.models import (
    Competence,
    CompetenceArea,
    Module,
    ModuleEdition,
    ModulePage,
    Programme,
    ProgrammeBlock,
    ProgrammeDay,
    QuizAttempt,
)
from courses.queries import portable
from courses.validators import TransferRefused, open_archive
from people.models import AuditEntry
from tests.courses import quizzes, transfers
from tests.factories import blocks, courses, people

# What does not travel, and why.
GIVEN_ANEW = {
    "id", "programme", "day", "area", "module", "page_ptr", "address", "path", "depth", "numchild",
    "translation_key", "locale", "content_type", "url_path", "owner", "draft_title",
}  # fmt: skip
# A page arrives as a first draft: what was published, when and by whom is the other site's.
STATE_OF_PAGE = {
    "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision",
    "latest_revision", "latest_revision_created_at", "go_live_at", "expire_at", "expired", "locked",
    "locked_at", "locked_by", "alias_of", "version_number", "edition_kind", "edition_note",
    "searchable",
}  # fmt: skip
# Where the bytes lie and what follows from them; collections are each site's own.
STORED = {
    "file", "width", "height", "file_size", "file_hash", "created_at", "collection",
    "uploaded_by_user",
}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "travels", "stays"),
    [
        (Programme, portable.PROGRAMME, set()),
        (ProgrammeDay, portable.DAY, set()),
        (ProgrammeBlock, portable.BLOCK, set()),
        (Module, portable.MODULE, set()),
        (CompetenceArea, portable.AREA, set()),
        (Competence, portable.COMPETENCE, set()),
        (ModulePage, portable.PAGE + portable.STREAMS + portable.RICH_TEXTS, STATE_OF_PAGE),
        (LicensedImage, portable.MEDIUM["image"], STORED),
        (LicensedDocument, portable.MEDIUM["document"], STORED),
    ],
)
def test_every_field_travels_or_is_given_anew(model, travels, stays):
    fields = {field.name for field in model._meta.concrete_fields}
    assert fields - set(travels) - stays <= GIVEN_ANEW
    assert set(travels) <= fields
    assert not set(travels) & (stays | GIVEN_ANEW)


def told_of(programme):
    """All that travels of the programme, read from the database and not by the export."""

    def values(rows, names):
        return [{name: getattr(row, name) for name in names} for row in rows]

    pages = ModulePage.objects.filter(module__programme=programme).order_by(
        "module__position", "locale__language_code"
    )
    return {
        "programme": values([programme], portable.PROGRAMME),
        "days": [
            (day, values(row.blocks.all(), portable.BLOCK))
            for row, day in zip(
                programme.days.all(), values(programme.days.all(), portable.DAY), strict=True
            )
        ],
        "modules": [
            (
                row.day.code,
                sorted(row.prerequisites.values_list("code", flat=True)),
                values([row], portable.MODULE),
            )
            for row in programme.modules.all()
        ],
        "competences": [
            (values([area], portable.AREA), values(area.competences.all(), portable.COMPETENCE))
            for area in programme.competence_areas.all()
        ],
        "pages": [
            (
                page.module.code,
                page.locale.language_code,
                values([page], portable.PAGE),
                sorted(page.tags.names()),
                transfers.told([getattr(page, name) for name in portable.RICH_TEXTS]),
                {
                    name: transfers.told(list(getattr(page, name).raw_data))
                    for name in portable.STREAMS
                },
            )
            for page in pages
        ],
    }


@pytest.fixture
def manager(db):
    return people.user("programme_manager", person=people.person(given_name="Zelma"))


@pytest.fixture
def rich(manager):
    """Two modules in two languages: every block, media, links to each other and elsewhere."""
    programme = transfers.stated(courses.programme())
    load_competences(programme)
    first, second = programme.modules.all()
    set_prerequisites(module=second, required=[first], by=None)
    Module.objects.filter(pk=second.pk).update(max_attempts=3, waiting_minutes=15)
    body = blocks.body()
    file = LicensedDocument.objects.get(file__endswith=".pdf")
    lv = courses.module_page(first)
    pages = [
        lv,
        courses.module_page(first, "en", slug="m01-en"),
        courses.module_page(second),
        courses.module_page(second, "en", slug="m02-en"),
    ]
    for page in pages:
        page.body = json.dumps(body)
        page.checked_on = dt.date(2026, 1, 2)
        page.owner = manager
        page.tags.set(["droša vide", "spēles"])
        page.activity_text = (
            f'<p>Skat. <a linktype="page" id="{pages[2].pk}">otro</a>, '
            f'<a linktype="page" id="{lv.get_parent().pk}">visus</a>, '
            f'<a linktype="document" id="{file.pk}">failu</a> &amp; <b>dariet</b></p>'
        )
        page.save_revision(user=manager).publish()
    return Programme.objects.get()


def test_what_is_read_back_is_what_was_written(rich):
    before, file = told_of(rich), transfers.exported(rich)
    transfers.forget(rich)
    assert Programme.objects.count() == LicensedImage.objects.count() == 0

    report = transfers.imported(file)

    arrived = Programme.objects.get()
    assert report.programme == arrived
    assert told_of(arrived) == before
    assert (report.days, report.modules, report.competences, len(report.pages)) == (5, 2, 18, 4)
    assert report.notices == ()
    assert report.new_media == len(report.media) == len(transfers.record(file, "media.json"))


def test_the_import_written_again_is_the_same_file(rich):
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        file = transfers.exported(rich)
    transfers.forget(rich)
    arrived = transfers.imported(file).programme

    with time_machine.travel("2026-04-01 12:00:00+00:00", tick=False):
        again = transfers.exported(arrived, drafts=True)

    first, second = transfers.members(file), transfers.members(again)
    said, said_again = (json.loads(one.pop("manifest.json")) for one in (first, second))
    assert second == first
    assert said_again == said | {"made_at": "2026-04-01T12:00:00+00:00"}
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        assert transfers.exported(arrived, drafts=True) == file


def test_the_programme_of_2024_goes_round(db):
    load_pages()
    load_module_pages()
    programme = Programme.objects.get()
    before, file = told_of(programme), transfers.exported(programme)
    transfers.forget(programme)

    report = transfers.imported(file)

    assert told_of(Programme.objects.get()) == before
    assert (report.modules, len(report.pages), report.competences) == (10, 20, 18)
    assert [page for page in report.pages if page.slug != page.slug_in_file] == []
    drafts = transfers.exported(report.programme, drafts=True)
    assert transfers.members(drafts).keys() == transfers.members(file).keys()
    assert {k: v for k, v in transfers.members(drafts).items() if k != "manifest.json"} == {
        k: v for k, v in transfers.members(file).items() if k != "manifest.json"
    }


def test_pages_arrive_as_drafts_and_nothing_is_published(rich):
    file = transfers.exported(rich)
    transfers.forget(rich)
    transfers.imported(file)

    pages = ModulePage.objects.all()
    assert set(pages.values_list("live", "has_unpublished_changes")) == {(False, True)}
    assert ModuleEdition.objects.count() == 0
    assert pages.filter(latest_revision=None).count() == 0
    keys = set(pages.values_list("module__code", "translation_key"))
    assert len(keys) == 2  # both languages of a module belong together


def test_an_imported_module_is_published_started_and_its_quiz_passed(client, rich, learner):
    file = transfers.exported(rich)
    transfers.forget(rich)
    transfers.imported(file)
    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")
    assert client.get("/lv/moduli/m01/").status_code == 404
    page.get_latest_revision().publish()

    client.force_login(learner)
    assert client.get("/lv/moduli/m01/").status_code == 200
    assert client.post("/lv/module/M01/start/").status_code == 302
    quizzes.take(client)

    assert QuizAttempt.objects.get().passed
    assert ModuleEdition.objects.get().number == "1.0"


def test_no_person_is_in_the_file(rich, manager):
    learner = people.user(person=people.person(given_name="Dzirkstīte"), username="dzirksti")
    author = people.person(given_name="Vizbulīte", family_name="Ozoliņa")
    editor = people.user("content_editor", person=author, email="vizbulite@example.org")
    page = ModulePage.objects.filter(module__code="M01").first()
    page.save_revision(user=editor).publish()
    progress = start_module(person=learner.person, module=page.module)
    courses.attempt(progress, page)
    file = transfers.exported(rich, by=editor, drafts=True)

    whole = b"".join(transfers.members(file).values())
    for person in (author, manager.person, learner.person):
        for word in (person.given_name, person.family_name, person.email):
            assert not word or word.encode() not in whole
    for account in (editor, manager, learner):
        assert account.username.encode() not in whole
    assert b"vizbulite" not in whole


def test_a_draft_stays_at_home_unless_asked_for(rich):
    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")
    page.title = "Slepens melnraksts"
    page.save_revision()
    ModulePage.objects.get(module__code="M02", locale__language_code="en").unpublish()

    published, all_ = transfers.exported(rich), transfers.exported(rich, drafts=True)

    assert "modules/M02/en.json" not in transfers.members(published)
    assert transfers.record(published, "modules/M01/lv.json")["title"] == "Modulis M01"
    assert "modules/M02/en.json" in transfers.members(all_)
    assert transfers.record(all_, "modules/M01/lv.json")["title"] == "Slepens melnraksts"


def test_a_programme_that_exists_is_not_touched(rich):
    before = told_of(rich)
    file, rows = transfers.exported(rich), transfers.everything()

    with pytest.raises(TransferRefused) as refusal:
        transfers.imported(file)

    assert str(refusal.value) == taken_sentence("ddj", 1)
    assert (told_of(rich), transfers.everything()) == (before, rows)


def test_beside_the_original_only_name_and_addresses_differ(rich):
    media = LicensedImage.objects.count(), LicensedDocument.objects.count()
    report = transfers.imported(transfers.exported(rich), code="cits", version=3)

    assert (report.programme.code, report.programme.version) == ("cits", 3)
    assert report.new_media == 0
    assert (LicensedImage.objects.count(), LicensedDocument.objects.count()) == media
    assert {page.slug for page in report.pages} == {"m01-3", "m02-3", "m01-en-3", "m02-en-3"}
    assert set(report.programme.modules.values_list("address", flat=True)) == {
        f"M01-{report.programme.pk}",
        f"M02-{report.programme.pk}",
    }
    told, original = told_of(report.programme), told_of(rich)
    assert told["modules"] == original["modules"]
    links = ModulePage.objects.get(module__programme=report.programme, slug="m01-3").activity_text
    mine = ModulePage.objects.get(module__programme=report.programme, slug="m02-3")
    assert f'id="{mine.pk}"' in links


def test_a_link_to_what_is_not_here_keeps_its_words(rich):
    file = transfers.changed(
        transfers.exported(rich),
        {
            "modules/M01/lv.json": transfers.with_value(
                "activity_text",
                value='<p><a linktype="page" ref="page:lv/nav/tadas">vārdi</a> paliek</p>',
            )
        },
    )
    report = transfers.imported(file, code="cits")

    page = ModulePage.objects.get(module__programme=report.programme, slug="m01-2")
    assert page.activity_text == "<p>vārdi paliek</p>"
    [notice] = report.notices
    assert notice.place == "M01 (Latviešu): Norādījumi aktivitātei"
    assert "page:lv/nav/tadas" in notice.sentence


def test_a_preview_says_the_same_and_leaves_nothing(rich):
    file = transfers.exported(rich)
    transfers.forget(rich)
    rows, files = transfers.everything(), stored_files()
    with open_archive(io.BytesIO(file)) as archive:
        preview = preview_import(archive=archive, by=None)
    assert (transfers.everything(), stored_files()) == (rows, files)

    report = transfers.imported(file)

    assert (preview.pages, preview.media, preview.notices) == (
        report.pages,
        report.media,
        report.notices,
    )


def stored_files():
    found = []
    for folder in ("original_images", "documents"):
        if default_storage.exists(folder):
            found += default_storage.listdir(folder)[1]
    return sorted(found)


def test_what_fails_last_leaves_neither_rows_nor_files(rich):
    file = transfers.changed(
        transfers.exported(rich),
        {"modules/M02/lv.json": transfers.with_value("title", value="x" * 300)},
    )
    transfers.forget(rich)
    rows, files = transfers.everything(), stored_files()

    with pytest.raises(TransferRefused, match=r"M02 \(Latviešu\): Nosaukums"):
        transfers.imported(file)

    assert (transfers.everything(), stored_files()) == (rows, files)


def test_export_and_import_are_in_the_audit_trail(rich, manager):
    report = transfers.imported(transfers.exported(rich, by=manager), code="cits", by=manager)
    entries = AuditEntry.objects.filter(action__startswith="courses.programme_").order_by("pk")
    assert [(e.action, e.actor, e.object_id) for e in entries] == [
        ("courses.programme_exported", manager, str(rich.pk)),
        ("courses.programme_imported", manager, str(report.programme.pk)),
    ]
    assert entries[0].after["content_sha256"] == entries[1].after["content_sha256"]


def test_queries_do_not_grow_with_blocks(db):
    programme = transfers.stated(courses.programme(modules=1))
    page = courses.module_page(programme.modules.get())
    counted = []
    for version, number in enumerate((3, 3, 30, 140), 2):  # the first warms up
        page.body = json.dumps(sections(number))
        page.save_revision().publish()
        with CaptureQueriesContext(connection) as writing:
            file = transfers.exported(programme)
        with CaptureQueriesContext(connection) as reading:
            transfers.imported(file, version=version)
        counted.append((len(writing), len(reading)))
    assert len(set(counted[1:])) == 1
    assert counted[1][0] <= 12


def sections(number):
    return [
        {
            "type": "section",
            "value": {"heading": f"Sadaļa {n}", "text": "<p>Teksts</p>"},
            "id": f"00000000-0000-4000-8000-{n:012d}",
        }
        for n in range(number)
    ]


def test_commands_write_read_and_refuse(rich, tmp_path, capsys):
    path = tmp_path / "ddj.zip"
    call_command("export_programme", "ddj", "1", path)
    assert capsys.readouterr().out.startswith("2 modules, 4 pages, ")
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_programme", "ddj", "1", path)
    with pytest.raises(CommandError, match="no programme ddj, version 7"):
        call_command("export_programme", "ddj", "7", tmp_path / "x.zip")
    with pytest.raises(CommandError, match="“ddj”"):
        call_command("import_programme", path)

    rows = transfers.everything()
    call_command("import_programme", path, "--as-version", "2", "--dry-run")
    assert capsys.readouterr().out.startswith(
        "Would make ddj, version 2: 5 days, 2 modules, 4 pages"
    )
    assert transfers.everything() == rows

    call_command("import_programme", path, "--as-code", "cits")
    assert capsys.readouterr().out.startswith("Made cits, version 1: ")
    assert Programme.objects.count() == 2
    (tmp_path / "joks.zip").write_bytes(b"PK nothing")
    with pytest.raises(CommandError):
        call_command("import_programme", tmp_path / "joks.zip")
    with pytest.raises(CommandError):
        call_command("import_programme", tmp_path / "nav.zip")
    assert Page.objects.filter(live=True, slug__startswith="m01").count() == 2
