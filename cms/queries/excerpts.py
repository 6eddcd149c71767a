"""Where the words stand in what was found: an excerpt with the hits marked, safe to show."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.models import SearchEntry
from cms.queries.search import Wanted
from cms.queries.words import Word, stems, words_of
from people.latvian import nfc

_LENGTH = 240
_BEFORE = 70


@dataclass(frozen=True)
class Hit:
    """An entry as the list shows it."""

    entry: SearchEntry
    title: SafeString
    excerpt: SafeString


def hits(entries: list[SearchEntry], wanted: Wanted, language: str) -> list[Hit]:
    """Return the entries with their hits marked in title and text."""
    return [
        Hit(
            entry,
            _marked(nfc(entry.title), wanted, language, 0, len(entry.title)),
            _excerpt(nfc(entry.text), wanted, language),
        )
        for entry in entries
    ]


def as_written(folded: str, entries: list[SearchEntry], language: str) -> str:
    """Return a folded word as one of the entries writes it, with its diacritics, or a form of it."""
    meant, form = stems(folded, language), folded
    for entry in entries:
        for text in (entry.title, entry.text):
            for word in words_of(text):
                if word.folded == folded:
                    return text[word.start : word.end].lower()
                if form == folded and stems(word.folded, language) & meant:
                    form = text[word.start : word.end].lower()
    return form


def _excerpt(text: str, wanted: Wanted, language: str) -> SafeString:
    first = next((w.start for w in words_of(text) if _is_hit(w, wanted, language)), 0)
    start = _word_start(text, first - _BEFORE) if first > _BEFORE else 0
    end = min(start + _LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1)
    marked = _marked(text, wanted, language, start, end)
    return mark_safe(f"{'… ' if start else ''}{marked}{' …' if end < len(text) else ''}")  # noqa: S308  # both parts are escaped


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if space >= 0 else at


def _is_hit(word: Word, wanted: Wanted, language: str) -> bool:
    return word.folded in wanted.words or bool(stems(word.folded, language) & wanted.stems)


def _marked(text: str, wanted: Wanted, language: str, start: int, end: int) -> SafeString:
    parts, at = [], start
    for word in words_of(text[start:end]):
        if _is_hit(word, wanted, language):
            first, last = start + word.start, start + word.end
            parts += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
            at = last
    return mark_safe("".join([*parts, escape(text[at:end])]))  # noqa: S308  # every part is escaped
