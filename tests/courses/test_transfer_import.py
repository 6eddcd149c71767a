"""What leaves with a programme and what does not, and what its import touches."""

import io
import json

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.models import LicensedDocument, LicensedImage
from courses.actions.progress import start_module
from courses.actions.transfer import preview_import
from courses.actions.transfer.rows import taken_sentence
from courses.models import (
    ModulePage,
    Programme,
)
from courses.validators import TransferRefused, open_archive
from people.models import AuditEntry
from tests.courses import transfers
from tests.factories import courses, people


@pytest.fixture
def manager(db):
    return people.user("programme_manager", person=people.person(given_name="Zelma"))


@pytest.fixture
def rich(manager):
    return transfers.rich(manager)


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
    before = transfers.told_of(rich)
    file, rows = transfers.exported(rich), transfers.everything()

    with pytest.raises(TransferRefused) as refusal:
        transfers.imported(file)

    assert str(refusal.value) == taken_sentence("ddj", 1)
    assert (transfers.told_of(rich), transfers.everything()) == (before, rows)


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
    told, original = transfers.told_of(report.programme), transfers.told_of(rich)
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
    with pytest.raises(CommandError, match=r"ddj.*jau ir"):
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
