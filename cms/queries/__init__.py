"""Reads of the cms app: sections of the site, the search, the glossary, the published guidelines."""

from cms.queries.pages import (
    Section,
    Sections,
    forget_sections,
    page_key,
    page_url,
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
    "compare",
    "forget_sections",
    "page_key",
    "page_url",
    "sections",
    "translated_urls",
    "translation_states",
    "units_of",
]
