"""The page types as a visitor sees them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import cms

pytestmark = pytest.mark.django_db


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_standard_page_shows_its_sections(client):
    cms.standard_page("en", slug="contacts", title="Contacts")

    html = client.get("/en/contacts/").content.decode()

    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Contacts"]
    assert '<section class="prose"><h2>Virsraksts</h2><p>Teksts</p></section>' in html


def test_news_list_shows_the_newest_first_ten_at_a_time(client):
    index = cms.news_index("en")
    for n in range(12):
        cms.news_page(index, title=f"News {n:02d}", published_on=dt.date(2024, 5, 1 + n))

    first = client.get("/en/jaunumi/").content.decode()
    last = client.get("/en/jaunumi/?page=99").content.decode()

    titles = [f"News {n:02d}" for n in range(12)]
    assert re.findall(r">(News \d\d)</a>", first) == titles[:1:-1]
    assert re.findall(r">(News \d\d)</a>", last) == ["News 01", "News 00"]


@pytest.mark.parametrize("page", ["x", "-1", "0", "1e9", "%00"])
def test_news_list_answers_any_page_number(client, page):
    cms.news_index("en")

    assert client.get(f"/en/jaunumi/?page={page}").status_code in (200, 400)


def test_empty_lists_say_what_will_be_there(client):
    for make, path in [
        (cms.news_index, "/en/jaunumi/"),
        (cms.guidelines, "/en/vadlinijas/"),
        (cms.glossary, "/en/termini/"),
    ]:
        make("en")
        assert "They will appear here" in client.get(path).content.decode().replace(
            "It will", "They will"
        )


def test_chapter_knows_its_number_and_its_neighbours(client):
    cms.guidelines("en", chapters=3)
    cms.edition()

    html = client.get("/en/vadlinijas/nodala-2/").content.decode()

    assert "<h1>2. Nodaļa 2</h1>" in html
    assert 'href="/en/vadlinijas/nodala-1/" rel="prev"' in html
    assert 'href="/en/vadlinijas/nodala-3/" rel="next"' in html
    assert "Version 1.0" in html


def test_first_and_last_chapter_have_one_neighbour(client):
    cms.guidelines("en", chapters=2)
    cms.edition()

    assert 'rel="prev"' not in client.get("/en/vadlinijas/nodala-1/").content.decode()
    assert 'rel="next"' not in client.get("/en/vadlinijas/nodala-2/").content.decode()


def test_glossary_stands_in_the_order_of_the_reader(client):
    for language in ("lv", "en"):
        cms.glossary(language)
    for lv, en in [("ēna", "shadow"), ("zeme", "earth"), ("čiekurs", "cone"), ("egle", "spruce")]:
        cms.term(lv, en)

    terms = {
        language: re.findall(
            r"<dt>(.*?)</dt>", client.get(f"/{language}/termini/").content.decode()
        )
        for language in ("lv", "en")
    }

    assert terms == {
        "lv": ["čiekurs", "egle", "ēna", "zeme"],
        "en": ["cone", "earth", "shadow", "spruce"],
    }


def test_glossary_puts_a_long_vowel_under_its_short_letter(client):
    cms.glossary("lv")
    cms.term("ēna", "shadow")
    cms.term("egle", "spruce")

    html = client.get("/lv/termini/").content.decode()

    assert re.findall(r'<h2 id="letter-\d">(.*?)</h2>', html) == ["E"]
    assert '<dt lang="en">spruce</dt>' in html


def test_queries_do_not_grow_with_news_chapters_and_terms(client):
    index, guide = cms.news_index("en"), cms.guidelines("en")
    cms.glossary("en")
    counts = []
    for number in (1, 3, 30):
        for n in range(len(guide.get_children()), number):
            cms.news_page(index, slug=f"n-{n}")
            cms.chapter(guide, title=f"C {n}", slug=f"c-{n}")
            cms.term(f"vārds {n}", f"word {n}")
        cms.edition()
        paths = ["/en/jaunumi/", "/en/vadlinijas/", "/en/vadlinijas/c-0/", "/en/termini/"]
        counts.append([queries_of(client, path) for path in paths])

    assert counts[0] == counts[1] == counts[2]
    # Three of a chapter's are for sections and terms, which a process keeps outside these tests.
    assert max(counts[0]) <= 20


def test_pages_hold_no_inline_style_or_script_and_stay_light(client):
    cms.guidelines("en", chapters=1)
    cms.edition()
    cms.standard_page("en", slug="contacts")

    for path in ("/en/look/", "/en/contacts/", "/en/vadlinijas/nodala-1/", "/en/search/?q=a"):
        html = client.get(path).content.decode()
        html = re.sub(r'<script type="module" src="/static/[^"]+"></script>', "", html)
        html = re.sub(r'<a class="btn line" href="https://vimeo.com/"', "<a", html)  # a sample link
        assert re.findall(r"<script| style=|<style| on\w+=|https?://(?!127\.0\.0\.1)", html) == []
        assert len(html.encode()) < (50_000 if path == "/en/look/" else 40_000)


def test_funding_statement_stands_on_every_page(client):
    cms.standard_page("en", slug="contacts")

    for path in ("/en/look/", "/en/contacts/", "/en/nothing-here/"):
        assert client.get(path).content.decode().count("NextGenerationEU") == 1


def test_logos_appear_only_when_the_operator_has_put_them(client):
    assert '<ul class="logos' not in client.get("/en/look/").content.decode()
