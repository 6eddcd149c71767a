"""Sections read anew at every request, and presses that end with their test."""

import pytest

from cms.exports import press as pressing
from cms.exports.press import Press
from cms.queries import forget_sections
from tests.cms.presses import program


@pytest.fixture(autouse=True)
def fresh_sections(settings):
    """A page that a test rolls back leaves no trace."""
    settings.SECTIONS_KEPT_SECONDS = 0
    yield
    forget_sections()


@pytest.fixture
def pressed(tmp_path, monkeypatch):
    """Make presses whose program does what documents name; they end with the test, without a trace."""
    made = []
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr(pressing.tempfile, "tempdir", str(rooms))

    def press(habits="", patience=20.0):
        file = tmp_path / f"program{len(made)}.py"
        file.write_text(program(habits))
        monkeypatch.setattr(pressing, "_PRINTING", file)
        made.append(Press(patience))
        return made[-1]

    yield press
    for one in made:
        one.stop()
    assert list(rooms.iterdir()) == []
