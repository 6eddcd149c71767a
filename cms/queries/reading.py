"""The guidelines as a reader meets them: the edition in force behind the pages' own addresses."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from cms.models import (
    GuidelineChapterPage,
    GuidelineEdition,
    GuidelineIndexPage,
    GuidelineParagraph,
)
from cms.queries.editions import (
    Chapter,
    Document,
    document_of,
    previewed_chapter,
)
from cms.queries.pages import page_url


@dataclass(frozen=True)
class ChapterLink:
    """A chapter with the address it is read at."""

    chapter: Chapter
    url: str


@dataclass(frozen=True)
class Reading:
    """A chapter of an edition with all that its page shows."""

    edition: GuidelineEdition | None
    chapter: Chapter | None
    chapters: list[ChapterLink]
    index_url: str
    title: str
    intro: str = ""
    earlier: GuidelineEdition | None = None
    is_easy: bool = False
    is_preview: bool = False

    @property
    def paragraphs(self) -> list[Any]:
        if self.chapter is None:
            return []
        return self.chapter.easy if self.is_easy else self.chapter.body

    @property
    def place(self) -> int | None:
        keys = [link.chapter.key for link in self.chapters]
        return keys.index(self.chapter.key) if self.chapter and self.chapter.key in keys else None

    @property
    def previous(self) -> ChapterLink | None:
        return self.chapters[self.place - 1] if self.place else None

    @property
    def next(self) -> ChapterLink | None:
        if self.place is None or self.place + 1 >= len(self.chapters):
            return None
        return self.chapters[self.place + 1]


def read_index(page: GuidelineIndexPage) -> Reading:
    """Return the edition in force for the page that lists its chapters."""
    language = page.locale.language_code
    edition = GuidelineEdition.objects.newest()
    document = document_of(edition, language)
    links = current_links(document, language)
    return Reading(
        edition=edition,
        chapter=None,
        chapters=links,
        index_url=page_url(language, *_slugs(page)),
        title=document.title or page.title,
        intro=document.intro or page.intro,
        earlier=_earlier(edition),
    )


def read_chapter(
    page: GuidelineChapterPage, *, is_easy: bool = False, is_preview: bool = False
) -> Reading:
    """Return the page's chapter as the edition in force holds it; in a preview, the draft itself."""
    language = page.locale.language_code
    edition = GuidelineEdition.objects.newest()
    document = document_of(edition, language)
    chapter = document.chapter_of(str(page.translation_key))
    if is_preview:
        chapter = previewed_chapter(page, chapter.number if chapter else len(document.chapters) + 1)
    return Reading(
        edition=edition,
        chapter=chapter,
        chapters=current_links(document, language),
        index_url=page_url(language, *_slugs(page)[:-1]),
        title=document.title,
        earlier=_earlier(edition),
        is_easy=is_easy and bool(chapter and chapter.easy),
        is_preview=is_preview,
    )


def read_edition(
    edition: GuidelineEdition, language: str, number: int, *, is_easy: bool = False
) -> Reading | None:
    """Return a chapter of any edition by its number, at the edition's own addresses."""
    document = document_of(edition, language)
    chapter = next((one for one in document.chapters if one.number == number), None)
    if chapter is None:
        return None
    return Reading(
        edition=edition,
        chapter=chapter,
        chapters=edition_links(edition, document),
        index_url=reverse("cms:edition", args=[edition.number]),
        title=document.title,
        is_easy=is_easy and bool(chapter.easy),
    )


def edition_links(edition: GuidelineEdition, document: Document) -> list[ChapterLink]:
    """Return the chapters of an edition at its lasting addresses."""
    return [
        ChapterLink(one, reverse("cms:edition_chapter", args=[edition.number, one.number]))
        for one in document.chapters
    ]


def current_links(document: Document, language: str) -> list[ChapterLink]:
    """Return the chapters in force at the addresses of their pages; one query."""
    keys = [chapter.key for chapter in document.chapters]
    rows = (
        Page.objects.live()
        .filter(translation_key__in=keys, locale__language_code=language)
        .values_list("translation_key", "url_path")
    )
    paths = {str(key): path for key, path in rows}
    return [
        # A chapter whose page was taken down stays in the edition until the next one.
        ChapterLink(one, page_url(language, *paths[one.key].strip("/").split("/")[1:]))
        for one in document.chapters
        if one.key in paths
    ]


def gone_places(reading: Reading, language: str) -> list[GuidelineParagraph]:
    """Return the anchors of this chapter that lead nowhere any more; one query."""
    if reading.chapter is None or reading.is_preview:
        return []
    rows = GuidelineParagraph.objects.filter(
        language=language, last_chapter=uuid.UUID(reading.chapter.key)
    )
    return list(rows.select_related("removed_in").defer("removed_in__content"))


def chapters_with_tags(language: str, tags: list[str], most: int = 3) -> list[ChapterLink]:
    """Return the chapters in force that share the most tags."""
    wanted = set(tags)
    if not wanted:
        return []
    document = document_of(GuidelineEdition.objects.newest(), language)
    near = [one for one in document.chapters if wanted & set(one.tags)]
    near.sort(key=lambda one: (-len(wanted & set(one.tags)), one.number))
    return current_links(Document(document.title, "", near[:most]), language) if near else []


def _earlier(edition: GuidelineEdition | None) -> GuidelineEdition | None:
    return GuidelineEdition.objects.light().before(edition).newest() if edition else None


def _slugs(page: Page) -> list[str]:
    return page.url_path.strip("/").split("/")[1:]  # type: ignore[no-any-return]
