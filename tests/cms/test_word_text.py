"""Word documents read into blocks: what is kept, changed and left out."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks import RICH_TEXT_FEATURES, ContentBlock
from cms.queries.word import read_word
from cms.queries.word.words import is_safe
from tests.factories import word
from tests.factories.word import (
    cell,
    heading,
    item,
    link,
    note,
    paragraph,
    picture,
    row,
    run,
    table,
)

GUIDELINE = word.document(
    paragraph("Digitālais darbs ar jaunatni pašvaldībā", style="Nosaukums"),
    paragraph("Ievads\t3", style="Saturs1"),
    paragraph("Šis  dokuments ir jaunat\u00adnes lietu speciālistiem.\u00a0\u00a0To lasa 10\u00a0minūtēs."),
    paragraph(""),
    heading("Ievads"),
    paragraph(
        "Vispirms noskaidrojiet ",
        run("jauniešu", "b"),
        run(" vajadzības", "b", 'color w:val="FF0000"', 'sz w:val="40"'),
        ", pēc tam ",
        run("izvēlieties rīku", "i", 'u w:val="single"'),
        note(1),
        ". Skatiet ",
        link("aģentūras vietni", "web"),
        word.comment(1),
        " un rakstiet ",
        link("mums", "mail"),
        ".",
    ),
    item("Sagatavošanās"),
    item("aptauja", level=1),
    item("saruna", level=1, ordered=True),
    item("Īstenošana"),
    item("Plāns", ordered=True),
    item("Budžets", ordered=True),
    paragraph("Termiņš: ", word.deleted("maijs"), word.inserted("jūnijs")),
    paragraph("Attēls: ", picture("Jaunieši darbnīcā")),
    heading("Digitālo mediju lomas", 2),
    paragraph("Loma nosaka mērķi."),
    paragraph("1. tabula. Lomas", style="Parakstszemobjekta"),
    table(
        row("Loma", "Darbība", "Piemērs", is_header=True),
        row(cell("Rīks", down="restart"), "Aptauja", cell("Anketa", item("īsa"))),
        row(cell("", down="continue"), "Saziņa", cell(paragraph(link("Vietne", "web")))),
        row(cell("Vide un saturs", columns=2), cell(paragraph("Spēle", note(2)))),
    ),
    heading("Pielikums"),
    paragraph("Lejupielādējiet ", link("failu no diska", "disk"), "."),
    links={
        "web": "https://jaunatne.gov.lv/lv?a=1&b=2",
        "mail": "mailto:info@example.lv",
        "disk": "file:///C:/Users/x/plans.docx",
    },
    footnotes=["Pēc Eiropas Padomes ieteikuma.", "Skatiet spēļu sarakstu."],
    comments=["Vai šis vēl ir spēkā?"],
)  # fmt: skip


def read(content, language="lv"):
    return read_word(io.BytesIO(content), language=language)


def blocks(*body, **parts):
    """The blocks of a document, each as (kind, value)."""
    return [(b["type"], b["value"]) for b in read(word.document(*body, **parts)).blocks]


def text(*body, **parts):
    """The rich text of a document that becomes a single block of text."""
    [(kind, html)] = blocks(*body, **parts)
    assert kind == "text"
    return html


def found(*body, **parts):
    return {
        code: (finding["count"], [(p["section"], p["words"]) for p in finding["places"]])
        for code, finding in read(word.document(*body, **parts)).found.items()
    }


def test_a_guideline_becomes_clean_blocks():
    result = read(GUIDELINE)

    assert [(b["type"], b["value"]) for b in result.blocks] == [
        (
            "text",
            "<p>Šis dokuments ir jaunatnes lietu speciālistiem. To lasa 10\u00a0minūtēs.</p>",
        ),
        (
            "section",
            {
                "heading": "Ievads",
                "text": "<p>Vispirms noskaidrojiet <b>jauniešu vajadzības</b>, pēc tam"
                " <i>izvēlieties rīku</i> [1]. Skatiet"
                ' <a href="https://jaunatne.gov.lv/lv?a=1&amp;b=2">aģentūras vietni</a> un rakstiet'
                ' <a href="mailto:info@example.lv">mums</a>.</p>'
                "<ul><li>Sagatavošanās<ul><li>aptauja</li><li>saruna</li></ul></li>"
                "<li>Īstenošana</li></ul><ol><li>Plāns</li><li>Budžets</li></ol>"
                "<p>Termiņš: jūnijs</p><p>Attēls:</p>"
                "<p>Piezīmes:</p><ol><li>Pēc Eiropas Padomes ieteikuma.</li></ol>",
            },
        ),
        (
            "section",
            {"heading": "Digitālo mediju lomas", "text": "<p>Loma nosaka mērķi.</p>"},
        ),
        (
            "table",
            {
                "caption": "1. tabula. Lomas",
                "columns": [
                    {"type": "text", "heading": "Loma"},
                    {"type": "text", "heading": "Darbība"},
                    {"type": "text", "heading": "Piemērs"},
                ],
                "rows": [
                    {"values": ["Rīks", "Aptauja", "Anketa\n– īsa"]},
                    {"values": ["", "Saziņa", "Vietne (https://jaunatne.gov.lv/lv?a=1&b=2)"]},
                    {"values": ["Vide un saturs", "", "Spēle [1]"]},
                ],
            },
        ),
        ("text", "<p>Piezīmes:</p><ol><li>Skatiet spēļu sarakstu.</li></ol>"),
        (
            "section",
            {"heading": "Pielikums", "text": "<p>Lejupielādējiet failu no diska.</p>"},
        ),
    ]
    assert len({block["id"] for block in result.blocks}) == len(result.blocks)


def test_the_report_counts_and_says_where():
    counts = {code: f["count"] for code, f in read(GUIDELINE).found.items()}
    places = {
        code: [(p["section"], p["words"]) for p in f["places"]]
        for code, f in read(GUIDELINE).found.items()
        if f["places"]
    }

    assert counts == {
        "pictures": 1,
        "insertions": 1,
        "levels": 1,
        "lists_alike": 1,
        "notes_moved": 2,
        "merged": 2,
        "hidden": 1,
        "spaces": 2,
        "deletions": 1,
        "comments": 1,
        "title": 1,
        "contents": 1,
        "unsafe_links": 1,
        "marks": 1,
        "looks": 1,
        "empty": 1,
        "sections": 3,
        "paragraphs": 6,
        "list_items": 6,
        "tables": 1,
        "links": 3,
        "notes": 2,
    }
    assert places == {
        "pictures": [("Ievads", "Jaunieši darbnīcā")],
        "lists_alike": [("Ievads", "Sagatavošanās")],
        "levels": [("", "Digitālo mediju lomas")],
        "merged": [("Digitālo mediju lomas", "Rīks"), ("Digitālo mediju lomas", "Vide un saturs")],
        "title": [("", "Digitālais darbs ar jaunatni pašvaldībā")],
        "unsafe_links": [("Pielikums", "failu no diska (file:///C:/Users/x/plans.docx)")],
        "marks": [("Ievads", "izvēlieties rīku")],
    }


def test_the_editor_saves_what_it_was_given():
    texts = [
        block["value"] if block["type"] == "text" else block["value"]["text"]
        for block in read(GUIDELINE).blocks
        if block["type"] != "table"
    ]

    assert [_edited(html) for html in texts] == texts


def test_what_was_read_may_be_published():
    block = ContentBlock()

    assert len(block.clean(block.to_python(read(GUIDELINE).blocks))) == 6


@pytest.mark.parametrize(("language", "label"), [("lv", "Piezīmes"), ("en", "Notes")])
def test_notes_are_named_in_the_language_of_the_page(language, label):
    made = read(word.document(paragraph("Teksts", note(1)), footnotes=["Sīkāk"]), language)

    assert made.blocks[0]["value"] == f"<p>Teksts [1]</p><p>{label}:</p><ol><li>Sīkāk</li></ol>"


def test_notes_are_numbered_anew_in_each_section():
    sections = blocks(
        heading("A"),
        paragraph("a", note(1), " b", note(2)),
        heading("B"),
        paragraph("c", note(3), " d", note(3)),
        footnotes=["viens", "divi", "trīs"],
    )

    assert [value["text"] for _, value in sections] == [
        "<p>a [1] b [2]</p><p>Piezīmes:</p><ol><li>viens</li><li>divi</li></ol>",
        "<p>c [1] d [1]</p><p>Piezīmes:</p><ol><li>trīs</li></ol>",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a\u00adb"], "ab"),
        (["a\u200bb\ufeff\u202e\u2066c"], "abc"),
        (["a   b\t\tc"], "a b c"),
        (["a\u00a0\u00a0 b"], "a b"),
        (["10\u00a0000"], "10\u00a0000"),
        (["\u00a0a\u00a0"], "a"),
        (["a\u2009b\u3000c"], "a b c"),
        (["\uf0b7 a\ue000"], "a"),
        (["a\u2011b"], "a-b"),
        (["a ", run(" b", "b")], "a <b>b</b>"),
        (["a", run("  ", "b"), "b"], "a b"),
        (["<b>&"], "&lt;b&gt;&amp;"),
        (["ka\u0304"], "kā"),
        (["👩\u200d💻"], "👩\u200d💻"),
    ],
)  # fmt: skip
def test_words_are_cleaned(words, expected):
    assert text(paragraph(*words)) == f"<p>{expected}</p>"


def test_line_breaks_become_paragraphs():
    assert text(paragraph("viens\ndivi\n\n trīs")) == "<p>viens</p><p>divi</p><p>trīs</p>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "\\\\server\\share",
        "//example.lv",
        "plans.docx",
        "https://user:pw@example.lv/",
        'https://a.lv/"onclick=x',
        "https://",
        "ftp://a.lv",
        "mailto:a@b.lv?body=x&bcc=all@b.lv",
        "https://a.lv/" + "x" * 1000,
        "",
    ],
)
def test_links_that_lead_elsewhere_keep_their_words_only(address):
    made = text(paragraph("pirms ", link("vārdi", "l"), " pēc"), links={"l": address})

    assert made == "<p>pirms vārdi pēc</p>"


@pytest.mark.parametrize(
    "address", ["https://a.lv/š?b=1#c", "http://a.lv", "mailto:a@b.lv", "tel:+37120000000"]
)
def test_links_of_the_web_mail_and_telephone_stay(address):
    assert is_safe(address)
    assert text(paragraph(link("vārdi", "l")), links={"l": address}) == (
        f'<p><a href="{address}">vārdi</a></p>'
    )


def test_a_bookmark_named_like_a_note_is_no_note():
    mark = '<w:bookmarkStart w:name="footnote-ref-1"/>'
    raised = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>{mark}<w:t>2</w:t></w:r>'

    assert text(paragraph("m", raised)) == "<p>m2</p>"


def test_deeper_headings_become_sections_and_one_without_text_stands_in_front():
    made = blocks(
        heading("Plāns"), heading("Mērķi", 2), paragraph("a"), heading("Dziļi", 7), paragraph("b"),
        heading("Cits"), paragraph("c"),
    )  # fmt: skip

    assert [value["heading"] for _, value in made] == ["Plāns: Mērķi", "Dziļi", "Cits"]


def test_a_single_first_heading_is_the_title():
    body = [heading("Nosaukums"), heading("A", 2), paragraph("a"), heading("B", 2), paragraph("b")]

    assert [value["heading"] for _, value in blocks(*body)] == ["A", "B"]
    assert found(*body)["title"] == (1, [("", "Nosaukums")])


def test_a_heading_longer_than_ours_becomes_a_paragraph():
    long = "ļoti garš virsraksts " * 9

    assert text(heading(long)) == f"<p>{long.strip()}</p>"


def test_bold_paragraphs_are_named_as_possible_headings():
    assert found(paragraph(run("Mērķi", "b")), paragraph("x", run("y", "b")))[
        "looks_like_heading"
    ] == (1, [("", "Mērķi")])


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


def test_what_is_drawn_is_named():
    chart = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    formula = "<m:oMath><m:r/></m:oMath>"
    counts = found(
        paragraph("Aina", picture()),
        f"<w:p>{chart}{formula}</w:p>",
        extra=[("word/header1.xml", word.part("hdr", "")), ("word/footer1.xml", word.part("ftr", ""))],
    )  # fmt: skip

    assert counts["pictures"] == (1, [("", "Aina")])
    assert (counts["drawings"], counts["formulas"], counts["margins"]) == (
        (1, []),
        (1, []),
        (2, []),
    )


def test_only_the_first_places_are_named():
    many = found(*(paragraph(f"Teksts {n} ", picture()) for n in range(20)))

    assert (many["pictures"][0], len(many["pictures"][1])) == (20, 12)


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
        assert _edited(html) == html


def _edited(html):
    """What is left of the rich text when it has been opened and saved in the editor."""
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    saved = converter.to_database_format(converter.from_database_format(html)) if html else ""
    return re.sub(r' data-block-key="\w+"', "", saved)


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
