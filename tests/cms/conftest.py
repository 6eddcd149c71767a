"""Sections are read anew at every request, so that a rolled-back page leaves no trace."""

import pytest

from cms.queries import forget_sections


@pytest.fixture(autouse=True)
def fresh_sections(settings):
    settings.SECTIONS_KEPT_SECONDS = 0
    yield
    forget_sections()
