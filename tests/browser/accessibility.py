"""axe-core on the page as it stands."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.visitors import Visitor

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Only what is wrong comes back: the whole report of a long page is megabytes.
_RUN = "options => axe.run(options).then(found => found.violations)"
_SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter(
    one => Number.isFinite(one.effect.getComputedTiming().endTime));
  await Promise.allSettled(ending.map(one => one.finished));
}"""


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line for each rule and element."""
    if not page.evaluate("'axe' in window"):  # its 500 kB are read once a page
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(_RUN, OPTIONS)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def change_colours(page: Page, scheme: Literal["dark", "light"]) -> None:
    """Let the reader's device prefer the other theme, and wait until everything has changed."""
    page.emulate_media(color_scheme=scheme)
    settle(page)


def settle(page: Page) -> None:
    """Wait until whatever is moving or changing colour has come to its end."""
    page.evaluate(_SETTLED)


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
