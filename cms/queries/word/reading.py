"""From a Word document to blocks of ours: the reader's style map, and one call for all of it."""

import zipfile
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers.expat import ExpatError

import mammoth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.queries.word.blocks import Builder
from cms.queries.word.parts import WordParts, damaged, open_parts
from cms.queries.word.report import Findings
from cms.queries.word.words import PREFIX

_DEEPEST_LIST, _WORDS_LISTS = 5, 9
_DEEPEST_HEADING, _WORDS_HEADINGS = 6, 9


def _list_path(level: int, tag: str) -> str:
    outer = ["ul|ol > li"] * (min(level, _DEEPEST_LIST) - 1)
    return " > ".join([*outer, f"{tag} > li:fresh"])


# Our own map and not the reader's: it asks every style for every run. Names of styles are English
# in every language of Word; other office programs write "Heading1".
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1.title:fresh",
        "p[style-name^='toc '] => p.toc:fresh",
        "p[style-name='caption'] => p.caption:fresh",
        *(
            f"{match} => h{min(level, _DEEPEST_HEADING)}:fresh"
            for level in range(1, _WORDS_HEADINGS + 1)
            for match in (f"p[style-name='heading {level}']", f"p.Heading{level}")
        ),
        *(
            f"p:{kind}-list({level}) => {_list_path(level, tag)}"
            for level in range(1, _WORDS_LISTS + 1)
            for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
        ),
        "r[style-name='Strong'] => strong",
        "u => u",
    ]
)
# What the reader may raise on a document whose parts contradict each other.
_FAULTS = (
    *(LookupError, ValueError, TypeError, AttributeError, RecursionError),
    *(OSError, zipfile.BadZipFile, ExpatError),
)
_COUNTED_APART = ("insertions", "deletions", "comments", "drawings", "formulas", "margins", "looks")


@dataclass(frozen=True)
class WordText:
    """What a document becomes: blocks as they are stored, and what was found on the way."""

    blocks: list[dict[str, Any]]
    found: dict[str, Any]


def read_word(file: IO[bytes], *, language: str) -> WordText:
    """Read a .docx that has passed the upload check into blocks in the page's language.

    Nothing outside the file is asked for. Raises ValidationError with one sentence.
    """
    parts = open_parts(file)
    findings = Findings()
    for code in _COUNTED_APART:
        findings.add(code, count=parts.counts[code])
    blocks = Builder(findings, language).build(_to_html(parts))
    if not blocks:
        raise ValidationError(_("The document holds no text that a page could show."), code="empty")
    return WordText(blocks, findings.as_json())


def _to_html(parts: WordParts) -> str:
    try:
        return mammoth.convert_to_html(
            parts.archive,
            style_map=_STYLES,
            include_default_style_map=False,
            include_embedded_style_map=False,
            external_file_access=False,
            ignore_empty_paragraphs=False,
            id_prefix=PREFIX,
            convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
        ).value
    except _FAULTS as fault:
        raise damaged() from fault
