"""Words of a text: where they stand, folded, and their stems in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from people.latvian import nfc, search_key, stem

_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")
_SHORTEST_ENGLISH = 4
_SHORTEST_ROOT = 3

# Words that say nothing on their own; they are asked for only where nothing else was typed.
_EMPTY = """
    un ar par no uz pie pa vai ka kas ko kur ja bet ari ir nav es tas ta
    to the a an of in on at for and or is are be by with what how when where do does i
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text."""

    start: int
    end: int
    folded: str


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text in their order; signs are left out."""
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), fold(found[0]))


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word as it is compared: lower case, without diacritics, letters and digits only."""
    return "".join(_WORD.findall(search_key(word)))


def stems(folded: str, language: str) -> frozenset[str]:
    """Return the stem of a folded word; in a text of no one language, the stems of both."""
    if language == "lv":
        return frozenset({stem(folded)})
    if language == "en":
        return frozenset({english_stem(folded)})
    return frozenset({stem(folded), english_stem(folded)})


def folded_words(text: str) -> list[str]:
    """Return the folded words of a text."""
    return [word.folded for word in words_of(nfc(text)) if word.folded]


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """Return a light stem of an English word: plural, -ed, -ing and a final e are taken off."""
    if len(word) < _SHORTEST_ENGLISH or not word.isascii() or not word.isalpha():
        return word
    return _final(_without_verb_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST_ENGLISH:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST_ROOT and _VOWEL.search(root):
            return _DOUBLED.sub(r"\1", root)
    return word


def _final(word: str) -> str:
    if word.endswith("e") and len(word) > _SHORTEST_ROOT:
        return word[:-1]
    if word.endswith("y") and len(word) > _SHORTEST_ROOT:
        return f"{word[:-1]}i"
    return word
