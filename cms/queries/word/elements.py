"""The elements of the reader's HTML, as they follow each other."""

from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import NavigableString, Tag

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
FLOW = {*HEADINGS, "p", "ul", "ol", "table"}


def flow(parent: Tag) -> Iterator[Tag]:
    """Yield the blocks of text inside; words that stand between them become paragraphs."""
    stray: list[Any] = []
    for child in list(parent.children):
        if isinstance(child, Tag) and child.name in FLOW:
            yield from _wrapped(stray)
            stray = []
            yield child
        elif not (isinstance(child, Tag) and child.name == "dl"):
            stray.append(child)
    yield from _wrapped(stray)


def _wrapped(nodes: Iterable[Any]) -> Iterator[Tag]:
    nodes = list(nodes)
    if any(isinstance(node, Tag) or str(node).strip() for node in nodes):
        paragraph = Tag(name="p")
        for node in nodes:
            paragraph.append(node.extract() if isinstance(node, Tag | NavigableString) else node)
        yield paragraph


def has_style(element: Tag, style: str) -> bool:
    """Whether the style map has given the element this class."""
    return style in (element.get("class") or ())


def title_of(elements: list[Tag]) -> Tag | None:
    """Return the heading that names the whole document: styled so, or the only one of its level."""
    headings = [element for element in elements if element.name in HEADINGS]
    for heading in headings:
        if has_style(heading, "title"):
            return heading
    first = elements[0] if elements else None
    levels = [HEADINGS[heading.name] for heading in headings]
    if first in headings and len(levels) > 1 and levels[0] < min(levels[1:]):
        return first
    return None
