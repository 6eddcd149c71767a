"""Runs of words: read from the reader's HTML, cleaned, and written as rich text of ours.

Nothing of the HTML is passed on: what is written here is made anew from words and three marks.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from bs4 import NavigableString, Tag

from cms.queries.word.report import Findings

LONGEST_ADDRESS = 1000
# The ids that the reader gives; a bookmark of the same name has no address.
PREFIX = "word-"
REFERENCE = re.compile(f"{PREFIX}(foot|end)note-ref-")
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+(\?subject=[\w%.-]+)?", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[\d-]{3,20}", re.IGNORECASE)
# Soft hyphen, zero width, direction of reading, controls, signs of private fonts.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc"
    "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_SPACES = re.compile(r"[\t\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_ANY_SPACE = " \u00a0"
_RUN_OF_SPACES = re.compile(f"[{_ANY_SPACE}]+")
_PLAIN_MARKS = {"u", "s", "sub", "sup"}
_CHECKBOXES = {False: "☐", True: "☑"}


@dataclass(frozen=True)
class Run:
    """Words with the same marks; a line break is a newline."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


@dataclass
class Reader:
    """Reads the words of one place of the document and notes what cannot be kept."""

    findings: Findings
    mark_of: Callable[[str], str]  # from the id of a note to the mark that stands for it
    section: str = ""
    near: str = ""  # the words read last

    def lines(self, nodes: Iterable[object]) -> list[list[Run]]:
        """Return the cleaned lines of these inline elements; empty ones are left out."""
        lines: list[list[Run]] = [[]]
        for run in self._runs(nodes, Run("")):
            first, *rest = run.text.split("\n")
            lines[-1].append(replace(run, text=first))
            lines += [[replace(run, text=text)] for text in rest]
        tidy = [line for line in map(self._tidy, lines) if line]
        self.near = text_of(tidy[-1]) if tidy else self.near
        return tidy

    def _runs(self, nodes: Iterable[object], marks: Run) -> Iterator[Run]:
        for node in nodes:
            if type(node) is NavigableString:  # its subclasses are comments and the like
                yield replace(marks, text=str(node).replace("\n", " "))
            elif isinstance(node, Tag):
                yield from self._element(node, marks)

    def _element(self, node: Tag, marks: Run) -> Iterator[Run]:
        if node.name == "br":
            yield replace(marks, text="\n")
        elif node.name == "img":
            self._picture(node)
        elif node.name == "input":
            yield replace(marks, text=f"{_CHECKBOXES[node.has_attr('checked')]} ")
        elif mark := self._note(node):
            yield replace(marks, text=mark)
        else:
            if node.name in _PLAIN_MARKS:
                self.findings.add("marks", self.section, node.get_text())
            yield from self._runs(node.children, self._marked(node, marks))

    def _picture(self, node: Tag) -> None:
        """Note where the picture stood: by its description, or by the words before it."""
        parent = node.find_parent(["p", "li", "td", "th"])
        words = parent.get_text(" ", strip=True) if isinstance(parent, Tag) else ""
        alt = str(node.get("alt") or "").strip()
        self.findings.add("pictures", self.section, alt or words or self.near or "…")

    def _note(self, node: Tag) -> str:
        """Return the mark if this is the reference to a note, which holds nothing but its number."""
        link = node.find("a", recursive=False) if node.name == "sup" else None
        if not isinstance(link, Tag) or not REFERENCE.match(str(link.get("id", ""))):
            return ""
        return self.mark_of(str(link["href"]).removeprefix("#")) if link.has_attr("href") else ""

    def _marked(self, node: Tag, marks: Run) -> Run:
        if node.name == "strong":
            return replace(marks, bold=True)
        if node.name == "em":
            return replace(marks, italic=True)
        if node.name == "a" and node.has_attr("href") and node.get_text(strip=True):
            return replace(marks, address=self._address(node))
        return marks

    def _address(self, link: Tag) -> str:
        href = str(link["href"]).strip()
        if href.startswith("#"):
            self.findings.add("inner_links", self.section, link.get_text())
            return ""
        if not is_safe(href):
            self.findings.add("unsafe_links", self.section, f"{link.get_text()} ({href})")
            return ""
        self.findings.add("links")
        return href

    def _tidy(self, line: list[Run]) -> list[Run]:
        """Join what is marked alike, and leave one space where there were several."""
        joined = [
            replace(marks, text=self._visible("".join(run.text for run in runs)))
            for marks, runs in groupby(line, key=lambda run: replace(run, text=""))
        ]
        tidy: list[Run] = []
        is_after_space = True  # nothing begins with a space
        for run in joined:
            text = self._spaced(run.text)
            text = text.lstrip(_ANY_SPACE) if is_after_space else text
            if text:
                # A space alone is neither bold nor a link.
                tidy.append(replace(run, text=text) if text.strip(_ANY_SPACE) else Run(text))
                is_after_space = text[-1] in _ANY_SPACE
        if tidy and not tidy[-1].text.strip(_ANY_SPACE):
            tidy.pop()
        if tidy:
            tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(_ANY_SPACE))
        return list(_outside(tidy))

    def _visible(self, text: str) -> str:
        text, count = _HIDDEN.subn("", text)
        self.findings.add("hidden", count=count)
        # A space that is not parted stands between words as any other one; one alone stays.
        return unicodedata.normalize("NFC", _SPACES.sub(" ", text).replace("\u2011", "-"))

    def _spaced(self, text: str) -> str:
        def one(found: re.Match[str]) -> str:
            if len(found[0]) == 1:
                return found[0]
            self.findings.add("spaces")
            return " "

        return _RUN_OF_SPACES.sub(one, text)


def _outside(runs: Iterable[Run]) -> Iterator[Run]:
    """Take the space at the end of marked words out of their marks, as the editor does."""
    before = Run("")
    for run in runs:
        shared = Run(
            "",
            before.bold and run.bold,
            before.italic and run.italic,
            before.address if before.address == run.address else "",
        )
        if before.text.endswith(" ") and shared != replace(before, text=""):
            yield replace(before, text=before.text[:-1])
            if shared == replace(run, text=""):
                run = replace(run, text=f" {run.text}")  # noqa: PLW2901  # it begins with the space
            else:
                yield replace(shared, text=" ")
        elif before.text:
            yield before
        before = run
    if before.text:
        yield before


def is_safe(address: str) -> bool:
    """Whether the address is a whole one of the web, of e-mail or of a telephone."""
    if len(address) > LONGEST_ADDRESS:
        return False
    if _MAIL.fullmatch(address) or _PHONE.fullmatch(address):
        return True
    if not _WEB.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def text_of(line: Iterable[Run]) -> str:
    """Return the words alone."""
    return "".join(run.text for run in line)


def html_of(line: Iterable[Run]) -> str:
    """Return the line as rich text: words escaped, bold, italic and links, nothing else."""
    html = []
    for address, runs in groupby(line, key=lambda run: run.address):
        inner = "".join(map(_marked_html, runs))
        html.append(f'<a href="{escape(address)}">{inner}</a>' if address else inner)
    return "".join(html)


def _marked_html(run: Run) -> str:
    html = escape(run.text, quote=False)
    html = f"<i>{html}</i>" if run.italic else html
    return f"<b>{html}</b>" if run.bold else html
