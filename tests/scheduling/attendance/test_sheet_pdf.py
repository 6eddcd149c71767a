"""The printed sheet: it says what the roster says, for every name, and reads nothing it should not."""

import builtins
import datetime as dt
import io
import shutil
import socket
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from PIL import Image

from cms.exports.pdf import FONTS
from cms.exports.press import CannotPrint
from scheduling.exports import sheet as printing
from scheduling.queries.sheets import sheet_content
from tests.factories import people, scheduling
from tests.printing import print_here

pytestmark = pytest.mark.django_db
HOSTILE = [
    '<img src="/etc/passwd">',
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="//127.0.0.1:9/x.png">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    '<image href="/etc/passwd"/>',
    '<svg onload="x"><use href="/etc/hosts"/></svg>',
    '<object data="/etc/passwd"></object>',
    '<iframe src="/etc/passwd"></iframe>',
    '<embed src="http://127.0.0.1:9/">',
    '<a href="file:///etc/passwd">x</a>',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    "<style>@font-face{src:url(/etc/passwd)}</style>",
    "<style>@page{background-image:url(/etc/passwd)}</style>",
    '<p style="background:url(/etc/passwd)">',
    '<pdf:include src="/etc/passwd">',
    '<pdf:font name="x" src="/etc/passwd">',
    '<pdf:barcode value="x" type="qr">',
    "<pdf:nextpage/>",
    "</p></body></html>",
    "</td></tr></table>",
    "{{ settings.SECRET_KEY }}",
    "{% load i18n %}{% debug %}",
    "%(name)s ${x} {x.__class__}",
    "</style><script>alert(1)</script>",
    "../../lms/settings/base.py",
    "<!-- ]]> &lt;b&gt; &amp;",
    "<?xml version='1.0'?><!DOCTYPE x>",
    "=HYPERLINK(1) \u202e\u200f x",
]
ODD_NAMES = [
    ("Ž" * 80, "ķ" * 80),
    ("W" * 80, "W" * 80),
    ("Anna Katrīna Marija", "Zvaigznīte-Lazdukalne-Pīlādze"),
    ("Жанна", "Щукина"),
    ("i" * 80, "l" * 80),
    ("O'Neil", "A & B <b"),
]


def texts(data: bytes) -> list[str]:
    return [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def content_of(count: int, language: str = "lv") -> dict:
    _session, blocks, _persons = scheduling.session_with(count)
    return sheet_content(blocks[0], language=language)


def printed(content: dict, language: str = "lv") -> printing.PrintedSheet:
    return printing.render_sheet(
        content, code="7K3MX9QD2HV8TR5W", printed_code="7K3M-X9QD-2HV8-TR5W", language=language
    )


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_sheet_says_what_the_roster_says(language, settings):
    settings.PROJECT_NUMBER = "2.3.2.1.i.0/1/24/I/JSPA/001"
    trainer = people.person(given_name="Ilze", family_name="Kalniņa")
    session, blocks, _none = scheduling.session_with(0, trainer=trainer)
    group = session.groups.get()
    names = [("Žanete", "Ķirse-Šņūča"), ("Ādams", "Ēķis"), ("Čaks", "Ģērmanis")]
    for given, family in names:
        town = people.municipality(name=f"{family} novads", name_en=f"{family} Municipality")
        someone = people.person(given_name=given, family_name=family, municipality=town)
        scheduling.enrolment(group, person=someone)

    [text] = texts(printed(sheet_content(blocks[0], language=language), language).pdf)

    with override(language):
        words = [
            _("ATTENDANCE SHEET"),
            formats.date_format(session.date),
            f"{_('Morning block')} {formats.time_format(dt.time(9))}",
            _("Training group"),
            _("Programme day"),
            _("Signature"),
            _("Not on the list: name, surname, municipality, phone"),
            _("Trainer: name, surname"),
            _("Trainer's signature"),
            f"{_('Project No.')} 2.3.2.1.i.0/1/24/I/JSPA/001",
            f"{pgettext('paper', 'Page')} 1 / 1",
            session.day.local_title,
            strip_tags(render_to_string("components/funding_notice.html")).strip(),
        ]
        rows = [
            f"{n} {given} {family} {family} {'novads' if language == 'lv' else 'Municipality'}"
            for n, (given, family) in enumerate([names[1], names[2], names[0]], start=1)
        ]
    for said in [*words, *rows, group.code, group.name, "K1", "Ilze Kalniņa"]:
        assert squeezed(said) in squeezed(text), said
    assert "7K3M-X9QD-2HV8-TR5W" in text
    assert text.index("Ādams") < text.index("Čaks") < text.index("Žanete")


def test_sixty_people_stand_once_each_in_order_with_a_head_on_every_page():
    content = content_of(60)

    made = printed(content)

    pages = texts(made.pdf)
    assert len(pages) == made.pages == 4
    with override("lv"):
        assert [text.count(_("Signature")) for text in pages] == [1, 1, 1, 1]
        assert [
            text.count(f"{pgettext('paper', 'Page')} {n} / 4") for n, text in enumerate(pages, 1)
        ] == [1] * 4
    whole = squeezed(" ".join(pages))
    places = [whole.index(squeezed(row["name"])) for row in content["rows"]]
    assert places == sorted(places)
    assert [
        whole.count(f"{n}{squeezed(row['name'])}") for n, row in enumerate(content["rows"], 1)
    ] == [1] * 60


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 14, 15, 17, 20, 29, 30, 32, 33, 46, 60, 300])
def test_pages_are_as_many_as_counted_and_hold_everybody(count):
    pages = printing.split_rows(count)

    assert sum(pages) == count
    assert max(pages) <= printing.FULL_PAGE
    assert pages[-1] <= printing.LAST_PAGE
    assert printed({**content_of(0), "rows": rows(count)}).pages == len(pages)


