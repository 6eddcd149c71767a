"""What has changed between two editions, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.queries.changes import ADDED, KEPT, REMOVED, changed_words, changes_between
from cms.queries.editions import Chapter, Document, Paragraph
from cms.queries.splitting import split_rich_text


def put_together(marks, *kinds):
    return "".join(mark.text for mark in marks if mark.kind in kinds)


def paragraph(serial, text, number="", heading="", html=None):
    return Paragraph(
        serial, number or f"1.{serial}", "p", heading, "", html or f"<p>{text}</p>", text
    )


def chapter(*paragraphs, key="a", number=1, title="Nodaļa"):
    return Chapter(key, number, "nodala", title, "Īsumā", [], list(paragraphs), [])


def document(*chapters):
    return Document("Vadlīnijas", "", list(chapters))


def told(old, new):
    return [
        (one.kind, [(change.kind, change.paragraph.serial) for change in one.changes])
        for one in changes_between(old, new)
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_applying_the_marks_gives_the_new_text_and_undoing_them_the_old(old, new):
    marks = changed_words(old, new)

    assert put_together(marks, KEPT, ADDED) == new
    assert put_together(marks, KEPT, REMOVED) == old


@given(st.lists(st.sampled_from(["a", "b", "ā", ".", ",", "\n"]), max_size=40).map(" ".join))
def test_the_same_text_has_nothing_added_or_removed(text):
    assert {mark.kind for mark in changed_words(text, text)} <= {KEPT}


def test_neighbouring_changed_words_are_one_phrase():
    marks = changed_words("Avanss ir līdz 30 procentiem.", "Avanss nepārsniedz 40 procentus.")

    assert [(mark.kind, mark.text) for mark in marks] == [
        (KEPT, "Avanss "),
        (REMOVED, "ir līdz 30 procentiem"),
        (ADDED, "nepārsniedz 40 procentus"),
        (KEPT, "."),
    ]


def test_paragraphs_are_told_apart_by_their_serial():
    old = document(chapter(paragraph(1, "Viens"), paragraph(2, "Divi"), paragraph(3, "Trīs")))
    new = document(chapter(paragraph(1, "Viens"), paragraph(4, "Jauns"), paragraph(3, "Trīs un")))

    assert told(old, new) == [("changed", [("removed", 2), ("added", 4), ("changed", 3)])]


def test_a_new_number_alone_is_no_change():
    old = document(chapter(paragraph(1, "Viens", number="1.1")))
    new = document(chapter(paragraph(1, "Viens", number="1.4")))

    assert told(old, new) == []


def test_other_formatting_is_a_change_of_its_own():
    old = document(chapter(paragraph(1, "Viens")))
    new = document(chapter(paragraph(1, "Viens", html="<p><b>Viens</b></p>")))

    assert told(old, new) == [("changed", [("redrawn", 1)])]


def test_chapters_come_and_go_and_a_paragraph_may_move_between_them():
    old = document(chapter(paragraph(1, "Viens"), paragraph(2, "Divi")))
    new = document(chapter(paragraph(1, "Viens"), key="b"))

    assert told(old, new) == [
        ("added", [("moved", 1)]),
        ("removed", [("removed", 2)]),
    ]


def test_a_changed_title_and_heading_are_shown():
    old = document(chapter(paragraph(1, "Viens", heading="Rīks"), title="Rīki"))
    new = document(chapter(paragraph(1, "Viens", heading="Rīka pase"), title="Rīki un dati"))

    (one,) = changes_between(old, new)

    assert [put_together(marks, KEPT, ADDED) for marks in one.heads] == [
        "Rīki un dati",
        "Rīka pase",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Viens</p><p></p><p> </p><p>Divi</p>", [("p", "Viens"), ("p", "Divi")]),
        ("<ul><li>a</li><li>b</li></ul>", [("ul", "– a\n– b")]),
        ("<ol><li>a <b>b</b></li><li>c</li></ol>", [("ol", "1. a b\n2. c")]),
        ("<p>Rinda<br/>otra</p>", [("p", "Rinda\notra")]),
        ("bez <b>iezīmes</b>", [("p", "bez"), ("p", "iezīmes")]),
        ("<!-- piezīme --><p>x &amp; y</p>", [("p", "x & y")]),
    ],
)
def test_rich_text_is_cut_into_paragraphs_and_lists(source, expected):
    assert [(piece.kind, piece.text) for piece in split_rich_text(source)] == expected
