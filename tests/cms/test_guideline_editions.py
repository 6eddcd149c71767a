"""Publishing editions, and what readers see of them."""

import io
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cms.actions.editions import (
    NothingChanged,
    NothingToPublish,
    PublishedMeanwhile,
    checksum,
    publish_edition,
)
from cms.models import GuidelineEdition, GuidelineParagraph
from cms.queries.editions import document_of
from people.models import AuditEntry
from tests.factories import cms, people

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A, B, C = "Pirmais punkts par rīkiem.", "Otrais teikums runā citu.", "Trešā doma beigās."


def numbers(edition, language="lv"):
    chapters = document_of(edition, language).chapters
    return {p.text: (p.number, p.serial) for chapter in chapters for p in chapter.paragraphs}


@pytest.fixture
def chapter():
    return cms.rewrite(cms.chapter(cms.guidelines(), title="Rīki", slug="riki"), A, B)


def page_text(client, url="/lv/vadlinijas/riki/"):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_edition_is_1_0_and_later_ones_count_on(chapter):
    made = [cms.edition("minor")]
    for n, kind in enumerate(["minor", "minor", "major", "minor"]):
        cms.rewrite(chapter, A, f"{B} {n}")
        made.append(cms.edition(kind))

    assert [edition.number for edition in made] == ["1.0", "1.1", "1.2", "2.0", "2.1"]
    assert [edition.is_major for edition in made] == [True, False, False, True, False]


def test_numbers_are_of_the_edition_and_serials_for_ever(chapter):
    first = cms.edition()
    cms.rewrite(chapter, C, A, B)
    second = cms.edition()

    assert numbers(first) == {A: ("1.1", 1), B: ("1.2", 2)}
    assert numbers(second) == {C: ("1.1", 3), A: ("1.2", 1), B: ("1.3", 2)}


def test_an_edition_holds_both_languages_and_its_checksum(chapter):
    cms.chapter(cms.guidelines("en"), title="Tools", slug="tools")

    edition = cms.edition()

    edition.refresh_from_db()
    assert [document_of(edition, code).chapters[0].title for code in ("lv", "en")] == [
        "Rīki",
        "Tools",
    ]
    assert checksum(edition.content) == edition.sha256
    serials = list(GuidelineParagraph.objects.values_list("language", "serial"))
    assert serials == [("lv", 1), ("lv", 2), ("en", 3)]


def test_publishing_is_audited(chapter):
    editor = people.user("content_editor")

    edition = cms.edition(by=editor)

    line = AuditEntry.objects.get(action="guidelines_published")
    assert (line.actor, line.object_id, line.after["edition"]) == (editor, str(edition.pk), "1.0")


def test_nothing_to_publish_nothing_changed_and_published_meanwhile_are_refused(chapter):
    cms.edition()

    with pytest.raises(NothingChanged):
        cms.edition()
    cms.rewrite(chapter, C)
    with pytest.raises(PublishedMeanwhile):
        publish_edition(kind="minor", note="x", note_en="x", by=None, after="0.9")
    assert GuidelineEdition.objects.count() == 1


def test_without_chapters_there_is_nothing_to_publish():
    cms.guidelines()

    with pytest.raises(NothingToPublish):
        cms.edition()


def test_two_editions_cannot_have_one_number(chapter):
    cms.edition()

    with (
        pytest.raises(IntegrityError, match=r"(?i)one_edition_per_number|major"),
        transaction.atomic(),
    ):
        GuidelineEdition.objects.create(
            major=1, minor=0, note="x", note_en="x", content={}, sha256=""
        )


def test_readers_see_the_edition_and_neither_drafts_nor_later_publications(client, chapter):
    cms.edition()
    cms.rewrite(chapter, "Nākamās versijas teksts.", title="Jaunie rīki")
    chapter.refresh_from_db()
    chapter.title = "Melnraksts"
    chapter.save_revision()

    html = page_text(client)

    assert re.findall(r"<h1>(.*?)</h1>", html) == ["1. Rīki"]
    assert (A in html, "Nākamās versijas" in html) == (True, False)
    assert re.findall("Jaunie rīki|Melnraksts", html + page_text(client, "/lv/vadlinijas/")) == []


def test_a_chapter_without_an_edition_says_so_and_shows_nothing(client, chapter):
    html = page_text(client)

    assert "Vēl nav publicēts" in html
    assert (A in html, "Rīki" in html) == (False, False)


def test_the_editor_previews_the_draft_with_numbers(rf, chapter):
    cms.edition()
    chapter.body = [("section", {"heading": "H", "text": f"<p>{C}</p>"})]

    html = chapter.make_preview_request().render().content.decode()

    assert (C in html, A in html) == (True, False)
    assert "<b>1.1</b>" in html


def test_a_removed_anchor_says_so_in_the_chapter_and_at_its_own_address(client, chapter):
    cms.edition()
    cms.rewrite(chapter, A)
    cms.edition()

    html, own = page_text(client), page_text(client, reverse("cms:paragraph", args=[2]))

    assert '<li id="p2">' in html
    assert "Svītrots versijā 1.1" in html
    assert "tas svītrots versijā 1.1" in own
    assert B in own
    assert "/guideline/versions/1.0/1/#p2" in own


