"""Glossary terms explained where they stand: the first mention of each opens its definition."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cms.queries.terms import Term, Terms
from cms.queries.words import Word, stems, words_of

_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*>""")
_NAME = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
_BETWEEN = re.compile(r"[\s\-]+")  # what may stand between the words of one term
# A button may not stand inside these, or they are no running text.
_CLOSED_NAMES = """
    a abbr audio button code form h1 h2 h3 h4 h5 h6 header label legend math nav option pre script
    select style summary svg textarea th time title video
"""
_CLOSED = frozenset(_CLOSED_NAMES.split())


@dataclass
class _Reading:
    """What has been met on the way through a text."""

    terms: Terms
    language: str
    explained: dict[str, Term] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)


def explain(html: str, terms: Terms, language: str, glossary_url: str) -> SafeString:
    """Return safe HTML with the first mention of each term made a button that opens its definition.

    Any case form is a mention, by stem; the longest term wins. Headings, links and code are left
    alone. The definitions stand at the end; the browser shows them without a script.
    """
    if not terms.explained:
        return mark_safe(html)  # noqa: S308  # as it came
    reading, parts, at = _Reading(terms, language), [], 0
    for tag in _TAG.finditer(html):
        parts += [_text(html[at : tag.start()], reading), tag[0]]
        _follow(tag[0], reading.closed)
        at = tag.end()
    parts.append(_text(html[at:], reading))
    definitions = [_definition(term, glossary_url) for term in reading.explained.values()]
    return mark_safe("".join([*parts, *definitions]))  # noqa: S308  # what came in, and escaped additions


def _follow(tag: str, closed: list[str]) -> None:
    """Remember in which elements, where nothing is explained, the text stands."""
    named = _NAME.match(tag)
    name = named[1].lower() if named else ""
    if name not in _CLOSED or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        closed.append(name)
    elif name in closed:
        del closed[len(closed) - 1 - closed[::-1].index(name) :]


def _text(text: str, reading: _Reading) -> str:
    if reading.closed or not text.strip():
        return text
    words = list(words_of(text))
    own = [next(iter(stems(word.folded, reading.language))) for word in words]
    parts, written, at = [], 0, 0
    while at < len(words):
        length = _mention(text, words, own, at, reading)
        if length:
            start, end = words[at].start, words[at + length - 1].end
            term = reading.terms.explained[tuple(own[at : at + length])]
            reading.explained[term.identifier] = term
            parts += [text[written:start], _button(text[start:end], term)]
            written = end
        at += length or 1
    return "".join([*parts, text[written:]])


def _mention(text: str, words: list[Word], own: list[str], at: int, reading: _Reading) -> int:
    """Return how many words from here are a term that has not been explained yet."""
    for length in range(min(reading.terms.longest_explained, len(words) - at), 0, -1):
        term = reading.terms.explained.get(tuple(own[at : at + length]))
        if term is None or not _stand_together(text, words[at : at + length]):
            continue
        # A longer term that is known already does not give its words to a shorter one.
        return length if term.identifier not in reading.explained else 0
    return 0


def _stand_together(text: str, words: list[Word]) -> bool:
    return all(_BETWEEN.fullmatch(text[one.end : other.start]) for one, other in pairwise(words))


def _button(written: str, term: Term) -> str:
    # The text is HTML already: what stands between its tags is escaped by who made it.
    return f'<button type="button" class="term" popovertarget="term-{escape(term.identifier)}">{written}</button>'


def _definition(term: Term, glossary_url: str) -> SafeString:
    links = [(glossary_url, term.identifier, gettext("Open the glossary"))] if glossary_url else []
    link = format_html_join("", '<p class="small"><a href="{}#{}">{}</a></p>', links)
    return format_html(
        '<div class="explained stack tight" id="term-{}" popover role="note" aria-label="{}"><p><strong>{}</strong></p><p>{}</p>{}</div>',
        term.identifier,
        term.name,
        term.name,
        term.definition,
        link,
    )
