"""Whatever a Word document holds, the draft can be saved and is clean."""

import re

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.blocks import ContentBlock
from tests.cms.reading_word import edited, read
from tests.factories import word
from tests.factories.word import cell, link, note, paragraph, picture, row, run, table

ALLOWED = {"p", "b", "i", "ul", "ol", "li", "a"}
_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\x7f")
    | st.sampled_from(" \u00a0\u00ad\u200b\t<>&\"'"),
    max_size=12,
).filter(lambda s: not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", s))
_RUNS = st.builds(run, _WORDS, *[st.sampled_from(["b", "i", "u", "strike", "caps"])] * 2)
_PARAGRAPHS = st.one_of(
    st.lists(_RUNS, max_size=4).map(lambda runs: paragraph(*runs)),
    st.builds(lambda r, n, o: paragraph(r, level=n, ordered=o), _RUNS, st.integers(0, 8), st.booleans()),
    st.builds(lambda r, s: paragraph(r, style=s), _RUNS, st.sampled_from(list(word._STYLES))),
    st.builds(lambda a, t: paragraph(link(a, "x") if t else picture(), note(1)), _WORDS, st.booleans()),
)  # fmt: skip
_CELLS = st.builds(
    lambda inner, columns, down: cell(*inner, columns=columns, down=down),
    st.lists(_PARAGRAPHS, max_size=2),
    st.sampled_from([1, 1, 2, 9]),
    st.sampled_from(["", "", "restart", "continue"]),
)
_TABLES = st.lists(
    st.builds(lambda cells, h: row(*cells, is_header=h), st.lists(_CELLS, max_size=4), st.booleans()),
    max_size=5,
).map(lambda rows: table(*rows))  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(_PARAGRAPHS | _TABLES, max_size=10), st.sampled_from(["https://a.lv", "x:y"]))
def test_whatever_a_document_holds_the_draft_can_be_saved_and_is_clean(body, address):
    content = word.document(paragraph("sākums"), *body, links={"x": address}, footnotes=["n"])
    stream = ContentBlock()

    made = read(content)

    stream.defer_required_validation()
    stream.clean(stream.to_python(made.blocks))
    for block in made.blocks:
        html = block["value"] if block["type"] == "text" else block["value"].get("text", "")
        _assert_clean(html)
        assert edited(html) == html


def _assert_clean(html):
    soup = BeautifulSoup(html, "html.parser")
    assert {tag.name for tag in soup.find_all(True)} <= ALLOWED
    assert {name for tag in soup.find_all(True) for name in tag.attrs} <= {"href"}
    assert [a["href"] for a in soup.find_all("a") if a["href"] != "https://a.lv"] == []
    for tag in soup.find_all(["p", "li", "b", "i", "a"]):
        assert tag.get_text(strip=True)
    for tag in soup.find_all("p"):
        words = tag.get_text()
        assert words == words.strip(" \u00a0")
        assert not re.search("[ \u00a0]{2}|[\u00ad\u200b]", words)
