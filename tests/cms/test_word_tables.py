"""Tables of a Word document: as table blocks, and as text or lists where no block takes them."""

import pytest

from tests.cms.reading_word import blocks, text
from tests.factories.word import cell, item, paragraph, row, run, table


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([["a", "b"], ["c", "d"]], ["table"]),
        ([["tikai", "rinda"]], ["text"]),
        ([["kolonna"], ["viena"]], ["text"]),
        ([["a"] * 9, ["b"] * 9], ["text"]),
        ([["a", "b"], ["c", "d" * 601]], ["text"]),
        ([["a", "b"]] + [["c", "d"]] * 61, ["table", "table"]),
        ([["a", "b"], ["", ""]], ["text"]),
        ([["a", ""], ["b", ""]], ["text"]),
    ],
)  # fmt: skip
def test_tables_keep_their_words_whatever_their_size(rows, kinds):
    made = blocks(table(*(row(*cells) for cells in rows)))

    assert [kind for kind, _ in made] == kinds
    kept = "".join(str(value) for _, value in made)
    words = [w for cells in rows for w in cells]
    assert [w for w in words if w not in kept] == []


def test_a_table_too_wide_becomes_a_list():
    made = text(
        paragraph("Kopā", style="Parakstszemobjekta"),
        table(row(*"ABCDEFGHI"), row(*"123456789")),
    )

    assert made == (
        "<p>Kopā</p><ul><li>A: 1; B: 2; C: 3; D: 4; E: 5; F: 6; G: 7; H: 8; I: 9</li></ul>"
    )


def test_a_frame_around_text_is_opened():
    made = text(table(row(cell(paragraph(run("a", "b")), item("b")))))

    assert made == "<p><b>a</b></p><ul><li>b</li></ul>"


def test_a_table_inside_a_table_becomes_lines():
    inner = table(row("c", "d"), row("e", "f"))
    [(_, value)] = blocks(
        table(row("A", "B"), row("a", cell(paragraph("b"), inner, paragraph("g"))))
    )

    assert value["rows"] == [{"values": ["a", "b\nc · d\ne · f\ng"]}]
