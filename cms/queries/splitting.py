"""A chapter's text cut into the paragraphs that readers can cite."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html


@dataclass(frozen=True)
class Piece:
    """A paragraph, a list or a block before it has an anchor: its words and how they are drawn.

    ``text`` holds the same words without markup, a list item on a line; versions are compared by it.
    """

    kind: str
    heading: str
    title: str
    html: str
    text: str


def split_body(body: StreamValue) -> list[Piece]:
    """Cut a chapter's blocks into pieces, each with the heading it stands under."""
    pieces: list[Piece] = []
    heading = ""
    for block in body:
        if block.block_type == "section":
            heading = block.value["heading"]
            pieces += split_rich_text(block.value["text"].source, heading)
        elif isinstance(block.value, RichText):
            pieces += split_rich_text(block.value.source, heading)
        else:
            pieces.append(_whole_block(block, heading))
    return pieces


def split_rich_text(source: str, heading: str = "") -> list[Piece]:
    """Cut rich text into its paragraphs and lists; empty ones are left out."""
    soup = BeautifulSoup(expand_db_html(source), "html.parser")
    pieces = []
    for element in soup.children:
        if isinstance(element, Tag):
            kind = element.name if element.name in ("ul", "ol") else "p"
            html, text = str(element), _text(element)
        elif type(element) is NavigableString:  # its subclasses are comments and the like
            kind, text = "p", " ".join(element.split())
            html = f"<p>{element.output_ready()}</p>"
        else:
            continue
        if text:
            pieces.append(Piece(kind, heading, "", html, text))
    return pieces


def _whole_block(block: Any, heading: str) -> Piece:
    """Take a block as one piece: the two that hold titled text by their parts, others as drawn."""
    if block.block_type in ("example", "callout"):
        html = expand_db_html(block.value["text"].source)
        title = block.value["title"]
        text = "\n".join([title, *(piece.text for piece in split_rich_text(html))])
        return Piece(block.block_type, heading, title, html, text)
    html = str(block.render())
    text = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    return Piece("block", heading, "", html, text)


def _text(element: Tag) -> str:
    if element.name not in ("ul", "ol"):
        for line_break in element.find_all("br"):
            line_break.replace_with("\n")
        return "\n".join(" ".join(line.split()) for line in element.get_text().split("\n")).strip()
    items = [" ".join(item.get_text(" ").split()) for item in element.find_all("li")]
    marks = [f"{n}." if element.name == "ol" else "–" for n in range(1, len(items) + 1)]
    return "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True) if item)
