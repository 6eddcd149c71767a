"""Fitting text into a box of a printed form: smaller type and more lines until it fits."""

from functools import cache
from typing import Any, NamedTuple

from cms.exports.pdf import FONTS


class Fitted(NamedTuple):
    """The size in points at which a text fits, and its lines."""

    size: float
    lines: list[str]


def fitted(text: str, *, font: str, width: float, steps: tuple[tuple[float, int], ...]) -> Fitted:
    """Return the text at the first step (size, lines) it fits; a word is cut only at the last."""
    for size, most in steps[:-1]:
        lines = _lines(text, font, size, width, cuts_words=False)
        if lines is not None and len(lines) <= most:
            return Fitted(size, lines)
    size, most = steps[-1]
    lines = _lines(text, font, size, width, cuts_words=True) or []
    return Fitted(size, lines[:most])


def _lines(
    text: str, font: str, size: float, width: float, *, cuts_words: bool
) -> list[str] | None:
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if _width(longer, font, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        if _width(word, font, size) > width and not cuts_words:
            return None
        while _width(line, font, size) > width:
            fits = next(
                n for n in range(len(line) - 1, 0, -1) if _width(line[:n], font, size) <= width
            )
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def _width(text: str, font: str, size: float) -> float:
    return float(_face(font).stringWidth(text, size))


@cache
def _face(name: str) -> Any:
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  # part of the PDF library

    return TTFont(name, str(FONTS / f"{name}.ttf"))
