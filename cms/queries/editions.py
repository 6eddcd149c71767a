"""Reads of the published guidelines, and the document that would be published now."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from cms.models import (
    GuidelineChapterPage,
    GuidelineEdition,
    GuidelineIndexPage,
    GuidelineParagraph,
)
from cms.queries.matching import Fresh, Known, match
from cms.queries.splitting import Piece, split_body

LANGUAGES = ("lv", "en")
# "V3.2" is the second paragraph of chapter 3 in its easy-to-read text: viegli lasīt, easy to read.
_EASY_LETTER = {"lv": "V", "en": "E"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as an edition holds it: lasting serial, number of that edition, words."""

    serial: int
    number: str
    kind: str
    heading: str
    title: str
    html: str
    text: str

    @property
    def anchor(self) -> str:
        return f"p{self.serial}"


@dataclass(frozen=True)
class Chapter:
    """A chapter as an edition holds it."""

    key: str
    number: int
    slug: str
    title: str
    summary: str
    tags: list[str]
    body: list[Paragraph]
    easy: list[Paragraph]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [*self.body, *self.easy]


@dataclass(frozen=True)
class Document:
    """The whole guidelines in one language as an edition holds them."""

    title: str
    intro: str
    chapters: list[Chapter]

    @cached_property
    def by_serial(self) -> dict[int, tuple[Chapter, Paragraph]]:
        """Every paragraph with its chapter."""
        return {
            paragraph.serial: (chapter, paragraph)
            for chapter in self.chapters
            for paragraph in chapter.paragraphs
        }

    def chapter_of(self, key: str) -> Chapter | None:
        """Return the chapter of a page, by the key its translations share."""
        return next((chapter for chapter in self.chapters if chapter.key == key), None)


_NOTHING = Document("", "", [])


def document_of(edition: GuidelineEdition | None, language: str) -> Document:
    """Return the frozen document of an edition in a language; an empty one where there is none."""
    data = edition.content.get(language) if edition is not None else None
    return read_document(data) if data else _NOTHING


def read_document(data: Mapping[str, Any]) -> Document:
    """Return the document that was stored."""
    return Document(
        title=data["title"],
        intro=data["intro"],
        chapters=[_read_chapter(chapter) for chapter in data["chapters"]],
    )


def stored(document: Document) -> dict[str, Any]:
    """Return the document as it is stored."""
    return asdict(document)


def _read_chapter(data: Mapping[str, Any]) -> Chapter:
    body, easy = ([Paragraph(**paragraph) for paragraph in data[name]] for name in ("body", "easy"))
    return Chapter(**{**data, "body": body, "easy": easy})


def find_edition(number: str) -> GuidelineEdition | None:
    """Return the edition of a number like "1.2", whole."""
    major, _dot, minor = number.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        return None
    return GuidelineEdition.objects.filter(major=int(major), minor=int(minor)).first()


def drafted_document(
    language: str, last: Document, next_serial: int
) -> tuple[Document, list[int]] | None:
    """Return what would be published now in a language, and the serials its new paragraphs get.

    It is made of the pages that are published in Wagtail. None where the language has no chapter.
    """
    index = GuidelineIndexPage.objects.live().filter(locale__language_code=language).first()
    if index is None:
        return None
    pages = list(
        GuidelineChapterPage.objects.child_of(index)
        .live()
        .order_by("path")
        .prefetch_related("tagged__tag")
    )
    if not pages:
        return None
    pieces = [(page, split_body(page.body), split_body(page.easy_body)) for page in pages]
    serials, new = _serials(pieces, last, next_serial)
    chapters = [
        _chapter(n, page, _numbered(language, n, body, easy, serials))
        for n, (page, body, easy) in enumerate(pieces, 1)
    ]
    return Document(index.title, index.intro, chapters), new


def previewed_chapter(page: GuidelineChapterPage, number: int) -> Chapter:
    """Return a draft as readers would see it; its anchors are only places in it."""
    body, easy = split_body(page.body), split_body(page.easy_body)
    serials = iter(range(1, len(body) + len(easy) + 1))
    language = page.locale.language_code
    return _chapter(number, page, _numbered(language, number, body, easy, serials))


def next_serial() -> int:
    """Return the number of the next anchor: none that was ever given."""
    newest = GuidelineParagraph.objects.order_by("-serial").first()
    return newest.serial + 1 if newest else 1


Pieces = list[tuple[GuidelineChapterPage, list[Piece], list[Piece]]]


def _serials(pieces: Pieces, last: Document, first_new: int) -> tuple[Iterable[int], list[int]]:
    """Return a serial for each piece in the order of reading, and which of them are new."""
    known = [
        Known(p.serial, f"{chapter.key}/{name}", p.text)
        for chapter in last.chapters
        for name, paragraphs in (("body", chapter.body), ("easy", chapter.easy))
        for p in paragraphs
    ]
    fresh = [
        Fresh(f"{page.translation_key}/{name}", piece.text)
        for page, body, easy in pieces
        for name, own in (("body", body), ("easy", easy))
        for piece in own
    ]
    kept = match(known, fresh)
    new = list(range(first_new, first_new + kept.count(None)))
    unused = iter(new)
    return iter([next(unused) if serial is None else serial for serial in kept]), new


def _numbered(
    language: str, number: int, body: list[Piece], easy: list[Piece], serials: Iterable[int]
) -> tuple[list[Paragraph], list[Paragraph]]:
    source = iter(serials)
    marked = [("", body), (_EASY_LETTER[language], easy)]
    first, second = (
        [
            Paragraph(serial=next(source), number=f"{letter}{number}.{n}", **asdict(piece))
            for n, piece in enumerate(pieces, 1)
        ]
        for letter, pieces in marked
    )
    return first, second


def _chapter(
    number: int, page: GuidelineChapterPage, texts: tuple[list[Paragraph], list[Paragraph]]
) -> Chapter:
    return Chapter(
        key=str(page.translation_key),
        number=number,
        slug=page.slug,
        title=page.title,
        summary=page.intro,
        tags=sorted(tag.name for tag in page.tags.all()),
        body=texts[0],
        easy=texts[1],
    )
