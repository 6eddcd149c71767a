"""The search: every kind of text in one question, ranked, with a way out where nothing is found.

Two queries where something is found, six at most: the glossary's synonyms (kept by the process),
how many of each kind, and the entries of one page; where nothing is found, the vocabulary and the
counts of what was corrected or of pages that hold some of the words.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Case, Count, Expression, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cms.enums import Kind
from cms.models import SearchEntry
from cms.queries.terms import Terms, terms
from cms.queries.words import EMPTY_WORDS, folded_words, stems

PER_PAGE = 10
LONGEST_QUERY = 100
_MOST_WORDS = 8
_LONGEST_WORD = 40
_SHORTEST_CORRECTED = 4
_LONG_WORD = 6  # from here on two slips are forgiven

# Title before heading before text; in each the word as typed before another of its forms.
_WEIGHTS = {
    "title_words": 1000,
    "title_stems": 800,
    "heading_words": 100,
    "heading_stems": 80,
    "text_words": 10,
    "text_stems": 8,
}
_SYNONYM_SHARE = 0.6
_STEM_FIELDS = ("title_stems", "heading_stems", "text_stems")

Typed = tuple[str, frozenset[str]]  # a folded word and its stems


@dataclass(frozen=True)
class Group:
    """Words that stand for one idea: as typed, or any of the names the glossary gives it."""

    words: tuple[Typed, ...]
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and what a reader should be told about it."""

    groups: tuple[Group, ...] = ()
    also: tuple[str, ...] = ()
    corrected: dict[str, str] = field(default_factory=dict)
    is_partly: bool = False

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for group in self.groups for word, _stems in group.words)

    @property
    def stems(self) -> frozenset[str]:
        own = (stem for group in self.groups for _word, found in group.words for stem in found)
        others = (stem for group in self.groups for names in group.others for stem in names)
        return frozenset((*own, *others))


@dataclass(frozen=True)
class Results:
    """One page of what was found, with the number of each kind."""

    wanted: Wanted
    kinds: dict[str, int]
    kind: str
    page: ListPage

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def find(
    text: str,
    *,
    language: str,
    person_id: int | None = None,
    kind: str = "",
    page: str | int | None = 1,
) -> Results:
    """Return one page of what the reader may find, of one kind or of all."""
    entries = SearchEntry.objects.found_by(person_id, language)
    wanted = _wanted(_query_words(text), language)
    kinds = _kinds(entries, wanted)
    if not kinds and wanted.groups:
        wanted, kinds = _second_try(entries, wanted, language)
    kind = kind if kind in Kind.values else ""
    found = _ranked(entries, wanted) if kinds else entries.none()
    if kind:
        found = found.filter(kind=kind)
    listed = _Counted(found, PER_PAGE, kinds.get(kind, 0) if kind else sum(kinds.values()))
    return Results(wanted, kinds, kind, listed.get_page(page))


class _Counted(Paginator):
    """A paginator that is told how many there are."""

    def __init__(self, found: QuerySet[SearchEntry], per_page: int, number: int) -> None:
        super().__init__(found, per_page)
        self.count = number  # type: ignore[misc]  # a cached property of Django's, filled beforehand


def _query_words(text: str) -> list[str]:
    typed = list(dict.fromkeys(folded_words(text[:LONGEST_QUERY])))
    telling = [word for word in typed if word not in EMPTY_WORDS and len(word) > 1]
    return [word[:_LONGEST_WORD] for word in (telling or typed)[:_MOST_WORDS]]


def _wanted(words: Iterable[str], language: str) -> Wanted:
    """Group the words, the longest names of the glossary first."""
    typed = [(word, stems(word, language)) for word in words]
    names = terms(language)
    groups, also, at = [], [], 0
    while at < len(typed):
        length, group, label = _named(typed[at:], names) or (1, Group((typed[at],)), "")
        groups.append(group)
        also += [label] if label else []
        at += length
    return Wanted(tuple(groups), tuple(dict.fromkeys(also)))


def _named(typed: list[Typed], names: Terms) -> tuple[int, Group, str] | None:
    for length in range(min(names.longest_name, len(typed)), 0, -1):
        key = tuple(next(iter(found)) for _word, found in typed[:length])
        term = names.by_name.get(key)
        if term is not None:
            others = [own for own in (term.stems, *(s for _, s in term.synonyms)) if own != key]
            label = term.name if key != term.stems else ""
            return length, Group(tuple(typed[:length]), tuple(others)), label
    return None


