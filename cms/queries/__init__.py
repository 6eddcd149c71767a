"""Reads of the cms app: sections of the site, the search, the published guidelines."""

from cms.queries.pages import (
    Section,
    Sections,
    cleaned,
    forget_sections,
    page_key,
    page_url,
    search_pages,
    search_terms,
    sections,
    translated_urls,
)

__all__ = [
    "Section",
    "Sections",
    "cleaned",
    "forget_sections",
    "page_key",
    "page_url",
    "search_pages",
    "search_terms",
    "sections",
    "translated_urls",
]
