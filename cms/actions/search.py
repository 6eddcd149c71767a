"""Keeping the index of the search right: what is published is found, what is not is not.

An app above gives texts of its own to the search in two ways: it calls `write_texts` and
`forget_texts` when a row changes, and answers the signal `search_rebuilding` with all of them.
A text with an owner is found by that person only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.enums import Kind
from cms.models import (
    BasePage,
    GlossaryTerm,
    GuidelineChapterPage,
    GuidelineEdition,
    GuidelineIndexPage,
    SearchEntry,
)
from cms.models.base import SearchPart
from cms.queries import page_url, sections
from cms.queries.editions import document_of
from cms.queries.words import folded_words, stems
from cms.signals import search_rebuilding
from people.latvian import nfc, sort_key

PAGES = "pages"
TERMS = "terms"
_LANGUAGES = ("lv", "en")
_LONGEST = {"title": 400, "url": 500, "part": 64}
_LONGEST_WORD = 40
_BATCH = 200
_KEY = ["source", "object_id", "language", "part"]
_WRITTEN = [
    *("kind", "owner", "title", "url", "text", "sort_key", "title_words", "title_stems"),
    *("heading_words", "heading_stems", "text_words", "text_stems"),
]


@dataclass(frozen=True)
class Text:
    """Something that can be found. Without a language it is found in every one."""

    source: str
    object_id: str
    kind: Kind
    title: str
    url: str
    text: str
    language: str = ""
    headings: str = ""
    part: str = ""
    owner_id: int | None = None


@transaction.atomic
def write_texts(*, source: str, object_id: str, texts: Iterable[Text]) -> int:
    """Put these texts in the place of all that are known of the object; return how many."""
    forget_texts(source=source, object_id=object_id)
    return _store(texts)


def forget_texts(*, source: str, object_id: str) -> None:
    """Let nothing of the object be found any more."""
    SearchEntry.objects.filter(source=source, object_id=object_id).delete()


def index_page(*, page: Page) -> int:
    """Write what readers may find of a page: nothing of a draft or a restricted one."""
    is_open = page.live and not page.get_view_restrictions().exists()
    texts = _page_texts(page) if is_open else []
    return write_texts(source=PAGES, object_id=str(page.pk), texts=texts)


@transaction.atomic
def index_tree(*, page: Page) -> int:
    """Write a page and all below it anew: their addresses or their readers have changed."""
    pages = Page.objects.descendant_of(page, inclusive=True).specific()
    return sum(index_page(page=below) for below in pages)


def index_term(*, term: GlossaryTerm) -> int:
    """Write a term in both languages."""
    texts = _term_texts(term)
    return write_texts(source=TERMS, object_id=str(term.pk), texts=texts)


@transaction.atomic
def index_terms() -> int:
    """Write every term anew: the glossary has another address."""
    return sum(index_term(term=term) for term in GlossaryTerm.objects.all())


@transaction.atomic
def rebuild_index() -> int:
    """Write the whole index anew, the texts of the apps above included; return how many there are."""
    SearchEntry.objects.all().delete()
    pages = Page.objects.live().public().specific()
    texts = [text for page in pages for text in _page_texts(page)]
    texts += [text for term in GlossaryTerm.objects.all() for text in _term_texts(term)]
    answers: list[tuple[Any, Any]] = search_rebuilding.send(sender=None)
    texts += [text for _receiver, own in answers for text in own]
    return _store(texts)


def _store(texts: Iterable[Text]) -> int:
    """Write the texts; where somebody publishes the same thing at the same moment, the last stays."""
    entries = {tuple(getattr(text, name) for name in _KEY): _entry(text) for text in texts}
    SearchEntry.objects.bulk_create(
        entries.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=_WRITTEN,
    )
    return len(entries)


def _page_texts(page: Page) -> list[Text]:
    if not isinstance(page, BasePage) or page.search_kind is None:
        return []
    language = page.locale.language_code
    # The first part of a page's path is the slug of its home page, which no address shows.
    url = page_url(language, *page.url_path.strip("/").split("/")[1:])
    return [
        Text(
            source=PAGES,
            object_id=str(page.pk),
            part=part.anchor,
            language=language,
            kind=page.search_kind,
            title=part.title,
            url=f"{url}#{part.anchor}" if part.anchor else url,
            headings=part.headings,
            text=part.text,
        )
        for part in _parts(page, language)
    ]


def _parts(page: BasePage, language: str) -> list[SearchPart]:
    """Return what readers meet at the page; of the guidelines that is the edition in force."""
    if isinstance(page, GuidelineIndexPage):
        document = document_of(GuidelineEdition.objects.newest(), language)
        return [SearchPart(document.title, document.intro)] if document.title else []
    if isinstance(page, GuidelineChapterPage):
        document = document_of(GuidelineEdition.objects.newest(), language)
        chapter = document.chapter_of(str(page.translation_key))
        if chapter is None:
            return []
        words = "\n".join([chapter.summary, *(one.text for one in chapter.paragraphs)])
        headings = dict.fromkeys(one.heading for one in chapter.paragraphs if one.heading)
        return [SearchPart(chapter.title, words, "\n".join(headings))]
    return page.search_parts()


def _term_texts(term: GlossaryTerm) -> list[Text]:
    texts = []
    for language in _LANGUAGES:
        name, definition, synonyms = term.in_language(language)
        other = term.in_language("lv" if language == "en" else "en")[0]
        glossary = sections(language).get("glossarypage")
        if glossary is not None:
            texts.append(
                Text(
                    source=TERMS,
                    object_id=str(term.pk),
                    language=language,
                    kind=Kind.GLOSSARY,
                    title=name,
                    url=f"{glossary.url}#{term.identifier}",
                    headings="\n".join([other, *synonyms]),
                    text=definition,
                )
            )
    return texts


def _entry(text: Text) -> SearchEntry:
    title, plain = _storable(text.title)[: _LONGEST["title"]], _storable(text.text)
    words = {
        "title": folded_words(title),
        "heading": folded_words(text.headings),
        "text": folded_words(plain),
    }
    columns = {}
    for place, own in words.items():
        kept = dict.fromkeys(word[:_LONGEST_WORD] for word in own)
        found = dict.fromkeys(stem for word in kept for stem in sorted(stems(word, text.language)))
        columns[f"{place}_words"] = f" {' '.join(kept)} "
        columns[f"{place}_stems"] = f" {' '.join(found)} "
    return SearchEntry(
        source=text.source,
        object_id=text.object_id,
        part=text.part[: _LONGEST["part"]],
        language=text.language,
        kind=text.kind,
        owner_id=text.owner_id,
        title=title,
        url=text.url[: _LONGEST["url"]],
        text=plain,
        sort_key=sort_key(title),
        **columns,
    )


def _storable(text: str) -> str:
    # PostgreSQL stores no NUL, and nobody looks for one.
    return nfc(text.replace("\x00", ""))
