"""Import from Word by the addresses editors use: preview, confirmation, and who may."""

import html
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from cms.models import StandardPage
from courses.actions.review import load_module_review
from courses.models import ModulePage
from people.actions.reference import load_reference
from people.models import AuditEntry, Role
from tests.cms.importing_word import browser_of, confirm, draft, kinds, previewed, said, upload
from tests.courses.test_admin import form as module_form
from tests.courses.test_admin import question
from tests.factories import cms, courses, word
from tests.factories.word import heading, paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    load_reference()
    return browser_of(Role.CONTENT_EDITOR)


@pytest.fixture
def page():
    return StandardPage.objects.get(pk=cms.standard_page().pk)


def test_the_menu_of_a_page_offers_the_import(editor, page):
    answer = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert len(re.findall(rf'href="/admin/word/{page.pk}/"', answer)) == 1
    assert "Ievietot no Word" in answer


def test_a_page_without_blocks_offers_none(editor, page):
    home = page.get_parent()

    assert "/admin/word/" not in editor.get(f"/admin/pages/{home.pk}/edit/").content.decode()
    assert editor.get(f"/admin/word/{home.pk}/", follow=True).status_code == 404


def test_nothing_is_written_before_the_confirmation(editor, page):
    revisions = Revision.objects.count()

    shown = editor.get(previewed(editor, page))

    assert shown.status_code == 200
    assert Revision.objects.count() == revisions
    assert PageLogEntry.objects.filter(action="cms.import_word").count() == 0
    assert AuditEntry.objects.filter(action="cms.import_word").count() == 0


def test_the_preview_reports_in_the_reader_s_language(editor, page):
    address = previewed(editor, page)

    report = html.unescape(editor.get(address).content.decode())

    assert "Dokuments: Vadlīnijas.docx. Nekas vēl nav saglabāts." in report
    assert "Paveicams pirms publicēšanas" in report
    assert "<q>Foto no nometnes</q>" in report
    assert "Jauna sadaļa: <q>" in report


def test_the_frame_shows_the_blocks_as_readers_will(editor, page):
    address = previewed(editor, page)

    frame = editor.get(f"{address}blocks/")

    shown = frame.content.decode()
    assert "<h2>Jauna sadaļa</h2><p>Jauns teksts.</p>" in re.sub(
        r' data-block-key="\w+"', "", shown
    )
    assert '<th scope="col">Loma</th>' in shown
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert f'src="{address}blocks/"' in editor.get(address).content.decode()


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("append", ["section", "text", "section", "table"]),
        ("replace", ["text", "section", "table"]),
    ],
)
def test_confirming_saves_a_draft_and_opens_the_editor(editor, page, way, expected):
    before = Page.objects.get(pk=page.pk)
    address = previewed(editor, page)

    answer = confirm(editor, address, page, way)

    after = Page.objects.get(pk=page.pk)
    assert answer.redirect_chain == [(f"/admin/pages/{page.pk}/edit/", 302)]
    assert kinds(page) == expected
    assert (after.live, after.has_unpublished_changes) == (True, True)
    assert after.live_revision_id == before.live_revision_id
    live = StandardPage.objects.get(pk=page.pk)
    assert [block.block_type for block in live.body] == ["section"]
    assert after.latest_revision.user.username == Role.CONTENT_EDITOR.value
    assert said(answer) == ["Dokuments ievietots kā melnraksts. Lasītāji to vēl neredz."]


def test_blocks_already_there_keep_their_ids(editor, page):
    ids = [block.id for block in page.body]

    confirm(editor, previewed(editor, page), page)

    assert [block.id for block in draft(page).body][: len(ids)] == ids


def test_the_import_is_added_to_the_newest_draft_not_to_what_is_published(editor, page):
    page.body = [("text", "<p>Melnraksts</p>")]
    page.save_revision()

    confirm(editor, previewed(editor, page), page)

    assert kinds(page) == ["text", "text", "section", "table"]


def test_history_and_audit_trail_say_who_imported(editor, page):
    seen = page.latest_revision_id

    confirm(editor, previewed(editor, page), page)

    entry = PageLogEntry.objects.get(action="cms.import_word")
    line = AuditEntry.objects.get(action="cms.import_word")
    assert (entry.page_id, entry.user.username) == (page.pk, "content_editor")
    assert line.before == {"revision": seen, "blocks": 1}
    newest = Page.objects.get(pk=page.pk).latest_revision_id
    assert line.after == {"revision": newest, "blocks": 4, "replaced": False}
    history = editor.get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert "Ievietots Word dokuments" in history
    assert ModelLogEntry.objects.count() == 0


def test_a_page_changed_meanwhile_is_not_overwritten(editor, page):
    address = previewed(editor, page)
    seen = page.latest_revision_id
    page.body = [("text", "<p>Kolēģa teksts</p>")]
    page.save_revision()

    answer = confirm(editor, address, page, "replace", seen)

    assert said(answer)[0].startswith("Nekas nav saglabāts: kāds pa šo laiku ir mainījis lapu.")
    assert kinds(page) == ["text"]
    assert confirm(editor, address, page, "append").redirect_chain[-1][0].endswith("/edit/")
    assert kinds(page) == ["text", "text", "section", "table"]


