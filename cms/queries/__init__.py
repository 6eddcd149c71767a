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

__all__ = [
    "Section",
    "Sections",
    "forget_sections",
    "page_key",
    "page_url",
    "sections",
    "translated_urls",
]