def rows(count: int) -> list[dict]:
    return [
        {"person": n, "name": f"Liepa Ābele {n}", "municipality": "Rīga", "birth_year": 1990}
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [12, 29, 60])
def test_the_longest_texts_spill_onto_no_further_page(count):
    content = content_of(0)
    long = "Ļoti garš nosaukums, kas nebeidzas " * 6
    content |= {
        "groups": [{"code": f"LATGALE-VIDZEME-{n}", "name": f"Latgale {n} " * 4} for n in range(5)],
        "day": {"code": "K1", "title": long[:200]},
        "venue": long[:120],
        "trainers": [f"{given} {family}" for given, family in ODD_NAMES],
        "rows": [
            row | {"name": " ".join(ODD_NAMES[n % 6]), "municipality": long[:80]}
            for n, row in enumerate(rows(count))
        ],
    }

    made = printed(content)

    assert len(pypdf.PdfReader(io.BytesIO(made.pdf)).pages) == made.pages
    whole = squeezed(" ".join(texts(made.pdf)))
    for given, family in ODD_NAMES:
        assert squeezed(given + family) in whole


def test_namesakes_are_told_apart_by_their_year_of_birth():
    session, blocks, _none = scheduling.session_with(0)
    group = session.groups.get()
    for year in (1984, 1991):
        someone = people.person(given_name="Anna", family_name="Ozola", birth_year=year)
        scheduling.enrolment(group, person=someone)

    [text] = texts(printed(sheet_content(blocks[0], language="en"), "en").pdf)

    assert "born 1984" in text
    assert "born 1991" in text


def test_the_file_names_its_language_and_title_and_holds_its_fonts():
    reader = pypdf.PdfReader(io.BytesIO(printed(content_of(3)).pdf))

    assert reader.trailer["/Root"]["/Lang"] == "lv"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert " K1 2024-05-08/1" in reader.metadata.title
    fonts = [
        font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()
    ]
    ours = [font for font in fonts if "Noto" in str(font["/BaseFont"])]
    assert len(ours) >= 3
    assert [font for font in ours if "/FontFile2" not in font["/FontDescriptor"]] == []


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_prints_literally_and_opens_nothing(payload, monkeypatch):
    print_here(monkeypatch)
    content = content_of(1)
    printed(content)  # the library reads files of its own when it is first used
    content["rows"][0] |= {"name": payload, "municipality": payload}
    content["groups"] = [{"code": payload, "name": payload}]
    content["day"]["title"] = content["venue"] = payload
    content["trainers"] = [payload]
    opened: list[str] = []

    def watch(real):
        def opening(file, *args, **kwargs):
            if not isinstance(file, int):
                opened.append(str(file))
            return real(file, *args, **kwargs)

        return opening

    def refuse(*args, **kwargs):
        raise AssertionError(f"a connection was tried: {args}")

    monkeypatch.setattr(builtins, "open", watch(builtins.open))
    monkeypatch.setattr(io, "open", watch(io.open))
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    made = printed(content)
    monkeypatch.undo()

    templates = Path(settings.TEMPLATES[0]["DIRS"][0])
    own = (printing.CONTENT, FONTS, templates)
    outside = [p for p in opened if not any(Path(p).resolve().is_relative_to(o) for o in own)]
    assert [path for path in outside if "site-packages" not in path] == []
    [text] = texts(made.pdf)
    seen = "".join(ch for ch in squeezed(payload) if ch.isprintable())
    assert squeezed(text).count(seen) >= 5


def test_official_logos_are_printed_where_the_operator_put_them(monkeypatch, tmp_path):
    content = content_of(12)
    without = printed(content)
    (tmp_path / "logos").mkdir()
    for n, name in enumerate(printing.LOGOS):
        Image.new("RGB", (200 + n, 50), "navy").save(tmp_path / "logos" / f"{name}.png")
    monkeypatch.setattr(printing, "CONTENT", tmp_path)

    made = printed(content)

    def images(data: bytes) -> int:
        return len(pypdf.PdfReader(io.BytesIO(data)).pages[0].images)

    assert images(made.pdf) == images(without.pdf) + 3
    assert len(texts(made.pdf)) == 1


def test_a_font_that_is_missing_stops_the_print(monkeypatch, tmp_path):
    shutil.copytree(FONTS, tmp_path / "fonts")
    (tmp_path / "fonts" / "NotoSans-Bold.ttf").unlink()
    monkeypatch.setattr(printing, "FONTS", tmp_path / "fonts")

    with pytest.raises(CannotPrint):
        printed(content_of(1))
