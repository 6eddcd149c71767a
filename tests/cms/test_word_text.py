"""Word documents read into blocks: what is kept, changed and left out."""

import pytest

from cms.blocks import ContentBlock
from cms.queries.word.words import is_safe
from tests.cms.reading_word import blocks, edited, found, read, text
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

    assert [edited(html) for html in texts] == texts


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
        ([run("a ", "b"), "b"], "<b>a</b> b"),
        ([run("a ", "b", "i"), run("b", "b")], "<b><i>a</i></b><b> b</b>"),
        ([run("a ", "b"), run("b", "i")], "<b>a</b> <i>b</i>"),
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
