"""Content that no editor could have written: refused with its place, or as harmless as in a form."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import ModulePage
from courses.queries.portable import RichTextWrong, rewrite
from courses.validators import TransferRefused
from tests.courses import transfers
from tests.factories import blocks, courses, uploads

LV = "modules/M01/lv.json"
ID = "00000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def programme(db):
    made = transfers.stated(courses.programme(modules=2))
    courses.module_page(made.modules.last())
    page = courses.module_page(made.modules.first())
    page.body = json.dumps(blocks.body())
    page.save_revision().publish()
    return made


def refusals(file):
    before = transfers.everything()
    with pytest.raises(TransferRefused) as refused:
        transfers.imported(file, code="cits")
    assert transfers.everything() == before
    return [str(problem) for problem in refused.value.problems]


def block(kind, value, number=1, **more):
    return {"type": kind, "value": value, "id": ID.format(number)} | more


def body(*stored):
    return transfers.with_value("body", value=list(stored))


def section(text):
    return body(block("section", {"heading": "Sadaļa", "text": text}))


def option(correct, number, text="Jā"):
    value = {"text": f"{text}{number}", "correct": correct, "feedback": "Jo"}
    return {"type": "item", "id": ID.format(number), "value": value}


def single(*options, **fields):
    return block("single", {"text": "?", "outcome": 1, "options": list(options)} | fields)


def quiz(*questions):
    return transfers.with_value("quiz", value=list(questions))


TEXT = "M01 (Latviešu): Saturs → 1. Sadaļa → Teksts: "
WRITTEN = "ko redaktorā uzrakstīt nevar."
OTHER = "Šeit jāglabā kas cits."
RICH_TEXT = {
    "<script>alert(1)</script>": WRITTEN,
    "<p onclick='x()'>a</p>": WRITTEN,
    "<p style='x'>a</p>": WRITTEN,
    "<img src=x onerror=alert(1)>": WRITTEN,
    "<svg onload=alert(1)></svg>": WRITTEN,
    "<h2>a</h2>": WRITTEN,
    "<iframe src='https://example.org'></iframe>": WRITTEN,
    "<p><a href='javascript:alert(1)'>a</a></p>": "ko nedrīkst atvērt.",
    "<p><a href='JaVa&#x53;cript:alert(1)'>a</a></p>": "ko nedrīkst atvērt.",
    "<p><a href='&#9;javascript:alert(1)'>a</a></p>": "ko nedrīkst atvērt.",
    "<p><a href='data:text/html,x'>a</a></p>": "ko nedrīkst atvērt.",
    "<p><a href='https://example.org' target='_top'>a</a></p>": WRITTEN,
    "<p><a linktype='page' id='1'>a</a></p>": WRITTEN,
    "<p><a linktype='page' ref='module:M01/lv' onclick='x'>a</a></p>": WRITTEN,
    "<p><a linktype='email' ref='x'>a</a></p>": "nezināma veida saite.",
    "<p>a<!-- b --></p>": "slēpta piezīme, " + WRITTEN,
    "<!DOCTYPE html><p>a</p>": "slēpta piezīme, " + WRITTEN,
    "<p>a": "formatējums ir bojāts.",
    "<p><b>a</p></b>": "formatējums ir bojāts.",
    "</p>": "formatējums ir bojāts.",
    "<embed embedtype='image' id='1'/>": WRITTEN,
}


@pytest.mark.parametrize(("html", "sentence"), RICH_TEXT.items())
def test_hostile_rich_text_is_refused_where_it_stands(programme, html, sentence):
    [said] = refusals(transfers.changed(transfers.exported(programme), {LV: section(html)}))
    assert said.startswith(TEXT)
    assert said.endswith(sentence)


PAGE = {
    "unknown block": (body(block("raw_html", "<b>")), "„raw_html” šeit nav pazīstams."),
    "block without id": (body({"type": "text", "value": "<p>a</p>"}), OTHER),
    "id of no form": (body(block("text", "<p>a</p>") | {"id": "x' onclick='y"}), OTHER),
    "one id twice": (body(block("text", "<p>a</p>"), block("text", "<p>a</p>")), "identifikators."),
    "body is text": (transfers.with_value("body", value="[]"), OTHER),
    "text is a list": (section(["<script>"]), OTHER),
    "unknown entry of a block": (body(block("section", {"heading": "a", "text": "", "html": "x"})), "„html” šeit nav pazīstams."),
    "heading is a number": (body(block("section", {"heading": 5, "text": "<p>a</p>"})), OTHER),
    "heading too long": (body(block("section", {"heading": "x" * 161, "text": "<p>a</p>"})), "(tagad: 161)."),
    "empty heading": (body(block("section", {"heading": "", "text": "<p>a</p>"})), "Aizpildiet šo lauku."),
    "unknown tone": (body(block("callout", {"tone": "scream", "title": "a", "text": "<p>a</p>"})), "scream"),
    "image that is not in the file": (body(block("image", {"image": "media:" + "0" * 64, "alt_text": "a"})), "arhīvā nav."),
    "image by a key of this database": (body(block("image", {"image": 1, "alt_text": "a"})), "arhīvā nav."),
    "video elsewhere": (body(block("video", {"title": "a", "address": "https://evil.example/v", "has_captions": True, "transcript": "<p>a</p>"})), "vimeo.com"),
    "video by script": (body(block("video", {"title": "a", "address": "javascript:alert(1)", "has_captions": True, "transcript": "<p>a</p>"})), "adres"),
    "table with unknown columns": (body(block("table", {"caption": "a", "columns": [{"type": "html", "heading": "a"}], "rows": []})), "„html” šeit nav pazīstams."),
    "table with crooked rows": (body(block("table", {"caption": "a", "columns": [{"type": "text", "heading": "a"}], "rows": [{"values": ["a", "b"]}]})), OTHER),
    "day that there is not": (body(block("tool_card", dict.fromkeys(("name", "purpose", "age_limit", "personal_data", "cost", "access", "fallback"), "a") | {"checked_on": "2024-13-45"})), OTHER),
    "too many blocks": (body(*[block("text", "<p>a</p>") | {"id": f"00000000-0000-4000-8000-{n:012d}"} for n in range(151)]), "150"),
    "no outcomes": (transfers.with_value("outcomes", value=[]), "Aizpildiet šo lauku."),
    "unknown field": (transfers.with_value("live", value=True), "„live” šeit nav pazīstams."),
    "field left out": (lambda page: {k: v for k, v in page.items() if k != "aim"}, "Trūkst „aim”."),
    "page is a list": (lambda page: [page], OTHER),
    "title is a list": (transfers.with_value("title", value=["x"]), OTHER),
    "title too long": (transfers.with_value("title", value="x" * 256), "(tagad: 256)."),
    "empty title": (transfers.with_value("title", value=" "), "tukš"),
    "address of no form": (transfers.with_value("slug", value="../x"), "Adreses daļa"),
    "minutes below one": (transfers.with_value("activity_minutes", value=0), "1"),
    "minutes beyond the column": (transfers.with_value("activity_minutes", value=10**12), OTHER),
    "tags are text": (transfers.with_value("tags", value="spēles"), OTHER),
    "tag too long": (transfers.with_value("tags", value=["x" * 101]), OTHER),
    "day of check is no day": (transfers.with_value("checked_on", value="<b>"), "datum"),
    "no questions": (quiz(), "vismaz vienu pārbaudes jautājumu."),
    "too few questions": (quiz(single(option(True, 1), option(False, 2))), "krājumā to ir mazāk."),
    "two right answers": (quiz(single(option(True, 1), option(True, 2))), "tieši viena"),
    "answers without ids": (quiz(single({"text": "a", "correct": True, "feedback": "b"})), OTHER),
    "outcome beyond the page": (quiz(single(option(True, 1), option(False, 2), outcome=9)), "rezultāta ar šādu numuru"),
    "question of an unknown kind": (quiz(block("essay", {"text": "?"})), "„essay” šeit nav pazīstams."),
    "number that is none": (quiz(block("numeric", {"text": "?", "outcome": 1, "answer": "NaN", "tolerance": "0", "unit": "", "feedback": "a"})), OTHER),
}  # fmt: skip


@pytest.mark.parametrize(("change", "words"), PAGE.values(), ids=PAGE.keys())
def test_hostile_page_is_refused_where_it_is_wrong(programme, change, words):
    said = refusals(transfers.changed(transfers.exported(programme), {LV: change}))
    assert any(words in one for one in said), said
    assert all(one.startswith("M01 (Latviešu): ") for one in said), said


ROWS = {
    "version below one": (("version",), 0, "programme.json"),
    "share above one": (("min_hours_share",), "1.5", "programme.json: "),
    "share that is no number": (("min_hours_share",), "NaN", "programme.json: "),
    "hours beyond the column": (("academic_hours",), "123456.7", "programme.json: "),
    "code of no form": (("code",), "<script>", "programme.json: Kods"),
    "title is missing": (("title",), None, "programme.json: "),
    "days are text": (("days",), "K1", "days: "),
    "unknown mode": (("days", 0, "mode"), "space", "days → 1: "),
    "one day twice": (("days", 1, "code"), "K1", "days → 2"),
    "third block of a day": (("days", 0, "blocks", 0, "part"), 3, "days → 1 → 1: "),
    "one block twice": (("days", 0, "blocks", 1, "part"), 1, "days → 1 → 2"),
    "module on an unknown day": (("modules", 0, "day"), "K9", "M01: "),
    "one module twice": (("modules", 1, "code"), "M01", "M01"),
    "module code of no form": (("modules", 0, "code"), "M<b>", "M<b>: Kods"),
    "asks for nothing": (("modules", 0, "pass_mark"), 0, "M01: "),
    "unknown module before": (("modules", 1, "prerequisites"), ["M77"], "M02: "),
    "waits for itself": (("modules", 1, "prerequisites"), ["M02"], "M02: "),
    "prerequisite is a record": (("modules", 1, "prerequisites"), [{"a": 1}], "M02: "),
    "truth is text": (("modules", 0, "requires_quiz"), "yes", "modules → 1: "),
    "areas are text": (("competence_areas",), "A", "competence_areas: "),
}


@pytest.mark.parametrize(("way", "value", "place"), ROWS.values(), ids=ROWS.keys())
def test_hostile_row_is_refused_where_it_is_wrong(programme, way, value, place):
    change = transfers.with_value(*way, value=value)
    file = transfers.changed(transfers.exported(programme), {"programme.json": change})
    before = transfers.everything()
    with pytest.raises(TransferRefused) as refused:
        transfers.imported(file, code="" if way == ("code",) else "cits")
    assert str(refused.value.problems[0]).startswith(place), refused.value.problems
    assert transfers.everything() == before


def test_modules_that_wait_for_each_other_are_named(programme):
    def circle(record):
        first, second = record["modules"]
        first["prerequisites"], second["prerequisites"] = ["M02"], ["M01"]
        return record

    file = transfers.changed(transfers.exported(programme), {"programme.json": circle})
    assert refusals(file) == [
        "M02: Šie moduļi gaidītu cits citu: M02 → M01 → M02. Izvēlieties citus."
    ]


def test_page_of_a_module_that_is_not_in_the_programme_is_refused(programme):
    file = transfers.exported(programme)
    page = transfers.members(file)[LV]
    said = refusals(transfers.changed(file, {"modules/M09/lv.json": page}))
    assert said == ["M09 (Latviešu): Programmā nav šāda moduļa."]


def test_page_in_a_language_without_catalogue_is_refused(programme):
    file = transfers.exported(programme)
    page = transfers.members(file)[LV]
    for language in ("en", "ru"):
        said = refusals(transfers.changed(file, {f"modules/M01/{language}.json": page}))
        assert said == [
            f"{language}: Šajā valodā nav moduļu kataloga. Vispirms izveidojiet un publicējiet to."
        ]


MEDIA = {
    "html as picture": ("png", b"<html><script>alert(1)</script></html>"),
    "picture that is another": ("png", uploads.picture("jpg")),
    "pixel bomb": ("png", uploads.png_claiming(50_000, 50_000)),
    "archive behind a picture": ("png", uploads.picture() + uploads.archive([("a", b"b")])),
    "program as document": ("pdf", b"MZ\x90\0"),
    "macros": ("docx", uploads.office("docx", [("word/vbaProject.bin", b"x")])),
    "markup as text": ("txt", b"<svg onload=alert(1)>"),
    "empty": ("pdf", b""),
}  # fmt: skip


@pytest.mark.parametrize(("ending", "content"), MEDIA.values(), ids=MEDIA.keys())
def test_hostile_medium_is_refused_as_an_upload_would_be(programme, ending, content):
    sha256 = hashlib.sha256(content).hexdigest()
    kind = "image" if ending == "png" else "document"
    entry = {
        "kind": kind,
        "file_name": f"x.{ending}",
        "title": "x",
        "author": "a",
        "licence": "b",
        "source": "c",
    }
    if kind == "image":
        entry |= {"description": ""} | {
            f"focal_point_{n}": None for n in ("x", "y", "width", "height")
        }

    def list_it(media):
        return media | {sha256: entry}

    file = transfers.changed(
        transfers.exported(programme),
        {"media.json": list_it, f"media/{sha256}.{ending}": content},
    )
    [said] = refusals(file)
    assert said.startswith(f"media/{sha256}.{ending}: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "program"),
        ("file_name", "x.html"),
        ("file_name", "../x"),
        ("file_name", 1),
        ("title", "x" * 256),
        ("licence", ""),
        ("author", None),
    ],
)
def test_medium_with_an_impossible_entry_is_refused(programme, name, value):
    def change(media):
        first = min(media)
        media[first][name] = value
        return media

    said = refusals(transfers.changed(transfers.exported(programme), {"media.json": change}))
    assert all(one.startswith("media/") for one in said)


def test_media_and_their_list_must_agree(programme):
    change = {"media.json": lambda media: dict(list(media.items())[1:])}
    assert refusals(transfers.changed(transfers.exported(programme), change)) == [
        "media.json: Attēlu un failu saraksts neatbilst arhīva saturam."
    ]


def test_markup_in_plain_text_is_shown_as_text(client, programme):
    """As in a form: kept as written, escaped wherever it is shown."""
    hostile = "<script>alert(1)</script>"
    change = dict.fromkeys(
        ("title", "aim", "activity_title", "reflection_prompt", "intro"), hostile
    )

    def write(page):
        page["outcomes"][0]["value"] = hostile
        page["quiz"][0]["value"]["text"] = hostile
        page["tags"] = [hostile]
        return page | change

    report = transfers.imported(
        transfers.changed(transfers.exported(programme), {LV: write}), code="cits"
    )
    page = ModulePage.objects.get(module__programme=report.programme, module__code="M01")
    page.get_latest_revision().publish()

    shown = client.get(f"/lv/moduli/{page.slug}/").content.decode()

    assert page.title == hostile
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


TAGS = ["p", "b", "i", "ul", "ol", "li", "a", "br", "script", "svg", "h2", "em", "strong", "x"]
PIECES = st.sampled_from(
    [f"<{tag}>" for tag in TAGS]
    + [f"</{tag}>" for tag in TAGS]
    + [
        "<br/>",
        "<a href='javascript:x'>",
        '<a href="https://a.lv">',
        "<p onclick=x>",
        "<!--",
        "-->",
    ]
    + [
        "<",
        ">",
        "&",
        "&lt;script&gt;",
        "&amp;lt;",
        "teksts",
        '"',
        "'",
        "<a linktype='page' id='3'>",
    ]
)


def nothing(_kind, _reference):
    return None


@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_is_let_through_is_clean_and_stays_as_it_is(html):
    """Cleaning as on export gives what import accepts, and twice gives the same as once."""
    cleaned = rewrite(html, nothing, has="id", gets="ref", strict=False)
    assert rewrite(cleaned, nothing, has="ref", gets="id", strict=True) == cleaned
    assert "<script" not in cleaned
    assert "onclick=" not in cleaned.replace("onclick=x&gt;", "")
    assert 'href="javascript' not in cleaned
    try:
        strict = rewrite(html, nothing, has="id", gets="ref", strict=True)
    except RichTextWrong:
        strict = cleaned
    assert strict == cleaned


def test_refusal_of_a_block_speaks_of_every_field(programme):
    said = refusals(
        transfers.changed(
            transfers.exported(programme),
            {LV: body(block("section", {"heading": "", "text": ""}))},
        )
    )
    assert said == [
        "M01 (Latviešu): Saturs → 1. Sadaļa → Virsraksts: Aizpildiet šo lauku.",
        "M01 (Latviešu): Saturs → 1. Sadaļa → Teksts: Aizpildiet šo lauku.",
    ]
