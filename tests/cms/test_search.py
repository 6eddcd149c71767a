"""The search over pages and glossary."""

import pytest
from wagtail.models import PageViewRestriction

from cms.queries import cleaned, search_pages, search_terms
from tests.factories import cms

pytestmark = pytest.mark.django_db

HOSTILE = ['"', "'", "*", "(", "a*b", 'unfinished "quote', "NOT", "AND", "a OR", "NEAR(", "^:-", "\\", "%", "_",
           "'; DROP TABLE people_person; --", "😀", "z\u030c", "\u200b", "x" * 5000, "  ", "à" * 400]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_search_answers_whatever_is_typed(client, text):
    cms.standard_page("en")

    response = client.get("/en/search/", {"q": text})

    assert response.status_code == 200


def test_search_refuses_nul_with_a_sentence(client):
    response = client.get("/en/search/", {"q": "a\x00b"})

    assert (response.status_code, b"cannot be stored" in response.content) == (400, True)


def test_search_finds_pages_of_the_readers_language_only():
    cms.standard_page("lv", title="Drošība tiešsaistē")
    english = cms.standard_page("en", title="Safety drošība")

    assert [page.pk for page in search_pages("drošība", "en")] == [english.pk]


def test_search_finds_by_body_and_by_the_beginning_of_a_title():
    by_body = cms.standard_page(
        "en", title="One", body=[("text", "<p>Everything about privacy</p>")]
    )
    by_title = cms.standard_page("en", title="Privacy notice")

    assert {page.pk for page in search_pages("privacy", "en")} == {by_body.pk, by_title.pk}
    assert [page.pk for page in search_pages("priv", "en")] == [by_title.pk]


def test_search_does_not_find_what_is_not_published():
    cms.standard_page("en", title="Secret plan").unpublish()

    assert search_pages("secret", "en") == []


def test_search_does_not_find_what_is_private():
    page = cms.standard_page("en", title="Secret plan")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert search_pages("secret", "en") == []


def test_search_finds_terms_without_diacritics():
    cms.term("apliecība", "certificate")
    cms.term("nodarbība", "session")

    assert [term.term for term in search_terms("apliecib")] == ["apliecība"]
    assert [term.term for term in search_terms("SESSION")] == ["nodarbība"]
    assert search_terms("?") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [('"darbs ar', "darbs ar"), ("e-pasts", "e pasts"), ("z\u030c", "ž"), ("x" * 5000, "x" * 100)],
)
def test_cleaned_keeps_words_only(text, words):
    assert cleaned(text) == words


def test_search_without_a_hit_says_what_to_do_and_is_not_indexed(client):
    html = client.get("/en/search/?q=nothinglikeit").content.decode()

    assert "Nothing found" in html
    assert '<meta name="robots" content="noindex">' in html


def test_search_page_is_shown_before_anything_is_typed(client):
    html = client.get("/en/search/").content.decode()

    assert "Nothing found" not in html
    assert '<form class="filters" role="search" action="/en/search/">' in html


def test_search_does_not_answer_post(client):
    assert client.post("/en/search/").status_code == 405
