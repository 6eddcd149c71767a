"""Stems of Latvian words, so that every case form of a noun or adjective is found by every other.

Written from the grammar: the endings of six declensions, of definite and indefinite adjectives,
of verbal nouns and infinitives. It works on folded words (no diacritics, lower case), because
readers type them so; folding also makes most palatal pairs equal (n ņ, l ļ, s š, c č, z ž). It
is conservative: a form it does not know stays apart, and no derivation is undone but -šana.
"""

from functools import lru_cache

_SHORTEST_WORD = 4  # shorter ones are particles, or would lose what makes them a word
_SHORTEST_STEM = 3

# Case endings without length marks, the longest first.
_ENDINGS = sorted(
    [
        *("a", "e", "i", "o", "u", "s"),
        *("am", "as", "ai", "em", "es", "ei", "im", "is", "ij", "um", "us", "os", "ie"),
        *("iem", "ais"),
    ],
    key=len,
    reverse=True,
)
# The j of a softened labial: kurpe, kurpju; prasme, prasmju; kūrvis, kūrvja.
_LABIALS = "bmpv"
# Softened t and d fall together with s and z when folded. Where a suffix tells which it was, it is
# undone by rule; the rest are frequent words of their own.
_SOFTENED_SUFFIXES = {"itas": "itat", "ies": "iet"}
_SHORTEST_SOFTENED = 5
_SOFTENED_WORDS = {
    "atbilz": "atbild",
    "minus": "minut",
    "sais": "sait",
    "sekunz": "sekund",
    "darbviez": "darbvied",
}
_VOWELS = "aeiou"
_LONG = 6  # a word from which a suffix can be taken off without touching a root


@lru_cache(maxsize=20_000)
def stem(folded: str) -> str:
    """Return the part that the forms of a folded word share: "kludam" and "kludu" give "klud"."""
    if len(folded) < _SHORTEST_WORD or not folded.isascii() or not folded.isalpha():
        return folded
    found = _infinitive(folded)
    if found:
        return found
    return _hardened(_without_suffix(_without_ending(folded)))


def _infinitive(word: str) -> str:
    """Return the stem of an infinitive, or nothing: mācīties, vērtēt."""
    if word.endswith("ties") and len(word) >= len("ties") + _SHORTEST_STEM:
        return word.removesuffix("ties")
    # No case form of a noun ends in a vowel and t.
    if len(word) > _SHORTEST_WORD and word.endswith("t") and word[-2] in _VOWELS:
        return word[:-1]
    return ""


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _without_suffix(word: str) -> str:
    """Take off what stands between stem and ending: digitāl-aj-ā, vadīt-āj-s, mācī-šan-ās, prasm-j-u."""
    if word.endswith("san") and len(word) >= _LONG:
        return word.removesuffix("san")
    if word.endswith("aj") and len(word) >= _LONG:
        return word.removesuffix("aj")
    if word.endswith("j") and word[-2] in _LABIALS and len(word) > _SHORTEST_STEM:
        return word.removesuffix("j")
    return word


def _hardened(found: str) -> str:
    if found in _SOFTENED_WORDS:
        return _SOFTENED_WORDS[found]
    for soft, hard in _SOFTENED_SUFFIXES.items():
        if found.endswith(soft) and len(found) > _SHORTEST_SOFTENED:
            return found.removesuffix(soft) + hard
    return found
