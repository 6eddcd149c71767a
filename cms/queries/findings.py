"""What keeps some readers out, found in a page's own text and said in sentences."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from django.utils.html import strip_tags
from django.utils.translation import gettext

from cms.models import BasePage
from cms.queries.links import texts_of
from people.latvian import search_key

_VAGUE = frozenset(
    {"seit", "te", "sai saite", "saite", "spied seit", "klikskiniet seit", "vairak", "lasit vairak"}
    | {"here", "click here", "link", "this link", "more", "read more"}
)
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(https?://|www\.)\S+")


class _Structure(HTMLParser):
    """Reads the headings, pictures and tables of a piece of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.pictures_without_words = 0
        self.tables_without_header = 0
        self._has_header = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        elif tag == "img" or (tag == "embed" and known.get("embedtype") == "image"):
            self.pictures_without_words += known.get("alt") is None
        elif tag == "table":
            self._has_header = False
        elif tag == "th":
            self._has_header = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and not self._has_header:
            self.tables_without_header += 1


def findings_of(page: BasePage) -> list[str]:
    """Return a sentence for each thing that an editor should mend; each is said once."""
    found = (sentence for text in texts_of(page) for sentence in _findings(text))
    return list(dict.fromkeys(found))


def _findings(text: str) -> Iterator[str]:
    for words in map(_plain, _LINK.findall(text)):
        if search_key(words).strip(" .…") in _VAGUE:
            yield gettext("The link “%(words)s” does not say where it leads.") % {"words": words}
        elif _BARE_ADDRESS.fullmatch(words):
            yield gettext("The link %(words)s shows an address instead of words.") % {
                "words": words
            }
    structure = _Structure()
    structure.feed(text)
    for level, following in pairwise(structure.levels):
        if following > level + 1:
            yield gettext("A heading of level %(to)s follows one of level %(from)s.") % {
                "from": level,
                "to": following,
            }
    if structure.pictures_without_words:
        yield gettext("A picture has no description for those who cannot see it.")
    if structure.tables_without_header:
        yield gettext("A table has no header row.")


def _plain(html: str) -> str:
    return " ".join(strip_tags(html).split())
