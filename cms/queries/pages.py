"""Reads over pages: the sections of the site, translations of a page, and the search."""

import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from cms.models import GlossaryTerm
from people.latvian import nfc, search_key

# Pages that the product itself loads are found again by a key made from their name.
_NAMESPACE = uuid.UUID("5a4f6b0e-8e5f-5f0a-9d7c-0c2f7c0f3d11")
_HOME_DEPTH = 2
_LONGEST_QUERY = 100
_MOST_FOUND = 30

Sections = dict[str, "Section"]
_kept: dict[str, tuple[float, Sections]] = {}


@dataclass(frozen=True)
class Section:
    """A page directly below the home page: what menus and footers link to."""

    title: str
    url: str


def page_key(name: str) -> uuid.UUID:
    """Return the translation key of a page that the product loads: "home", "contacts", "guidelines/1"."""
    return uuid.uuid5(_NAMESPACE, name)


_NAMED = {page_key(name): name for name in ("contacts", "accessibility", "privacy")}


def page_url(language: str, *slugs: str) -> str:
    """Return the address of the page below a language's home page, without a query."""
    with translation.override(language):
        return reverse("wagtail_serve", args=["".join(f"{slug}/" for slug in slugs)])


def sections(language: str) -> Sections:
    """Return the published sections of a language, by kind of page or by their name in our texts.

    One query; kept for a minute in each process, and forgotten at once where a page is published.
    """
    found = _kept.get(language)
    if found is None or time.monotonic() - found[0] >= settings.SECTIONS_KEPT_SECONDS:
        found = _kept[language] = (time.monotonic(), _sections(language))
    return found[1]


def forget_sections() -> None:
    """Read the sections anew at the next request."""
    _kept.clear()


def _sections(language: str) -> Sections:
    rows = (
        Page.objects.live()
        .filter(depth=_HOME_DEPTH + 1, locale__language_code=language)
        .values_list("content_type__model", "translation_key", "title", "slug")
    )
    return {
        _NAMED.get(key, model): Section(title, page_url(language, slug))
        for model, key, title, slug in rows
    }


def translated_urls(page: Page) -> dict[str, str]:
    """Return the addresses of the published translations by language, its own too; one query."""
    rows = (
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .values_list("locale__language_code", "url_path")
    )
    # The first part of a page's path is the slug of its home page, which no address shows.
    return {
        language: page_url(language, *path.strip("/").split("/")[1:]) for language, path in rows
    }


def cleaned(text: str) -> str:
    """Reduce what a reader typed to plain words: signs mean something to the search itself."""
    typed = nfc(text[:_LONGEST_QUERY])
    return " ".join("".join(sign if sign.isalnum() else " " for sign in typed).split())


def search_pages(text: str, language: str) -> list[Page]:
    """Return published pages of a language that hold every word, then those whose title begins so."""
    words = cleaned(text)
    locale = Locale.objects.filter(language_code=language).first()
    if not words or locale is None:
        return []
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=_HOME_DEPTH)
    by_text = pages.search(words, operator="and")[:_MOST_FOUND]
    by_title = pages.autocomplete(words, operator="and")[:_MOST_FOUND]
    places = list(dict.fromkeys(page.pk for page in [*by_text, *by_title]))
    found = Page.objects.specific().in_bulk(places)
    return [found[place] for place in places if place in found]


def search_terms(text: str) -> list[GlossaryTerm]:
    """Return glossary terms whose Latvian or English name holds the text, with or without diacritics."""
    wanted = search_key(cleaned(text))
    if not wanted:
        return []
    return [
        term
        for term in GlossaryTerm.objects.all()
        if wanted in search_key(term.term) or wanted in search_key(term.term_en)
    ][:_MOST_FOUND]
