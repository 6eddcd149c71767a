"""Checks of what comes from outside before the app believes a word of it."""

from courses.validators.archives import (
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    Archive,
    Problem,
    TransferRefused,
    content_hash,
    open_archive,
)

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "MANIFEST",
    "Archive",
    "Problem",
    "TransferRefused",
    "content_hash",
    "open_archive",
]
