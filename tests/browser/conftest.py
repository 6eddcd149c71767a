"""One installation and one Chromium for all browser tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.installation import Installation, installation
from tests.browser.visitors import Visitor, chromium

HERE = Path(__file__).parent
# What takes minutes goes first, so that no worker is left with it when the others are done.
LONGEST_FIRST = ["walk-lv", "walk-en", "test_story", "test_roster_offline", "test_editor"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together on one worker, unless a test says what it belongs to."""
    for item in items:
        if item.path.parent == HERE and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    mark = item.get_closest_marker("xdist_group")
    name = mark.args[0] if mark else ""
    return LONGEST_FIRST.index(name) if name in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("installation")) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, product: Installation) -> Iterator[Callable[..., Visitor]]:
    """Open windows for visitors; at the end none of them may have met a fault."""
    came: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        came.append(Visitor(browser, product.url, **options))
        return came[-1]

    yield come
    faults = [fault for one in came for fault in one.faults]
    for one in came:
        one.close()
    assert not faults, "\n".join(["", *faults])