def test_a_paragraph_that_comes_back_gets_a_new_anchor(chapter):
    for texts in ([A, B], [A], [A, B]):
        cms.rewrite(chapter, *texts)
        edition = cms.edition()

    assert numbers(edition) == {A: ("1.1", 1), B: ("1.2", 3)}
    assert GuidelineParagraph.objects.get(serial=2).removed_in.number == "1.1"


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["viens", "divi", "trīs", "četri", "pieci", "seši"]),
            min_size=1,
            unique=True,
        ),
        min_size=2,
        max_size=5,
    )
)
def test_over_many_editions_no_anchor_ever_means_two_paragraphs(steps):
    with transaction.atomic():
        page = cms.chapter(cms.guidelines(), title="Rīki", slug="riki")
        meaning: dict[int, str] = {}
        before: dict[str, tuple[str, int]] = {}
        for texts in steps:
            cms.rewrite(page, *texts)
            try:
                now = numbers(cms.edition())
            except NothingChanged:
                continue
            for text, (_number, serial) in now.items():
                assert meaning.setdefault(serial, text) == text
                assert before.get(text, ("", serial))[1] == serial
            before = now
        transaction.set_rollback(True)


def test_every_old_edition_stays_readable_at_its_address(client, chapter):
    cms.edition()
    cms.rewrite(chapter, A, C)
    cms.edition("major")

    old = page_text(client, "/lv/guideline/versions/1.0/1/")
    whole = page_text(client, "/lv/guideline/versions/1.0/whole/")

    assert [(B in html, C in html) for html in (old, whole)] == [(True, False)] * 2
    assert "Spēkā ir versija 2.0" in old
    assert client.get("/lv/guideline/versions/1.0/9/").status_code == 404
    listed = page_text(client, "/lv/guideline/versions/")
    assert re.findall(r"Versija (\d\.\d)</a></h2>", listed) == ["2.0", "1.0"]


@pytest.mark.parametrize("number", ["9.9", "x", "1", "1.", "1.0.0", "99999999999999999999.1", "²."])
def test_an_unknown_version_is_not_found(client, chapter, number):
    cms.edition()

    assert client.get(f"/lv/guideline/versions/{number}/").status_code == 404


def test_changes_are_shown_in_words_and_marked_for_screen_readers(client, chapter):
    cms.edition()
    cms.rewrite(chapter, "Pirmais punkts par lietotnēm.", B, C)
    cms.edition()

    html = page_text(client, "/lv/guideline/versions/1.1/changes/")

    assert '<del><span class="vh">[svītrots: </span>rīkiem<span class="vh">]</span></del>' in html
    assert (
        '<ins><span class="vh">[pievienots: </span>lietotnēm<span class="vh">]</span></ins>' in html
    )
    assert f"<ins>{C}</ins>" in html
    assert B not in html
    assert client.get("/lv/guideline/versions/1.0/changes/").status_code == 404
    assert client.get("/lv/guideline/versions/1.1/changes/?since=1.1").status_code == 404


def test_the_easy_text_has_its_own_numbers_anchors_and_switch(client, chapter):
    easy = [("section", {"heading": "Par ko", "text": "<p>Rīks ir programma.</p>"})]
    cms.rewrite(chapter, easy_body=easy)
    edition = cms.edition()

    html = page_text(client, "/lv/vadlinijas/riki/?easy=1")

    assert numbers(edition)["Rīks ir programma."] == ("V1.1", 3)
    assert ("Rīks ir programma." in html, A in html) == (True, False)
    assert '<a href="?easy=1" aria-current="true">Viegli lasīt</a>' in html
    assert "Rīks ir programma." in page_text(client, "/lv/guideline/versions/1.0/1/?easy=1")


def test_blocks_that_are_no_text_are_one_numbered_paragraph(client, chapter):
    body = [
        (
            "callout",
            {"tone": "tip", "title": "Ievērojiet", "text": "<p>Viena doma.</p><p>Otra.</p>"},
        ),
        ("example", {"title": "No Siguldas", "text": "<p>Klubs.</p>"}),
    ]
    cms.rewrite(chapter, body=body)

    edition = cms.edition()

    assert numbers(edition) == {
        "Ievērojiet\nViena doma.\nOtra.": ("1.1", 1),
        "No Siguldas\nKlubs.": ("1.2", 2),
    }
    assert "Otra." in page_text(client)


def test_the_pdf_names_its_language_title_version_and_has_bookmarks(client, chapter):
    edition = cms.edition()

    response = client.get("/lv/guideline/versions/1.0/pdf/")

    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert response["Content-Type"] == "application/pdf"
    assert (reader.metadata.title, reader.root_object["/Lang"]) == ("Vadlīnijas", "lv")
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["1. Rīki"]
    for part in (
        A,
        "1.2",
        "Versija 1.0",
        "NextGenerationEU",
        edition.sha256,
        f"3/ {len(reader.pages)}",
    ):
        assert part in text


def test_an_editor_publishes_by_the_form_and_sees_first_what_will_change(client, chapter):
    cms.edition()
    cms.rewrite(chapter, A, B, C)
    client.force_login(people.user("content_editor"), BACKEND)
    url = reverse("cms:edition_new")

    before = page_text(client, url)
    answer = client.post(
        url, {"kind": "minor", "note": "Papildināts", "note_en": "Added", "after": "1.0"}
    )

    assert f"<ins>{C}</ins>" in before
    assert answer.headers["Location"] == reverse("cms:edition_list")
    newest = GuidelineEdition.objects.newest()
    assert (newest.number, newest.note, newest.note_en) == ("1.1", "Papildināts", "Added")


def test_the_form_keeps_what_was_typed_when_publishing_is_refused(client, chapter):
    cms.edition()
    client.force_login(people.user("content_editor"), BACKEND)

    html = client.post(
        reverse("cms:edition_new"),
        {"kind": "major", "note": "Rakstīts", "note_en": "Written", "after": "1.0"},
    ).content.decode()

    assert "Kopš jaunākās versijas nekas nav mainījies." in html
    assert ("Rakstīts" in html, "Written" in html) == (True, True)
