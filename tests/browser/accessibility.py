"""axe-core on the page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visitors import Visitor

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
_axe = Axe()


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line for each rule and element."""
    found: list[dict[str, Any]] = _axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def as_tall_as_the_page(page: Page, width: int) -> None:
    """Make the window so tall that nothing sticky covers anything."""
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, min(int(height), 16_000))})


def check(visitor: Visitor) -> None:
    """Look at the page the visitor is on, whole, and give the window its size back."""
    size = visitor.page.viewport_size
    assert size is not None
    as_tall_as_the_page(visitor.page, size["width"])
    found = violations(visitor.page)
    visitor.page.set_viewport_size(size)
    assert found == [], visitor.page.url