@pytest.mark.parametrize("revision", ["", "x", "0", "9" * 30, "-1"])
def test_a_revision_that_was_never_seen_saves_nothing(editor, page, revision):
    answer = confirm(editor, previewed(editor, page), page, revision=revision)

    assert answer.status_code == 200
    assert kinds(page) == ["section"]


def test_pressing_twice_imports_once(editor, page):
    address = previewed(editor, page)
    confirm(editor, address, page)

    again = confirm(editor, address, page)

    assert said(again) == [
        "Šis imports jau ir saglabāts, vai arī ir pagājusi stunda. Izvēlieties failu vēlreiz."
    ]
    assert again.redirect_chain == [(f"/admin/word/{page.pk}/", 302)]
    assert kinds(page) == ["section", "text", "section", "table"]


def test_the_preview_is_kept_for_an_hour(editor, page, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, value, seconds: kept.append(seconds))

    address = previewed(editor, page)

    assert kept == [3600]
    assert editor.get(address).headers["Location"] == f"/admin/word/{page.pk}/"


def test_another_editor_and_another_page_find_nothing_under_the_token(editor, page):
    address = previewed(editor, page)
    other_page = cms.standard_page()
    colleague = browser_of(Role.PROGRAMME_MANAGER)

    assert colleague.get(address).status_code == 302
    assert colleague.get(f"{address}blocks/", follow=True).status_code == 404
    elsewhere = address.replace(f"/{page.pk}/", f"/{other_page.pk}/")
    assert editor.get(elsewhere).status_code == 302
    assert editor.get(f"{elsewhere}blocks/", follow=True).status_code == 404


def test_a_locked_page_takes_nothing(editor, page):
    address = previewed(editor, page)
    Page.objects.filter(pk=page.pk).update(locked=True)

    refused = upload(editor, page), confirm(editor, address, page)

    assert refused[0].headers["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert said(refused[1])[0].startswith("Lapa ir slēgta, tāpēc tajā neko nevar ievietot.")
    assert kinds(page) == ["section"]


def test_a_reviewer_of_a_page_may_not_import_into_it(editor):
    programme = courses.programme()
    made = courses.module_page(programme.modules.first())
    load_module_review()
    trainer = browser_of(Role.TRAINER)
    data = module_form(made, [question(True, False) for _ in range(5)], action="action-submit")
    assert editor.post(f"/admin/pages/{made.pk}/edit/", data).status_code == 302
    assert trainer.get(f"/admin/pages/{made.pk}/edit/").status_code == 200

    assert trainer.get(f"/admin/word/{made.pk}/", follow=True).status_code == 404
    assert upload(trainer, made, follow=True).status_code == 404
    edit = trainer.get(f"/admin/pages/{made.pk}/edit/").content.decode()
    assert "/admin/word/" not in edit


@pytest.mark.parametrize("kind", ["standard", "module", "chapter"])
def test_each_kind_of_page_takes_the_import(editor, kind):
    made = {
        "standard": cms.standard_page,
        "module": lambda: courses.module_page(courses.programme().modules.first()),
        "chapter": lambda: cms.chapter(cms.guidelines(), title="Nodaļa", slug="nodala"),
    }[kind]()

    confirm(editor, previewed(editor, made), made, "replace")

    assert kinds(made) == ["text", "section", "table"]
    assert editor.get(f"/admin/pages/{made.pk}/edit/").status_code == 200
    assert editor.get(f"/admin/pages/{made.pk}/view_draft/").status_code == 200


def test_an_incomplete_draft_of_a_module_takes_it_too(editor):
    made = courses.module_page(courses.programme().modules.first())
    page = ModulePage.objects.get(pk=made.pk)
    page.aim = ""
    page.save_revision(clean=False)

    confirm(editor, previewed(editor, page), page)

    assert kinds(page)[-3:] == ["text", "section", "table"]


@pytest.mark.parametrize("way", ["", "publish"])
def test_a_way_that_is_none_asks_again(editor, page, way):
    address = previewed(editor, page)

    answer = confirm(editor, address, page, way)

    assert (answer.status_code, len(answer.context["form"].errors["way"])) == (200, 1)
    assert kinds(page) == ["section"]


def test_form_without_a_file_says_so(editor, page):
    answer = editor.post(f"/admin/word/{page.pk}/", {})

    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1


def test_a_long_document_costs_no_more_queries_than_a_short_one(editor, page):
    def cost(sections: int) -> list[int]:
        content = word.document(*(heading(f"V{n}") + paragraph("t") for n in range(sections)))
        counts = []
        cms.standard_page()
        steps = [
            lambda: upload(editor, page, content),
            lambda: editor.get(address),
            lambda: editor.get(f"{address}blocks/"),
            lambda: editor.post(
                address,
                {"way": "replace", "revision": Page.objects.get(pk=page.pk).latest_revision_id},
            ),
        ]
        address = previewed(editor, page, content)
        for step in steps:
            with CaptureQueriesContext(connection) as queries:
                step()
            counts.append(len(queries))
        return counts

    cost(1)
    assert cost(1) == cost(3) == cost(150)
    assert max(cost(3)) < 50


def test_addresses_are_those_of_the_admin():
    assert reverse("word_import", args=[7]) == "/admin/word/7/"
