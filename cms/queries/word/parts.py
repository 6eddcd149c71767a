"""A Word document opened with care: only the parts that are read, each measured before it is built.

The upload check has passed the archive before; here the XML itself is looked at.
"""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MAX_XML = 10 * MEGABYTE
# Elements, attributes and the like: each costs the reader some 500 bytes of memory.
MAX_NODES = 200_000
# Word itself nests a table in a table in a text box to about 40.
MAX_DEPTH = 60
# How many elements of a kind: runs cost the reader most, and the kinds that are not named little.
MOST = {"p": 4_000, "r": 20_000, "br": 4_000, "tbl": 400, "tr": 4_000, "tc": 8_000}
MOST_OTHERS = 40_000
MAX_CHARACTERS = 400_000
LONGEST_VALUE = 64 * 1024

MAIN = "word/document.xml"
_READ = re.compile(
    r"\[Content_Types\]\.xml"
    r"|word/(document|styles|numbering|footnotes|endnotes|comments)\.xml"
    r"|word/_rels/(document|footnotes|endnotes|comments)\.xml\.rels"
)
_MARGINS = re.compile(r"word/(header|footer)\d*\.xml")
_TRACKED = {
    "ins": "insertions",
    "moveTo": "insertions",
    "del": "deletions",
    "moveFrom": "deletions",
}
_DRAWN = {"oMath": "formulas", "chart": "drawings", "relIds": "drawings", "object": "drawings"}
_LOOKS = {"color", "highlight", "rFonts", "shd", "sz"}


@dataclass(frozen=True)
class WordParts:
    """What of the document is read, and how often it holds what the reader would not tell."""

    archive: IO[bytes]
    counts: Counter[str]


def damaged() -> ValidationError:
    """Return the refusal of a file that cannot be read as a Word document."""
    return ValidationError(
        _(
            "The document cannot be read. Open it in Word, save it again as .docx and choose it anew."
        ),
        code="damaged",
    )


def too_long() -> ValidationError:
    """Return the refusal of a document that no page could hold."""
    return ValidationError(
        _("The document is too long for one page. Divide it and import the pieces."),
        code="too_long",
    )


def open_parts(file: IO[bytes]) -> WordParts:
    """Return the parts that are read; raises ValidationError with one sentence."""
    counts: Counter[str] = Counter()
    kept = io.BytesIO()
    meter = _Meter(counts)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            if _MARGINS.fullmatch(name):
                counts["margins"] += 1
            if not _READ.fullmatch(name):
                continue
            with source.open(name) as part:
                xml = part.read(meter.bytes_left + 1)
            meter.read(name, xml)
            target.writestr(name, xml)
    kept.seek(0)
    return WordParts(kept, counts)


class _Meter:
    """Walks through the XML of all parts without building anything, and stops where it is enough."""

    def __init__(self, counts: Counter[str]) -> None:
        self.counts = counts
        self._kinds: Counter[str] = Counter()
        self.bytes_left = MAX_XML
        self._nodes = self._characters = 0
        self._open: list[str] = []
        self._is_main = self._looks_counted = False

    def read(self, name: str, xml: bytes) -> None:
        """Measure one part; raises ValidationError."""
        self.bytes_left -= len(xml)
        if self.bytes_left < 0:
            raise too_long()
        self._open, self._is_main = [], name == MAIN
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartNamespaceDeclHandler = lambda *_names: self._node()
        parser.CommentHandler = self._node
        parser.ProcessingInstructionHandler = lambda _target, text: self._node(text)
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(xml, True)  # the whole part at once
        except (expat.ExpatError, LookupError, ValueError) as fault:
            raise damaged() from fault

    def _doctype(self, *_args: object) -> None:
        """Refuse what could define entities: no office program writes it."""
        raise damaged()

    def _node(self, text: str = "") -> None:
        self._nodes += 1
        if len(text) > LONGEST_VALUE:
            raise damaged()
        if self._nodes > MAX_NODES:
            raise too_long()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._node()
        for value in attributes.values():
            self._node(value)
        if len(self._open) >= MAX_DEPTH:
            raise damaged()
        local = name.rpartition(" ")[2]
        parent = self._open[-1] if self._open else ""
        self._open.append(local)
        self._count(local, parent)

    def _count(self, local: str, parent: str) -> None:
        if local == "comment":
            self.counts["comments"] += 1
        self._kinds[local] += 1
        if self._kinds[local] > MOST.get(local, MOST_OTHERS):
            raise too_long()
        if not self._is_main:
            return
        if local in _TRACKED and not parent.endswith("Pr"):
            self.counts[_TRACKED[local]] += 1
        elif local in _DRAWN:
            self.counts[_DRAWN[local]] += 1
        elif local == "r":
            self._looks_counted = False
        elif local in _LOOKS and parent == "rPr" and not self._looks_counted and "r" in self._open:
            self.counts["looks"] += 1
            self._looks_counted = True

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise too_long()
