"""What has changed between two editions, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from cms.queries.editions import Chapter, Document, Paragraph

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

KEPT, ADDED, REMOVED, CHANGED, REDRAWN, MOVED = (
    "kept",
    "added",
    "removed",
    "changed",
    "redrawn",  # the same words with other formatting or another link
    "moved",
)


@dataclass(frozen=True)
class Mark:
    """A stretch of words that was kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What happened to one paragraph."""

    kind: str
    old: Paragraph | None
    new: Paragraph | None
    marks: list[Mark] = field(default_factory=list)

    @property
    def paragraph(self) -> Paragraph:
        found = self.new or self.old
        if found is None:
            raise ValueError
        return found

    @property
    def is_renumbered(self) -> bool:
        return bool(self.old and self.new and self.old.number != self.new.number)


@dataclass(frozen=True)
class ChapterChange:
    """What happened to one chapter: its title and heads first, then its paragraphs."""

    kind: str
    chapter: Chapter
    heads: list[list[Mark]]
    changes: list[Change]


def changed_words(old: str, new: str) -> list[Mark]:
    """Return the way from the old text to the new one in words.

    Kept and added marks together are the new text, kept and removed ones the old text.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[tuple[bool, str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = "".join(before[a:b]), "".join(after[c:d])
        # A lone space between two changes is drawn with them: whole phrases read better.
        same = tag == "equal" and not (was.isspace() and runs and len(before) > b)
        if runs and not same and not runs[-1][0]:
            _same, earlier_was, earlier_now = runs.pop()
            was, now = earlier_was + was, earlier_now + now
        runs.append((same, was, now))
    marks = []
    for same, was, now in runs:
        if same or was == now:
            marks.append(Mark(KEPT, now))
        else:
            marks += [Mark(kind, text) for kind, text in ((REMOVED, was), (ADDED, now)) if text]
    return marks


def changes_between(old: Document, new: Document) -> list[ChapterChange]:
    """Return the chapters that are not as they were, in the new order; removed ones at the end."""
    before = {chapter.key: chapter for chapter in old.chapters}
    home = {p.serial: chapter.key for chapter in old.chapters for p in chapter.paragraphs}
    known = {p.serial: p for chapter in old.chapters for p in chapter.paragraphs}
    surviving = {p.serial for chapter in new.chapters for p in chapter.paragraphs}
    result = []
    for chapter in new.chapters:
        earlier = before.pop(chapter.key, None)
        changes = _paragraph_changes(chapter, earlier, known, home, surviving)
        heads = _head_changes(earlier, chapter) if earlier else []
        if heads or changes or earlier is None:
            result.append(ChapterChange(CHANGED if earlier else ADDED, chapter, heads, changes))
    for chapter in before.values():
        gone = [Change(REMOVED, p, None) for p in chapter.paragraphs if p.serial not in surviving]
        result.append(ChapterChange(REMOVED, chapter, [], gone))
    return result


def _paragraph_changes(
    chapter: Chapter,
    earlier: Chapter | None,
    known: dict[int, Paragraph],
    home: dict[int, str],
    surviving: set[int],
) -> list[Change]:
    """List what is not kept; a removed paragraph stands after the one it followed."""
    gone_after = _gone_after(earlier.paragraphs, surviving) if earlier else {}
    changes = [Change(REMOVED, p, None) for p in gone_after.pop(None, [])]
    for paragraph in chapter.paragraphs:
        change = _change(known.get(paragraph.serial), paragraph)
        if change.kind == KEPT and home[paragraph.serial] != chapter.key:
            change = Change(MOVED, change.old, paragraph)
        if change.kind != KEPT:
            changes.append(change)
        changes += [Change(REMOVED, p, None) for p in gone_after.pop(paragraph.serial, [])]
    # What followed a paragraph that now stands in another chapter.
    return changes + [Change(REMOVED, p, None) for rest in gone_after.values() for p in rest]


def _gone_after(
    paragraphs: Iterable[Paragraph], surviving: set[int]
) -> dict[int | None, list[Paragraph]]:
    found: dict[int | None, list[Paragraph]] = {}
    last: int | None = None
    for paragraph in paragraphs:
        if paragraph.serial in surviving:
            last = paragraph.serial
        else:
            found.setdefault(last, []).append(paragraph)
    return found


def _change(old: Paragraph | None, new: Paragraph) -> Change:
    if old is None:
        return Change(ADDED, None, new)
    if old.text != new.text:
        return Change(CHANGED, old, new, changed_words(old.text, new.text))
    if (old.html, old.title) != (new.html, new.title):
        return Change(REDRAWN, old, new)
    return Change(KEPT, old, new)


def _head_changes(old: Chapter, new: Chapter) -> list[list[Mark]]:
    """Compare what stands above the paragraphs: title, summary, and the headings in their order."""
    pairs = [(old.title, new.title), (old.summary, new.summary)]
    was, now = _headings(old), _headings(new)
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs.append((" · ".join(was[a:b]), " · ".join(now[c:d])))
    return [changed_words(before, after) for before, after in pairs if before != after]


def _headings(chapter: Chapter) -> list[str]:
    return list(dict.fromkeys(p.heading for p in chapter.paragraphs if p.heading))
