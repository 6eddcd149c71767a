"""What an import kept, changed and left out: counted, with places, told in the reader's language."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_PLACES = 12
_LONGEST_WORDS = 60

# Group by group, in the order in which the report tells it.
GROUPS: dict[str, tuple[Promise | str, dict[str, Promise | str]]] = {
    "check": (
        _("To be done before publishing"),
        {
            "pictures": _(
                "Pictures were left out: each needs an author, a licence and a source. Add them to the library and put them where they stood."
            ),
            "no_caption": _("A table has no caption. Write what it shows."),
            "no_heading": _("A table has a column without a heading. Name the column."),
            "no_text": _("A section has no text of its own. Write a sentence or delete the section."),
            "header_guessed": _(
                "The document marks no header row, so the first row became one. Check it."
            ),
            "looks_like_heading": _(
                "A whole paragraph is bold. If it is a heading, make it a section."
            ),
        },
    ),
    "changed": (
        _("Changed"),
        {
            "insertions": _("Tracked insertions were accepted"),
            "levels": _("Lower headings became sections of their own: a page has one level"),
            "joined": _("A heading without text of its own stands in front of the next one"),
            "heading_long": _("A heading was too long and became a paragraph"),
            "notes_moved": _("Footnotes and endnotes stand in a list at the end of their section"),
            "merged": _("Merged table cells were taken apart"),
            "table_text": _("A table of one row or column became text"),
            "table_list": _("A table too large for a page became a list, one row in each item"),
            "table_split": _("A long table was divided"),
            "nested_table": _("A table inside a table became lines of text"),
            "lists_alike": _("A list inside a list of another kind became one of the same kind"),
            "line_breaks": _("Line breaks became paragraphs"),
            "hidden": _("Soft hyphens and characters that are not seen were taken out"),
            "spaces": _("Runs of spaces and tabs became one space"),
        },
    ),
    "dropped": (
        _("Left out"),
        {
            "deletions": _("Tracked deletions"),
            "comments": _("Comments"),
            "title": _("The title of the document: the page has its own"),
            "contents": _("Lines of the table of contents"),
            "drawings": _("Charts, diagrams and embedded objects"),
            "formulas": _("Formulas"),
            "margins": _("Headers and footers of the sheet"),
            "unsafe_links": _("Links that do not lead to a web page, e-mail or telephone; their words stay"),
            "inner_links": _("Links inside the document; their words stay"),
            "marks": _("Underline, strikethrough, raised and lowered characters; the words stay"),
            "looks": _("Fonts, sizes and colours"),
            "empty": _("Empty paragraphs and rows"),
        },
    ),
    "kept": (
        _("Kept"),
        {
            "sections": _("Sections"),
            "paragraphs": _("Paragraphs"),
            "list_items": _("List items"),
            "tables": _("Tables"),
            "links": _("Links"),
            "notes": _("Footnotes and endnotes"),
        },
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where in the document something stood: its section, and words close by."""

    section: str
    words: str


@dataclass
class Finding:
    """One kind of thing that happened, how often, and the first places where it did."""

    count: int = 0
    places: list[Place] = field(default_factory=list)


class Findings:
    """What has been found so far, by its code."""

    def __init__(self) -> None:
        self._found: dict[str, Finding] = {}

    def add(self, code: str, section: str = "", words: str = "", *, count: int = 1) -> None:
        """Note something; with words, also the place. Nothing is noted for a count of zero."""
        if count < 1:
            return
        finding = self._found.setdefault(code, Finding())
        finding.count += count
        if words and len(finding.places) < MOST_PLACES:
            finding.places.append(Place(section, _short(words)))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept between two requests."""
        return {code: asdict(finding) for code, finding in self._found.items()}


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS].rstrip()}…"


@dataclass(frozen=True)
class Line:
    """One line of the report as an editor reads it."""

    label: Promise | str
    count: int
    places: list[dict[str, str]]
    more: int


@dataclass(frozen=True)
class Group:
    """Lines under one heading of the report."""

    code: str
    title: Promise | str
    lines: list[Line]


def report_of(found: dict[str, Any]) -> list[Group]:
    """Return what was found in the order it is told; groups without a line are left out."""
    groups = [
        Group(code, title, list(_lines(found, labels))) for code, (title, labels) in GROUPS.items()
    ]
    return [group for group in groups if group.lines]


def _lines(found: dict[str, Any], labels: dict[str, Promise | str]) -> Iterable[Line]:
    for code, label in labels.items():
        if code in found:
            count, places = found[code]["count"], found[code]["places"]
            yield Line(label, count, places, count - len(places) if places else 0)
