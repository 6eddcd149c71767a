"""Printing in the test's own process, where it can be watched."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cms.exports.pdf import press
from cms.exports.printing import print_document


def print_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print in this process until the patch is undone."""

    def here(html: str, folders: Sequence[Path]) -> bytes:
        return print_document(html, [str(folder) for folder in folders])

    monkeypatch.setattr(press, "print", here)
