"""The shipped guidelines: published as 1.0, easy texts, tags with related modules."""

import re
import tomllib

import pytest
from django.core.management import call_command

from cms.actions.content import CONTENT, load_pages, tag_names
from cms.models import GuidelineEdition
from cms.queries.editions import document_of
from courses.models import ModulePage

EASY = ("lv", 3), ("lv", 4), ("en", 3), ("en", 4)
LONGEST_EASY_SENTENCE = 16


def chapters(language):
    return tomllib.loads((CONTENT / "guidelines.toml").read_text("utf-8"))[language]["chapters"]


@pytest.mark.django_db
def test_the_shipped_chapters_are_published_as_1_0_once():
    load_pages()
    load_pages()

    (edition,) = GuidelineEdition.objects.all()
    counts = {
        language: [len(chapter.easy) for chapter in document_of(edition, language).chapters]
        for language in ("lv", "en")
    }
    assert edition.number == "1.0"
    assert counts["lv"] == counts["en"]
    assert [bool(number) for number in counts["lv"]] == [False, False, True, True, False, False]


@pytest.mark.django_db
def test_paragraphs_have_the_same_numbers_in_both_languages():
    load_pages()

    edition = GuidelineEdition.objects.get()
    found = [
        [(p.number.lstrip("VE"), p.kind) for chapter in document.chapters for p in chapter.body]
        for document in (document_of(edition, "lv"), document_of(edition, "en"))
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(("language", "number"), EASY)
def test_easy_sentences_are_short(language, number):
    text = "\n".join(part["text"] for part in chapters(language)[number - 1]["easy"])

    sentences = re.split(r"[.?!:;]\s|\n", text.replace("**", ""))
    assert [s for s in sentences if len(s.split()) > LONGEST_EASY_SENTENCE] == []


def test_both_languages_carry_the_same_tags():
    tags = {language: [c["tags"] for c in chapters(language)] for language in ("lv", "en")}

    assert tags["lv"] == tags["en"]
    assert {tag for own in tags["lv"] for tag in own} <= set(tag_names("lv"))


@pytest.mark.django_db
def test_chapters_lead_to_modules_with_their_tags_and_back(client):
    call_command("load_reference", verbosity=0)
    call_command("load_programme", verbosity=0)

    chapter = client.get("/lv/vadlinijas/ieklausana-un-pieklustamiba/").content.decode()
    module = ModulePage.objects.get(module__code="M09", locale__language_code="en")
    page = client.get(module.url).content.decode()

    related = re.search(r'id="related-modules".*?</section>', chapter, re.DOTALL)[0]
    assert re.findall(r">(M\d\d)\.", related) == ["M09", "M02", "M06"]
    back = re.search(r'id="related-guidelines".*?</section>', page, re.DOTALL)[0]
    assert re.findall(r">(\d)\.", back) == ["4"]
    assert ModulePage.objects.filter(tagged=None).count() == 0
