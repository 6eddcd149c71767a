"""What editors find in the Wagtail admin beside the pages, and how media files are served."""

from cms.wagtail_hooks import (
    checks,
    glossary,
    guidelines,
    media,
    reports,
    review,
    translations,
    word_import,
)

__all__ = [
    "checks",
    "glossary",
    "guidelines",
    "media",
    "reports",
    "review",
    "translations",
    "word_import",
]
