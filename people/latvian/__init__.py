"""Latvian in code: the order of letters, folding without diacritics, and stems of words."""

from people.latvian.dative import propose_dative
from people.latvian.letters import nfc, search_key, sort_key
from people.latvian.stems import stem

__all__ = ["nfc", "propose_dative", "search_key", "sort_key", "stem"]
