"""Hostile and broken Word documents: each is refused with one sentence, or harmless, and soon."""

import io
import random
import socket
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from cms.queries.word import parts, read_word
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role
from tests.factories import cms, people, word
from tests.factories.uploads import archive, file, office
from tests.factories.word import cell, link, note, paragraph, relation, row, run, table

MEGABYTE = 1024 * 1024
TEXT = word.part("document", f"<w:body>{paragraph('šķērsām')}</w:body>")


def with_doctype(definition: str) -> str:
    return TEXT.replace("?>", f"?><!DOCTYPE w {definition}>", 1)


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)


def encrypted() -> bytes:
    content = bytearray(word.document(paragraph("a")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    return bytes(content)


def settings_with(relation_xml: str) -> list[tuple[str, str]]:
    return [
        (
            "word/_rels/settings.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation_xml}</Relationships>',
        )
    ]


def external(kind: str) -> bytes:
    lead = relation("r9", kind, "http://127.0.0.1:9/x", external=True)
    return word.document(paragraph("a"), extra=settings_with(lead))


def macro_enabled() -> bytes:
    types = word.TYPES.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return archive([("[Content_Types].xml", types), ("word/document.xml", TEXT)])


def nested(depth: int) -> bytes:
    return word.document("<w:ins>" * depth + paragraph("a") + "</w:ins>" * depth)


# Kinds of file: what is sent, and the beginning of the sentence that answers.
REFUSED = {
    "bomb of zeros": (
        lambda: word.document(paragraph("a"), extra=[("word/a.xml", b"\0" * (50 * MEGABYTE))]),
        "Atvērts fails kļūtu pārāk liels.",
    ),
    "too many members": (
        lambda: word.document(paragraph("a"), extra=[(f"word/{n}", "") for n in range(2001)]),
        "Atvērts fails kļūtu pārāk liels.",
    ),
    "archive inside": (
        lambda: word.document(paragraph("a"), extra=[("word/a.bin", archive([("b", "x")]))]),
        "Failā ir vēl viens arhīvs",
    ),
    "zip-slip": (
        lambda: word.document(paragraph("a"), extra=[("../../x", "x")]),
        "Fails norāda uz vietu ārpus sevis.",
    ),
    "absolute path": (
        lambda: word.document(paragraph("a"), extra=[("/etc/passwd", "x")]),
        "Fails norāda uz vietu ārpus sevis.",
    ),
    "encrypted": (encrypted, "Fails ir aizsargāts ar paroli"),
    "macros": (
        lambda: word.document(paragraph("a"), extra=[("word/vbaProject.bin", "x")]),
        "Failā ir makro",
    ),
    "macro type": (macro_enabled, "Failā ir makro"),
    "remote template": (lambda: external("attachedTemplate"), "Atverot fails ielādē saturu no citas vietas."),
    "remote picture": (lambda: external("image"), "Atverot fails ielādē saturu no citas vietas."),
    "remote object": (lambda: external("oleObject"), "Atverot fails ielādē saturu no citas vietas."),
    "not a zip": (lambda: b"Vienkarsi teksts", "Fails ir bojāts"),
    "a zip of something": (lambda: archive([("a.txt", "x")]), "Fails ir bojāts"),
    "a spreadsheet": (lambda: office("xlsx"), "Fails ir bojāts"),
    "half a file": (lambda: word.document(paragraph("a"))[:-60], "Fails ir bojāts"),
    "nothing": (lambda: b"", "Iesniegtā datne ir tukša"),
    "too large": (lambda: b"x" * (10 * MEGABYTE + 1), "Fails ir lielāks par 10 MB"),
    "billion laughs": (
        lambda: word.document(main=with_doctype(f"[{LAUGHS}]").replace("šķērsām", "&l9;")),
        "Dokumentu nevar nolasīt",
    ),
    "file of the server": (
        lambda: word.document(main=with_doctype('SYSTEM "file:///etc/passwd"')),
        "Dokumentu nevar nolasīt",
    ),
    "entities in styles": (
        lambda: word.document(
            paragraph("a"),
            extra=[("word/endnotes.xml", with_doctype(f"[{LAUGHS}]"))],
        ),
        "Dokumentu nevar nolasīt",
    ),
    "wrong encoding": (lambda: word.document(main=TEXT.encode("cp1257")), "Dokumentu nevar nolasīt"),
    "unknown encoding": (
        lambda: word.document(main=TEXT.replace("UTF-8", "klingon")),
        "Dokumentu nevar nolasīt",
    ),
    "no XML": (lambda: word.document(main="{}"), "Dokumentu nevar nolasīt"),
    "no body": (lambda: word.document(main=word.part("document", "")), "Dokumentu nevar nolasīt"),
    "deep nesting": (lambda: nested(100_000), "Dokumentu nevar nolasīt"),
    "a link that is not there": (
        lambda: word.document(paragraph(link("x", "nekur"))),
        "Dokumentu nevar nolasīt",
    ),
    "a note that is not there": (
        lambda: word.document(paragraph("x", note(9))),
        "Dokumentu nevar nolasīt",
    ),
    "a width that is no number": (
        lambda: word.document(table(row(cell("a", columns="9" * 5000), "b"), row("c", "d"))),
        "Dokumentu nevar nolasīt",
    ),
    "an endless value": (
        lambda: word.document(f'<w:p w:x="{"a" * MEGABYTE}"/>'),
        "Dokumentu nevar nolasīt",
    ),
    "100 000 paragraphs": (
        lambda: word.document("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 100_000),
        "Dokuments vienai lapai ir pārāk garš",
    ),
    "runs without end": (
        lambda: word.document(f"<w:p>{'<w:r/>' * 100_000}</w:p>"),
        "Dokuments vienai lapai ir pārāk garš",
    ),
    "attributes without end": (
        lambda: word.document("<w:p " + " ".join(f'a{n}=""' for n in range(250_000)) + "/>"),
        "Dokuments vienai lapai ir pārāk garš",
    ),
    "instructions without end": (
        lambda: word.document("<?a?>" * 250_000),
        "Dokuments vienai lapai ir pārāk garš",
    ),
    "text without end": (
        lambda: word.document(paragraph("vārds " * 80_000)),
        "Dokuments vienai lapai ir pārāk garš",
    ),
    "large XML": (
        lambda: word.document(f"<!--{random.Random(1).randbytes(30_000).hex()}-->" * 180),
        "Dokuments vienai lapai ir pārāk garš",
    ),
    "cells without end": (
        lambda: word.document(
            table(row(*"12345678"), *[row(cell("a", columns=7), "b") for _ in range(600)])
        ),
        "Tabulās ir vairāk šūnu",
    ),
    "only a picture": (lambda: word.document(paragraph(word.picture())), "Dokumentā nav teksta"),
    "nothing in it": (word.document, "Dokumentā nav teksta"),
}  # fmt: skip


@pytest.fixture
def editor(db, client):
    load_reference()
    account = people.user(username="editor")
    assign_role(user=account, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(account)
    return client


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args):
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("case", REFUSED)
def test_each_is_refused_with_a_sentence(editor, no_network, case):
    make, sentence = REFUSED[case]
    page = cms.standard_page()
    revisions = Revision.objects.count()
    content = make()

    began = time.process_time()
    answer = editor.post(f"/admin/word/{page.pk}/", {"file": file("a.docx", content)})
    took = time.process_time() - began

    assert answer.status_code == 200
    [said] = answer.context["form"].errors["file"]
    assert (said[: len(sentence)], said[-1]) == (sentence, ".")
    assert Revision.objects.count() == revisions
    assert took < 5


@pytest.mark.parametrize("name", ["a.docm", "a.doc", "a.zip", "a.exe.docx", "a"])
def test_a_name_that_is_not_of_a_word_document_is_refused(editor, name):
    page = cms.standard_page()

    answer = editor.post(
        f"/admin/word/{page.pk}/", {"file": file(name, word.document(paragraph("a")))}
    )

    assert len(answer.context["form"].errors["file"]) == 1


def test_two_gigabytes_are_refused_before_a_byte_is_read(editor):
    page = cms.standard_page()

    answer = editor.post(
        f"/admin/word/{page.pk}/",
        {"file": file("a.docx", b"x")},
        headers={"content-length": str(2 * 1024**3)},
    )

    assert answer.status_code == 413
    assert "Nekas nav saglabāts." in answer.content.decode()


HARMLESS = {
    "script as words": [paragraph("<script>alert(1)</script>")],
    "deep as may be": ["<w:ins>" * 50 + paragraph("a") + "</w:ins>" * 50],
    "tables in tables": [
        "<w:tbl><w:tr><w:tc>" * 17 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 17
    ],
    "strange spans": [table(row(cell("a", columns=-5), cell("b", columns=99999)), row("c", "d"))],
    "empty tables": [paragraph("a"), "<w:tbl/>", table(row()), table(row(), row())],
    "words outside paragraphs": [run("a")],
    "fields that never end": [paragraph("a", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')],
    "a script behind a field": [
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:instrText>HYPERLINK "javascript:alert(1)"</w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            run("a"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", HARMLESS)
def test_others_are_harmless(editor, no_network, case):
    page = cms.standard_page()
    content = word.document(*HARMLESS[case])

    answer = editor.post(f"/admin/word/{page.pk}/", {"file": file("a.docx", content)})

    address = answer.headers["Location"]
    assert editor.get(address).status_code == 200
    frame = editor.get(f"{address}blocks/").content.decode()
    assert [
        mark for mark in ("<script", "javascript:", "<iframe", "onclick") if mark in frame
    ] == []


@pytest.mark.parametrize("encoding", ["windows-1257", "utf-16"])
def test_other_encodings_that_say_so_are_read(encoding):
    content = word.document(
        main=TEXT.replace("UTF-8", encoding).encode(encoding.replace("windows-", "cp"))
    )

    assert read_word(io.BytesIO(content), language="lv").blocks[0]["value"] == "<p>šķērsām</p>"


def test_a_style_map_hidden_in_the_document_is_not_used():
    mapped = [("mammoth/style-map", "p => script")]
    content = word.document(paragraph("a"), extra=mapped)

    assert read_word(io.BytesIO(content), language="lv").blocks[0]["value"] == "<p>a</p>"


def test_only_the_parts_that_are_read_reach_the_reader():
    content = word.document(paragraph("a"), extra=[("word/webSettings.xml", "<x/>")])

    kept = parts.open_parts(io.BytesIO(content)).archive

    assert sorted(zipfile.ZipFile(kept).namelist()) == [
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
        "word/footnotes.xml",
        "word/numbering.xml",
        "word/styles.xml",
    ]


_TREES = st.recursive(
    st.sampled_from(["<w:t>a</w:t>", "<w:br/>", "<w:tab/>", '<w:sym w:char="F0B7"/>', "<w:x/>"]),
    lambda inner: st.builds(
        lambda name, children: f"<w:{name}>{''.join(children)}</w:{name}>",
        st.sampled_from(
            ["p", "r", "tbl", "tr", "tc", "ins", "del", "pPr", "rPr", "hyperlink", "sdt", "sdtContent"]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_TREES, max_size=5))
def test_whatever_stands_where_it_should_not_is_read_or_refused(trees):
    content = word.document(paragraph("sākums"), *trees)

    assert _outcome(content) in {"read", "damaged", "too_long"}


def _outcome(content: bytes) -> str:
    try:
        read_word(io.BytesIO(content), language="lv")
    except ValidationError as refusal:
        return refusal.code
    return "read"
