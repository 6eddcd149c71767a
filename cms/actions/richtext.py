"""Plain text of the content files made into Wagtail's rich text."""

import re
from html import escape
from itertools import groupby

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BULLET = re.compile(r"-\s+")
_NUMBER = re.compile(r"(\d{1,2})\.\s+")

Line = tuple[str, str]  # the element it belongs to, its words


def to_rich_text(text: str) -> str:
    """Return the text as safe HTML: paragraphs, "- " and "1. " lists, **bold**; all else escaped.

    Paragraphs are divided by a blank line. A list may stand right under a paragraph's line; an
    ordinary line under a list item continues that item.
    """
    blocks = _BLANK_LINE.split(text.replace("\r\n", "\n").strip())
    return "".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    lines: list[Line] = []
    for line in block.splitlines():
        kind, words = _kind(line.strip(), lines)
        if kind == "p" and lines and lines[-1][0] != "p":
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {words}")
        else:
            lines.append((kind, words))
    runs = groupby(lines, key=lambda line: line[0])
    return "".join(_run(kind, [words for _, words in run]) for kind, run in runs)


def _kind(line: str, before: list[Line]) -> Line:
    if found := _BULLET.match(line):
        return "ul", line[found.end() :]
    # Only the number a list would have here makes an item: "8. maijā" begins a sentence.
    expected = 1
    while expected <= len(before) and before[-expected][0] == "ol":
        expected += 1
    if (found := _NUMBER.match(line)) and int(found[1]) == expected:
        return "ol", line[found.end() :]
    return "p", line


def _run(kind: str, items: list[str]) -> str:
    if kind == "p":
        return f"<p>{_inline(' '.join(items))}</p>"
    if kind == "ol" and len(items) == 1:  # one number is no list but a date: "1. jūnijā"
        return f"<p>1. {_inline(items[0])}</p>"
    return f"<{kind}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{kind}>"


def _inline(words: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(words, quote=False))
