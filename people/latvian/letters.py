"""Latvian letters: the order of the alphabet and search without diacritics, equal on every database."""

import unicodedata

# Each letter has its own place; q, w, x and y stand where the Latvian list of names puts them.
_ALPHABET = "aābcčdeēfgģhiīyjkķlļmnņoōpqrŗsštuūvwxzž"
_RANK = {letter: f"{position + 20:02x}" for position, letter in enumerate(_ALPHABET)}
_RANK |= {digit: f"{position + 10:02x}" for position, digit in enumerate("0123456789")}
_RANK |= {" ": "01"}
_IGNORED = "-–'’\"„”“"


def nfc(text: str) -> str:
    """Return text in the composed form, spaces collapsed: a decomposed ž breaks PDF output."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sort_key(text: str) -> str:
    """Return an ASCII key whose plain order is the Latvian alphabetical order."""
    return "".join(_rank(letter) for letter in nfc(text).lower() if letter not in _IGNORED)


def _rank(letter: str) -> str:
    # A foreign letter such as é or ö stands with the letter it is made from.
    return _RANK.get(letter) or _RANK.get(unicodedata.normalize("NFD", letter)[0], "f0")


def search_key(text: str) -> str:
    """Return text lower-cased and without diacritics: "Žanete Ķirse" gives "zanete kirse"."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
