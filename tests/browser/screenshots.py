"""Pictures of all main pages for each role, to be looked at: python -m tests.browser.screenshots OUT."""

import os
import re
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
django.setup()

from tests.browser.accessibility import change_colours, settle  # noqa: E402  # words need settings
from tests.browser.installation import Installation, installation  # noqa: E402  # words need settings
from tests.browser.places import Place, rounds  # noqa: E402  # words need settings
from tests.browser.visitors import (  # noqa: E402  # words need settings
    NARROW,
    WIDE,
    Visitor,
    chromium,
)


def take(product: Installation, browser: Browser, out: Path) -> int:
    """Visit every page as in the axe walk and keep a picture at both widths; return how many."""
    out.mkdir(parents=True, exist_ok=True)
    before = len(list(out.iterdir()))
    places = product.backstage("places")
    for tour in (*rounds(places, "lv"), *rounds(places, "en")):
        visitor = Visitor(browser, product.url, tour.language, reduced_motion="reduce")
        if tour.username:
            visitor.sign_in(tour.username)
        for place in tour.places:
            path = place.address(tour.language)
            visitor.page.goto(path)
            name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[:70]
            _shoot(visitor.page, out / f"{tour.username or 'public'}-{tour.language}-{name}", place)
        visitor.close()
    return len(list(out.iterdir())) - before


def _shoot(page: Page, name: Path, place: Place) -> None:
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        page.screenshot(path=f"{name}-{width}.png", full_page=True)
        if place.dark:
            change_colours(page, "dark")
            page.screenshot(path=f"{name}-{width}-dark.png", full_page=True)
            page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with installation(Path(tempfile.mkdtemp())) as running, chromium() as started:
        print(f"{take(running, started, folder)} pictures in {folder}")  # noqa: T201  # it is a command
