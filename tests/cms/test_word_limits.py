"""How much a page may hold after an import from Word."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks import RICH_TEXT_FEATURES
from cms.models import StandardPage
from people.actions.reference import load_reference
from people.models import Role
from tests.cms.importing_word import browser_of, confirm, draft, kinds, previewed, said
from tests.factories import cms, word
from tests.factories.word import cell, heading, paragraph, row, run, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    load_reference()
    return browser_of(Role.CONTENT_EDITOR)


@pytest.fixture
def page():
    return StandardPage.objects.get(pk=cms.standard_page().pk)


def test_a_page_may_have_no_more_blocks_than_it_may(editor, page):
    many = word.document(*(heading(f"V{n}") + paragraph("t") for n in range(150)))
    address = previewed(editor, page, many)

    answer = confirm(editor, address, page)

    assert said(answer) == [
        "Nekas nav saglabāts: lapā drīkst būt ne vairāk par 150 blokiem. Sadaliet dokumentu."
    ]
    assert kinds(page) == ["section"]
    confirm(editor, address, page, "replace")
    assert len(kinds(page)) == 150


@pytest.mark.parametrize(
    "body",
    [
        [paragraph(*[run("aš ", "b" if n % 2 else "i") for n in range(5)]) for _ in range(90)],
        [table(row(*"12345678"), *[row(cell("a", columns=7), "b") for _ in range(10)])],
    ],
    ids=["many short runs", "many cells"],
)
def test_a_page_never_becomes_larger_than_its_editor_can_save(editor, page, body, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 60_000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 250
    content = word.document(*body)
    said_last: list[str] = []
    for _ in range(4):
        said_last = said(confirm(editor, previewed(editor, page, content), page))

    assert said_last == [
        "Nekas nav saglabāts: lapa būtu redaktoram pārāk liela. Sadaliet dokumentu."
    ]
    assert _form_of(draft(page)) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert _fields_of(draft(page)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def _form_of(page) -> int:
    """How many bytes of rich text the editor sends."""
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    texts = [
        block.value.source if block.block_type == "text" else block.value["text"].source
        for block in page.body
        if block.block_type in {"text", "section"}
    ]
    return sum(
        len(
            json.dumps(
                json.loads(converter.from_database_format(html)), ensure_ascii=False
            ).encode()
        )
        for html in texts
    )


def _fields_of(page) -> int:
    tables = [block.value for block in page.body if block.block_type == "table"]
    return sum(len(value.columns) * (len(value.row_data) + 2) for value in tables)
