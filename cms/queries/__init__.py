"""Reads of the cms app: sections of the site, the search, the state of translations."""

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
from cms.queries.translations import (
    ComparedUnit,
    TranslationState,
    changes_between,
    compare,
    translation_states,
    units_of,
)

__all__ = [
    "ComparedUnit",
    "Section",
    "Sections",
    "TranslationState",
    "changes_between",
    "cleaned",
    "compare",
    "forget_sections",
    "page_key",
    "page_url",
    "search_pages",
    "search_terms",
    "sections",
    "translated_urls",
    "translation_states",
    "units_of",
]
