"""A visitor: one person with a browser window, and a note of everything that goes wrong in it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    sync_playwright,
)

from lms.demo.staff import PASSWORD

WIDE, NARROW, PHONE = (1280, 900), (360, 800), (390, 844)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium says so for every document that is not 200; the tests look at the status themselves.
_STATUS_SAID = "Failed to load resource: the server responded with a status of"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium; say how to get it when there is none."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        raise RuntimeError(
            f"There is no browser at {path}. On Debian install it with 'apt-get install chromium', "
            "or name another Chromium by the environment variable CHROMIUM."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """One person at one window; ``faults`` collects what no page may do."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        language: str = "lv",
        size: tuple[int, int] = WIDE,
        **options: Any,
    ) -> None:
        self.url = url
        self.language = language
        self.faults: list[str] = []
        self.requests: list[str] = []
        options |= {
            "base_url": url,
            "viewport": {"width": size[0], "height": size[1]},
            "locale": {"lv": "lv-LV", "en": "en-GB"}[language],
            "timezone_id": "Europe/Riga",
        }
        self.context = self._open_context(browser, options)
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_response)

    def _open_context(self, browser: Browser, options: dict[str, Any]) -> BrowserContext:
        return browser.new_context(**options)

    def close(self) -> None:
        self.context.close()

    def word(self, msgid: str, **values: Any) -> str:
        """Return a string of the product in the visitor's language."""
        with translation.override(self.language):
            text = translation.gettext(msgid)
        return text % values if values else text

    def go(self, path: str, status: int = 200) -> Page:
        """Open an address below the language's prefix and check the status."""
        return self.open(f"/{self.language}/{path}", status)

    def open(self, path: str, status: int = 200) -> Page:
        """Open an address and check the status."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, expected {status}"
        return self.page

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        """Sign in on the one login page."""
        self.go("login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.press("main form button")
        assert "/login/" not in self.page.url, f"{username} could not sign in"
        return self.page

    def sign_out(self) -> Page:
        """Sign out by the button in the header of one's own page."""
        self.go("start/")
        self.page.locator("header details.account summary").click()
        return self.press("header form[action$='/logout/'] button")

    def press(self, what: str | Locator) -> Page:
        """Click a link or button that leads to another page, and wait for that page."""
        target = self.page.locator(what) if isinstance(what, str) else what
        with self.page.expect_navigation():
            target.click()
        return self.page

    def form(self, action: str) -> Locator:
        """Return the form that posts to an address ending so."""
        return self.page.locator(f'form[method=post][action$="{action}"]')

    def main(self) -> str:
        """Return the text of the page's main part."""
        return self.page.inner_text("main")

    def see(self, *texts: str) -> None:
        """Check that the page's main part holds these texts."""
        shown = " ".join(self.main().split())
        for text in texts:
            assert " ".join(text.split()) in shown, f"{text!r} is not on {self.page.url}:\n{shown}"

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_STATUS_SAID):
            self._note(f"console {message.type}: {message.text}")

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and not request.url.startswith(self.url):
            self._note(f"request to another origin: {request.url}")
        self.requests.append(f"{request.method} {parts.path}")

    def _note_response(self, response: Any) -> None:
        if response.status >= 500:
            self._note(f"{response.status} from {response.url}")
        elif response.status >= 400 and re.search(r"/static/|/media/", response.url):
            self._note(f"{response.status} for the file {response.url}")
