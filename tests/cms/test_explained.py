"""Glossary terms explained in place."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.queries.explained import explain
from cms.queries.terms import Term, Terms, forget_terms, terms
from tests.factories import cms, courses

pytestmark = pytest.mark.django_db

TAGS = ["<p>", "</p>", "<h2>", "</h2>", '<a href="x">', "</a>", "<br/>", "<code>", "</code>", '<img alt=">">']  # fmt: skip
PLUSMA = Term("cohort", "plūsma", "Skaidrojums.", ("plusm",), ())
GRUPA = Term("group", "mācību grupa", "Skaidrojums.", ("macib", "grup"), ())


def explained(html, language="lv", url="/lv/termini/"):
    return explain(html, terms(language), language, url)


def mentions(html, language="lv"):
    return re.findall(r'<button[^>]*popovertarget="([^"]+)">(.*?)</button>', explained(html, language), re.DOTALL)  # fmt: skip


def test_the_first_mention_in_any_form_opens_the_definition():
    cms.term("plūsma", "cohort", identifier="cohort")

    assert mentions("<p>Divās plūsmās; katrā plūsmā.</p>") == [("term-cohort", "plūsmās")]


def test_the_definition_is_escaped_and_leads_to_the_glossary():
    cms.term("plūsma", "cohort", identifier="cohort", definition="Vairāki <b>cilvēki</b>")

    html = explained("<p>plūsma</p>")

    assert html == (
        '<p><button type="button" class="term" popovertarget="term-cohort">plūsma</button></p>'
        '<div class="explained stack tight" id="term-cohort" popover role="note" aria-label="plūsma">'
        "<p><strong>plūsma</strong></p><p>Vairāki &lt;b&gt;cilvēki&lt;/b&gt;</p>"
        '<p class="small"><a href="/lv/termini/#cohort">Atvērt terminus</a></p></div>'
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([*TAGS, *"<>&\"'", " ", "-", "plūsmā", "mācību", "grupas", "x"])))
def test_whatever_stands_in_a_text_stays_as_it_was(pieces):
    html = "".join(pieces)
    known = Terms(
        explained={("plusm",): PLUSMA, ("macib", "grup"): GRUPA},
        by_name={},
        longest_explained=2,
        longest_name=2,
    )

    found = explain(html, known, "lv", "")

    text = found.split('<div class="explained')[0]
    mentioned = re.findall(r'<button type="button" class="term" popovertarget="([^"]*)">', text)
    without = re.sub(r'<button type="button" class="term"[^>]*>([^<]*)</button>', r"\1", text)
    assert without == html
    assert len(mentioned) == len(set(mentioned)) == found.count('<div class="explained')


def test_the_longest_term_wins_and_keeps_its_words():
    cms.term("jaunietis", "young person", identifier="young")
    cms.term("jaunieši ar ierobežotām iespējām", "young people", identifier="fewer")

    html = "<p>Jauniešiem ar ierobežotām iespējām, jauniešus ar ierobežotām iespējām, jaunietis</p>"

    assert mentions(html) == [
        ("term-fewer", "Jauniešiem ar ierobežotām iespējām"),
        ("term-young", "jaunietis"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Plūsma</h2>",
        '<a href="/x/">plūsma</a>',
        "<code>plūsma</code>",
        "<summary><b>plūsma</b></summary>",
        '<img alt="plūsma > plūsma">',
        "<textarea>plūsma</textarea>",
        "<!-- plūsma -->",
        "<p>plūs<b>ma</b></p>",
        "<p>plūsmotājs</p>",
    ],
)
def test_what_is_no_running_text_is_left_alone(html):
    cms.term("plūsma", "cohort")

    assert explained(html) == html


def test_text_after_a_heading_or_link_is_explained_again():
    cms.term("plūsma", "cohort", identifier="cohort")

    assert mentions("<h2>Plūsma</h2><p><a href='x'>plūsma</a> un plūsma</p>") == [
        ("term-cohort", "plūsma")
    ]


def test_words_of_a_term_must_stand_together():
    cms.term("mācību grupa", "training group")

    assert mentions("<p>mācību. Grupa</p><p>mācību</p><p>grupa</p>") == []
    assert len(mentions("<p>mācību\n grupai</p>")) == 1


def test_a_term_that_is_switched_off_is_not_explained():
    cms.term("plūsma", "cohort", explain_in_place=False)

    assert explained("<p>plūsma</p>") == "<p>plūsma</p>"


def test_english_terms_are_explained_in_english_texts():
    cms.term("plūsma", "cohort", identifier="cohort")

    assert mentions("<p>two cohorts</p>", "en") == [("term-cohort", "cohorts")]


def chapter(**fields):
    index = cms.guidelines("lv")
    body = [("section", {"heading": "Plūsma", "text": "<p>Katrai plūsmai savs grafiks.</p>"})]
    return cms.chapter(index, title="Nodaļa", slug="nodala", body=body, **fields)


def test_a_chapter_explains_its_terms_unless_the_page_is_switched_off(client):
    cms.term("plūsma", "cohort", identifier="cohort")
    page = chapter()
    cms.edition()

    assert 'popovertarget="term-cohort">plūsmai</button>' in client.get(page.url).content.decode()
    page.explain_terms = False
    page.save_revision().publish()
    assert "term-cohort" not in client.get(page.url).content.decode()


def test_a_module_explains_its_terms(client):
    cms.term("mērķis", "aim", identifier="aim")
    page = courses.module_page(courses.programme(modules=1).modules.get())

    html = client.get(page.url).content.decode()

    assert html.count('popovertarget="term-aim"') == html.count('id="term-aim"') == 1


def test_terms_cost_no_query_once_they_are_known_and_follow_a_change_at_once(client, settings):
    settings.SECTIONS_KEPT_SECONDS = 60
    page = chapter()
    term = cms.term("plūsma", "cohort", identifier="cohort")
    client.get(page.url)
    counts = []
    for n in range(30):
        if n in (1, 3, 29):
            client.get(page.url)
            with CaptureQueriesContext(connection) as queries:
                client.get(page.url)
            counts.append([q["sql"] for q in queries if "cms_glossaryterm" in q["sql"]])
        cms.term(f"vārds {n}", f"word {n}")

    assert counts == [[], [], []]
    term.delete()
    assert "term-cohort" not in client.get(page.url).content.decode()
    forget_terms()
