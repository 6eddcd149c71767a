"""What a reader finds, in which order, and what is said where it was not quite what was typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cms.actions.search import Text, write_texts
from cms.enums import Kind
from cms.queries.excerpts import hits
from cms.queries.search import find
from cms.queries.words import english_stem, folded_words
from tests.factories import cms

pytestmark = pytest.mark.django_db

HOSTILE = ['"', "'", "*", "(", "a*b", 'unfinished "quote', "NOT", "AND", "a OR", "NEAR(", "^:-", "\\", "%", "_",
           "'; DROP TABLE people_person; --", "😀", "z\u030c", "\u200b", "x" * 5000, "  ", "à" * 400,
           "word " * 500, "مرحبا بالعالم", "\u202eabc", "%s %(x)s {y}", "<script>alert(1)</script>", "ß İ ﬁ ①"]  # fmt: skip


def page(title, text="", language="lv", **fields):
    body = [("text", f"<p>{text}</p>")] if text else []
    return cms.standard_page(language, title=title, intro="", body=body, **fields)


def titles(text, language="lv", **options):
    return [entry.title for entry in find(text, language=language, **options).page]


@pytest.mark.parametrize("text", HOSTILE)
def test_search_answers_whatever_is_typed(client, text):
    page("Lapa", "teksts")

    response = client.get("/en/search/", {"q": text})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    "extra", [{"kind": "'"}, {"page": "x"}, {"page": "-1"}, {"page": "9" * 40}]
)
def test_search_answers_whatever_the_filter_says(client, extra):
    page("Lapa", "teksts")

    assert client.get("/lv/search/", {"q": "lapa", **extra}).status_code == 200


def test_search_refuses_nul_with_a_sentence(client):
    response = client.get("/en/search/", {"q": "a\x00b"})

    assert (response.status_code, b"cannot be stored" in response.content) == (400, True)


def test_search_finds_the_readers_language_only():
    page("Drošība tiešsaistē")
    page("Safety drošība", language="en")

    assert titles("drošība", "en") == ["Safety drošība"]


@pytest.mark.parametrize(
    "typed", ["skersli", "šķēršļi", "Šķērslis", "SKERSLIEM", "šķēršļu", "  šķērslis!  "]
)
def test_search_finds_every_form_with_or_without_diacritics(typed):
    page("Šķēršļi un to novēršana")

    assert titles(typed) == ["Šķēršļi un to novēršana"]


@pytest.mark.parametrize("typed", ["trainings", "training", "trained", "TRAIN"])
def test_search_finds_forms_of_english_words(typed):
    page("The training", language="en")

    assert titles(typed, "en") == ["The training"]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        (["activity", "activities"], "activiti"),
        (["plan", "plans", "planned", "planning"], "plan"),
        (["certificate", "certificates"], "certificat"),
        (["class", "classes"], "class"),
        (["bus", "this"], None),
    ],
)
def test_english_stem_meets_the_forms_of_a_word(words, stem):
    assert {english_stem(word) for word in words} == ({stem} if stem else set(words))


def test_title_comes_before_heading_before_text_and_the_word_as_typed_before_another_form():
    page("Kas cits A", "te ir plānam")
    page("Kas cits B", "te ir plāns")
    cms.standard_page(
        title="Kas cits C", body=[("section", {"heading": "Plāns", "text": "<p>x</p>"})]
    )
    page("Plānošana", "plāns")
    page("Plānu krājums")
    page("Plāns")

    assert titles("plāns") == [
        *("Plāns", "Plānu krājums", "Kas cits C", "Kas cits B", "Plānošana", "Kas cits A")
    ]  # fmt: skip


def test_all_words_are_asked_for_and_small_ones_are_not():
    page("Darbs ar jaunatni", "pašvaldībā")
    page("Darbs")

    assert titles("darbs pašvaldība") == ["Darbs ar jaunatni"]
    assert titles("darbs par pašvaldību") == ["Darbs ar jaunatni"]


def test_where_no_text_holds_all_words_it_says_so_and_shows_what_holds_some(client):
    page("Drošība")
    page("Mentors")

    page("Drošība", language="en")
    html = client.get("/en/search/?q=drošība mentors").content.decode()
    found = find("drošība mentors", language="lv")

    assert (found.wanted.is_partly, sorted(entry.title for entry in found.page)) == (
        True,
        ["Drošība", "Mentors"],
    )
    assert "No text holds all the words. These hold some of them." in html


@pytest.mark.parametrize("typed", ["šķērlsi", "skerslli", "šķērļsiem", "sķrsli"])
def test_a_typo_still_finds_and_the_page_says_what_was_looked_for(client, typed):
    page("Šķēršļi", "Par šķēršļiem")

    html = client.get("/lv/search/", {"q": typed}).content.decode()

    assert re.findall(r'<h3 class="h4"><a [^>]*>(.*?)</a>', html) == ["<mark>Šķēršļi</mark>"]
    assert re.search(r"<strong>šķēršļ\w+</strong>", html)


def test_the_beginning_of_a_word_is_completed():
    page("Pašvaldības komanda")

    found = find("pašvald", language="lv")

    assert found.wanted.corrected == {"pasvald": "pasvaldibas"}
    assert [entry.title for entry in found.page] == ["Pašvaldības komanda"]


def test_a_synonym_of_the_glossary_finds_what_uses_the_term(client):
    cms.glossary("lv")
    cms.term("apliecība", "certificate", synonyms="sertifikāts\ndiploms")
    page("Kā saņemt apliecību")
    page("Sertifikāta paraugs")

    html = client.get("/lv/search/?q=sertifikāti").content.decode()

    assert titles("sertifikāti") == ["Sertifikāta paraugs", "apliecība", "Kā saņemt apliecību"]
    assert "apliecība" in re.search(r'<p class="muted">(.*?)</p>', html)[1]


def test_a_synonym_of_several_words_is_looked_for_as_one():
    cms.term("pārbaudes jautājumi", "quiz", synonyms="tests")
    page("Jautājumi mentoram")
    page("Atbildes", "Pārbaudes jautājumus var atbildēt vēlreiz.")

    assert titles("testi") == ["Atbildes"]


def test_hits_are_marked_and_everything_else_is_escaped(client):
    page(
        "Par <b>plānu</b> & „plāns”",
        "vārds " * 60 + "te ir plānam <b>x</b> &amp; y " + "vārds " * 60,
    )

    html = client.get("/lv/search/?q=plāns").content.decode()

    assert "Par &lt;b&gt;<mark>plānu</mark>&lt;/b&gt; &amp; „<mark>plāns</mark>”" in html
    excerpt = re.search(r"<p>(… .*? …)</p>", html)[1]
    assert "te ir <mark>plānam</mark>" in excerpt
    assert len(excerpt) < 300


def test_kinds_are_counted_and_filter(client):
    page("Plāns")
    index = cms.news_index("lv")
    cms.news_page(index, title="Plāna ziņa")
    cms.faq("lv", Kas_ir_plāns="Atbilde")

    found = find("plāns", language="lv", kind="news")

    assert found.kinds == {"faq": 1, "news": 1, "page": 1}
    assert [entry.title for entry in found.page] == ["Plāna ziņa"]
    html = client.get("/lv/search/?q=plāns&kind=news&page=1").content.decode()
    assert re.findall(r'aria-current="true">([^<]+)</a>', html) == ["Jaunumi (1)"]


def test_results_come_ten_at_a_time(client):
    for n in range(12):
        page(f"Plāns {n:02d}")

    html = client.get("/lv/search/?q=plāns&page=2").content.decode()

    assert re.findall(r"</mark> (\d\d)</a>", html) == ["10", "11"]
    assert 'href="?q=pl%C4%81ns&amp;page=1"' in html


@pytest.mark.parametrize(("typed", "most"), [("plāns", 3), ("plāsn", 6), ("nekas tamlīdzīgs", 5)])
def test_search_costs_the_same_however_much_there_is(typed, most):
    counts = []
    for number in (1, 3, 300):
        texts = [
            Text(
                "notes", "1", Kind.PAGE, f"Plāns {n}", "/", "plāns un viss cits", "lv", part=str(n)
            )
            for n in range(number)
        ]
        write_texts(source="notes", object_id="1", texts=texts)
        with CaptureQueriesContext(connection) as queries:
            list(find(typed, language="lv").page)
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
    assert counts[0] <= most


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example("\x00")
@given(st.text(max_size=120))
def test_nothing_typed_is_an_error_and_the_excerpt_is_safe(typed):
    text = Text("notes", "1", Kind.PAGE, "<i>Plāns</i>", "/", f"<b>& {typed}", "lv", part="1")
    write_texts(source="notes", object_id="1", texts=[text])

    found = find(typed, language="lv")

    for hit in hits(list(found.page), found.wanted, "lv"):
        assert re.sub(r"</?mark>", "", f"{hit.title}{hit.excerpt}").count("<") == 0


def test_search_without_a_hit_says_what_to_do_and_is_not_indexed(client):
    html = client.get("/en/search/?q=nothinglikeit").content.decode()

    assert "Nothing found" in html
    assert "Try one word" in html
    assert '<meta name="robots" content="noindex">' in html


def test_search_page_is_shown_before_anything_is_typed(client):
    html = client.get("/en/search/").content.decode()

    assert "Nothing found" not in html
    assert '<form class="filters" role="search" action="/en/search/">' in html


def test_search_does_not_answer_post(client):
    assert client.post("/en/search/").status_code == 405


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"darbs ar', ["darbs", "ar"]),
        ("e-pasts", ["e", "pasts"]),
        ("z\u030c", ["z"]),
        ("a_b", ["a", "b"]),
    ],
)
def test_words_are_folded_and_signs_left_out(text, words):
    assert folded_words(text) == words
