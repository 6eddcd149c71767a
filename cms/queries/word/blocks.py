"""The words of a Word document put into blocks of ours: sections, text and tables."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from cms.blocks.base import LONGEST_TITLE
from cms.queries.word import tables
from cms.queries.word.elements import HEADINGS, flow, has_style, title_of
from cms.queries.word.report import Findings
from cms.queries.word.words import REFERENCE, Reader, Run, html_of, text_of

MOST_CELLS = 4_000
_LONGEST_SUPPOSED_HEADING = 120


@dataclass
class _Section:
    """What is gathered under one heading, until it becomes blocks."""

    heading: str = ""
    level: int = 0
    blocks: list[dict[str, Any]] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands under the heading yet."""
        return not (self.blocks or self.html)


class Builder:
    """Takes the elements of the document one by one."""

    def __init__(self, findings: Findings, language: str) -> None:
        self.findings = findings
        self.language = language
        self.blocks: list[dict[str, Any]] = []
        self._section = _Section()
        self._caption = ""
        self._cells = self._top = 0
        self._notes: dict[str, Tag] = {}
        self._reader = Reader(findings, self._mark_of)

    def build(self, html: str) -> list[dict[str, Any]]:
        """Return the blocks as they are stored; raises ValidationError where they are too many."""
        soup = BeautifulSoup(html, "html.parser")
        self._notes = {str(item["id"]): item for item in self._take_notes(soup)}
        elements = list(flow(soup))
        title = title_of(elements)
        levels = [HEADINGS[e.name] for e in elements if e.name in HEADINGS and e is not title]
        self._top = min(levels, default=0)
        for element in elements:
            if element is title:
                self.findings.add("title", "", element.get_text(" ", strip=True))
            else:
                self._take(element)
        self._close()
        return self.blocks

    @staticmethod
    def _take_notes(soup: BeautifulSoup) -> list[Tag]:
        """Take the list of notes, which stands last, out of the document."""
        items = list(soup.select("ol > li[id]"))
        for item in items:
            item.extract()
        return items

    def _take(self, element: Tag) -> None:
        caption, self._caption = self._caption, ""
        if element.name == "table":
            self._table(element, caption)
            return
        if caption:
            self._put(f"<p>{caption}</p>")
        if element.name in HEADINGS:
            self._heading(element)
        elif element.name in ("ul", "ol"):
            self._put(self._list(element))
        elif has_style(element, "toc"):
            self.findings.add("contents")
        else:
            self._paragraph(element)

    def _heading(self, element: Tag) -> None:
        lines = self._reader.lines(element.children)
        heading = " ".join(map(text_of, lines))
        level = HEADINGS[element.name]
        above = self._section
        if not heading:
            self.findings.add("empty")
        elif len(heading) > LONGEST_TITLE:
            self.findings.add("heading_long", above.heading, heading)
            self._put("".join(f"<p>{html_of(line)}</p>" for line in lines))
        elif (
            above.is_bare
            and 0 < above.level < level
            and len(f"{above.heading}: {heading}") <= LONGEST_TITLE
        ):
            self.findings.add("joined", above.heading, heading)
            above.heading, above.level = f"{above.heading}: {heading}", level
            self._reader.section = above.heading
        else:
            self._close()
            self._section = _Section(heading, level)
            self._reader.section = heading

    def _paragraph(self, element: Tag) -> None:
        lines = self._reader.lines(element.children)
        if not lines:
            if element.find("img") is None:
                self.findings.add("empty")
            return
        if has_style(element, "caption"):
            self._caption = " ".join(map(html_of, lines))
            return
        self.findings.add("line_breaks", count=len(lines) - 1)
        self.findings.add("paragraphs", count=len(lines))
        for line in lines:
            words = text_of(line)
            if all(run.bold for run in line) and len(words) <= _LONGEST_SUPPOSED_HEADING:
                self.findings.add("looks_like_heading", self._reader.section, words)
            self._put(f"<p>{html_of(line)}</p>")

    def _list(self, element: Tag) -> str:
        """Return the list with those inside it of one kind, since the editor loses mixed ones."""
        items = "".join(self._items(element, element.name))
        return f"<{element.name}>{items}</{element.name}>" if items else ""

    def _items(self, element: Tag, kind: str) -> Iterator[str]:
        """Yield the items; one without words gives its place to those inside it."""
        for item in element.find_all("li", recursive=False):
            inner = item.find_all(["ul", "ol"], recursive=False)
            lines = self._reader.lines(child for child in item.children if child not in inner)
            words = " ".join(map(html_of, lines))
            self.findings.add("list_items", count=int(bool(words)))
            self.findings.add(
                "lists_alike",
                self._reader.section,
                " ".join(map(text_of, lines)),
                count=int(any(one.name != kind for one in inner)),
            )
            below = "".join(chain.from_iterable(self._items(one, kind) for one in inner))
            if words:
                yield f"<li>{words}{f'<{kind}>{below}</{kind}>' if below else ''}</li>"
            else:
                yield below

    def _table(self, element: Tag, caption: str) -> None:
        if tables.is_text(element):
            self.findings.add("table_text", self._reader.section, element.get_text(" ", strip=True))
            if caption:
                self._put(f"<p>{caption}</p>")
            for row in chain(*tables.rows_of(element)):
                for cell in tables.cells_of(row):
                    for inner in flow(cell):
                        self._take(inner)
            return
        grid = tables.read_grid(element, self._reader)
        name = BeautifulSoup(caption, "html.parser").get_text()
        words = name or grid.words
        if not (grid.is_table and tables.fits(grid)):
            code = "table_list" if grid.is_table else "table_text"
            self.findings.add(code, self._reader.section, words)
            items = "".join(f"<li>{html_of([Run(text)])}</li>" for text in tables.item_lines(grid))
            self._put(
                (f"<p>{caption}</p>" if caption else "") + (f"<ul>{items}</ul>" if items else "")
            )
            return
        self._flush()
        self._note_table(grid, name, words)
        for value in tables.table_values(grid, name):
            self._section.blocks.append(_block("table", value))

    def _note_table(self, grid: tables.Grid, caption: str, words: str) -> None:
        section = self._reader.section
        self._cells += len(grid.header) * len(grid.rows)
        if self._cells > MOST_CELLS:
            raise ValidationError(
                _("The tables have too many cells for one page. Divide the document."),
                code="too_long",
            )
        self.findings.add("tables")
        self.findings.add("no_caption", section, words, count=int(not caption))
        self.findings.add("no_heading", section, words, count=int("" in grid.header))
        self.findings.add("header_guessed", section, words, count=int(not grid.is_header_marked))
        is_long = len(grid.rows) > tables.MOST_ROWS
        self.findings.add("table_split", section, words, count=int(is_long))

    def _put(self, html: str) -> None:
        if html:
            self._section.html.append(html)

    def _mark_of(self, note: str) -> str:
        """Return the number of a note within its section, and remember it for the section's end."""
        notes = self._section.notes
        if note not in notes:
            notes.append(note)
        return f" [{notes.index(note) + 1}]"

    def _flush(self) -> None:
        """Make what has been gathered a block; the first one carries the section's heading."""
        section = self._section
        # Neighbours of one kind are one list: the editor joins them too.
        html = "".join(section.html).replace("</ul><ul>", "").replace("</ol><ol>", "")
        section.html = []
        if section.heading and not any(block["type"] == "section" for block in section.blocks):
            self.findings.add("no_text", "", section.heading, count=int(not html))
            section.blocks.append(_block("section", {"heading": section.heading, "text": html}))
        elif html:
            section.blocks.append(_block("text", html))

    def _close(self) -> None:
        """End the section: its notes, then its blocks."""
        if self._caption:
            self._put(f"<p>{self._caption}</p>")
            self._caption = ""
        self._put(self._note_list())
        self._flush()
        section = self._section
        self.blocks += section.blocks
        self.findings.add("sections", count=int(bool(section.heading)))
        self.findings.add("levels", "", section.heading, count=int(section.level > self._top))

    def _note_list(self) -> str:
        items = []
        notes = self._section.notes
        for note in notes:  # a note may refer to a further one
            item = self._notes.get(note)
            lines = [] if item is None else self._note_lines(item)
            items.append(f"<li>{' '.join(lines) or '–'}</li>")
        if not items:
            return ""
        self.findings.add("notes", count=len(items))
        self.findings.add("notes_moved", count=len(items))
        with override(self.language):
            label = pgettext("footnotes", "Notes")
        return f"<p>{label}:</p><ol>{''.join(items)}</ol>"

    def _note_lines(self, item: Tag) -> Iterator[str]:
        for link in item.select("a[href]"):
            if REFERENCE.match(str(link["href"]).removeprefix("#")):
                link.extract()  # the way back to the text
        for element in flow(item):
            yield from map(html_of, self._reader.lines(element.children))


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
