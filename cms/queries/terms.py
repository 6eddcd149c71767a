"""The glossary's terms by their stems, kept in each process; for the search and for texts."""

import time
from dataclasses import dataclass

from django.conf import settings

from cms.models import GlossaryTerm
from cms.queries.words import folded_words, stems

Stems = tuple[str, ...]
_kept: dict[str, tuple[float, "Terms"]] = {}


@dataclass(frozen=True)
class Term:
    """A term in one language."""

    identifier: str
    name: str
    definition: str
    stems: Stems
    synonyms: tuple[tuple[str, Stems], ...]


@dataclass(frozen=True)
class Terms:
    """The terms of a language: those explained in texts, and whom each name stands for."""

    explained: dict[Stems, Term]
    by_name: dict[Stems, Term]
    longest_explained: int
    longest_name: int


def stems_of(text: str, language: str) -> Stems:
    """Return the stems of a name, in its order."""
    return tuple(next(iter(stems(word, language))) for word in folded_words(text))


def terms(language: str) -> Terms:
    """Return the terms of a language; one query, kept for a minute, forgotten when a term changes."""
    found = _kept.get(language)
    if found is None or time.monotonic() - found[0] >= settings.SECTIONS_KEPT_SECONDS:
        found = _kept[language] = (time.monotonic(), _terms(language))
    return found[1]


def forget_terms() -> None:
    """Read the terms anew at the next request."""
    _kept.clear()


def _terms(language: str) -> Terms:
    explained: dict[Stems, Term] = {}
    by_name: dict[Stems, Term] = {}
    for row in GlossaryTerm.objects.all():
        term = _term(row, language)
        by_name.setdefault(term.stems, term)
        for _name, own in term.synonyms:
            by_name.setdefault(own, term)
        if row.explain_in_place and term.stems:
            explained.setdefault(term.stems, term)
    return Terms(
        explained, by_name, max(map(len, explained), default=0), max(map(len, by_name), default=0)
    )


def _term(row: GlossaryTerm, language: str) -> Term:
    name, definition, synonyms = row.in_language(language)
    named = ((synonym, stems_of(synonym, language)) for synonym in synonyms)
    return Term(
        identifier=row.identifier,
        name=name,
        definition=definition,
        stems=stems_of(name, language),
        synonyms=tuple((synonym, own) for synonym, own in named if own),
    )