def _holds(field: str, words: Iterable[str]) -> Q:
    return reduce(and_, (Q(**{f"{field}__contains": f" {word} "}) for word in words))


def _holds_stem(stem: str) -> Q:
    return reduce(or_, (_holds(field, [stem]) for field in _STEM_FIELDS))


def _matches(group: Group) -> Q:
    typed = reduce(
        and_, (reduce(or_, map(_holds_stem, sorted(found))) for _word, found in group.words)
    )
    others = (reduce(and_, map(_holds_stem, names)) for names in group.others)
    return reduce(or_, others, typed)


def _condition(wanted: Wanted) -> Q:
    return reduce(or_ if wanted.is_partly else and_, map(_matches, wanted.groups))


def _kinds(entries: QuerySet[SearchEntry], wanted: Wanted) -> dict[str, int]:
    if not wanted.groups:
        return {}
    rows = entries.filter(_condition(wanted)).order_by().values_list("kind")
    counted = dict(rows.annotate(number=Count("pk")))
    return {kind: counted[kind] for kind in Kind.values if kind in counted}


def _ranked(entries: QuerySet[SearchEntry], wanted: Wanted) -> QuerySet[SearchEntry]:
    score = reduce(lambda one, other: one + other, map(_score, wanted.groups))
    return (
        entries.filter(_condition(wanted))
        .annotate(score=score)
        .only("title", "url", "text", "kind")
        .order_by("-score", "sort_key", "pk")
    )


def _score(group: Group) -> Expression:
    parts = [_best(word, sorted(found), 1.0) for word, found in group.words]
    parts += [_best(names[0], list(names[:1]), _SYNONYM_SHARE) for names in group.others]
    return reduce(lambda one, other: one + other, parts)


def _best(word: str, found: list[str], share: float) -> Expression:
    whens = [
        When(
            _holds(field, [word])
            if field.endswith("words")
            else reduce(or_, (_holds(field, [stem]) for stem in found)),
            then=Value(round(weight * share)),
        )
        for field, weight in _WEIGHTS.items()
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _second_try(
    entries: QuerySet[SearchEntry], wanted: Wanted, language: str
) -> tuple[Wanted, dict[str, int]]:
    """Look for what was probably meant; failing that, for pages that hold some of the words."""
    corrected = _corrections(entries, wanted, language)
    if corrected:
        typed = [word for group in wanted.groups for word, _stems in group.words]
        meant = (corrected.get(word, word) for word in typed)
        wanted = replace(_wanted(dict.fromkeys(meant), language), corrected=corrected)
        if kinds := _kinds(entries, wanted):
            return wanted, kinds
    if len(wanted.groups) == 1:
        return wanted, {}
    wanted = replace(wanted, is_partly=True)
    return wanted, _kinds(entries, wanted)


def _corrections(entries: QuerySet[SearchEntry], wanted: Wanted, language: str) -> dict[str, str]:
    """Return for each word that no text holds the likeliest one that some text does."""
    vocabulary: Counter[str] = Counter()
    for columns in entries.order_by().values_list("title_words", "heading_words", "text_words"):
        vocabulary.update({word for words in columns for word in words.split()})
    known = {stem for word in vocabulary for stem in stems(word, language)}
    unknown = [word for group in wanted.groups for word, found in group.words if not found & known]
    meant = ((word, _closest(word, vocabulary)) for word in unknown)
    return {word: found for word, found in meant if found}


def _closest(word: str, vocabulary: Counter[str]) -> str:
    """Return the word that begins so or differs by a slip or two, the commonest of the nearest."""
    if len(word) < _SHORTEST_CORRECTED:
        return ""
    longer = [known for known in vocabulary if known.startswith(word)]
    if longer:
        return min(longer, key=lambda known: (-vocabulary[known], len(known), known))
    slips = 2 if len(word) >= _LONG_WORD else 1
    near = process.extract(
        word,
        [known for known in vocabulary if abs(len(known) - len(word)) <= slips],
        scorer=OSA.distance,
        score_cutoff=slips,
        limit=20,
    )
    ranked = sorted(near, key=lambda hit: (hit[1], -vocabulary[hit[0]], hit[0]))
    return ranked[0][0] if ranked else ""
