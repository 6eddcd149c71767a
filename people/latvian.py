"""Latvian letters: the order of the alphabet and search without diacritics, equal on every database."""

import unicodedata

_ALPHABET = "aābcčdeēfgģhiīyjkķlļmnņoōpqrŗsštuūvwxzž"
# Long vowels (and y beside i) differ from the short ones only when all else is equal.
_SHORT = str.maketrans("āēīōūyŗ", "aeiouir")
_RANK = {letter: f"{position + 20:02x}" for position, letter in enumerate(_ALPHABET)}
_DIGIT = {digit: f"{position + 10:02x}" for position, digit in enumerate("0123456789")}


def nfc(text: str) -> str:
    """Return text in the composed form, spaces collapsed: a decomposed ž breaks PDF output."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sort_key(text: str) -> str:
    """Return an ASCII key whose plain order is the Latvian alphabetical order."""
    folded = nfc(text).lower()
    return "".join(_rank(letter) for letter in folded.translate(_SHORT)) + "00" + "".join(
        _rank(letter) for letter in folded
    )


def _rank(letter: str) -> str:
    return _RANK.get(letter) or _DIGIT.get(letter) or ("01" if letter in " -" else "f0")


def search_key(text: str) -> str:
    """Return text lower-cased and without diacritics: "Žanete Ķirse" gives "zanete kirse"."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
