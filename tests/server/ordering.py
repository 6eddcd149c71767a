"""The button that issues a cohort's certificates, pressed over HTTP, and the page of how far it is."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bs4 import BeautifulSoup

from tests.server.client import SESSION, Answer, Browser

LOOK_EVERY = 1  # seconds; the page itself asks to be read again every three


class Progress(NamedTuple):
    """What the page of an order says."""

    served: int
    of: int
    is_running: bool


@dataclass(frozen=True)
class Manager:
    """Who issues: a session of a server that listens on the port."""

    port: int
    session: str

    def order(self, cohort: int) -> str:
        """Press the button for everybody the page offers; return the address of the order."""
        path = f"/en/cohorts/{cohort}/certificates/"
        form = _soup(self._ask(path)).select_one("form:has([name=people])")
        assert form
        sent = {
            "nonce": form.select("[name=nonce]")[0]["value"],
            "people": [box["value"] for box in form.select("[name=people][checked]")],
            "language": form.select("[name=language] option")[0]["value"],
            "template": "",
        }
        answer = self._ask(path, sent)
        assert answer.status == 302, answer.body[-2000:]
        return answer.header("location")

    def progress(self, order: str) -> Progress:
        """Read the page."""
        answer = self._ask(order)
        bar = _soup(answer).select_one("progress")
        assert bar
        return Progress(
            int(str(bar["value"])), int(str(bar["max"])), bool(answer.header("refresh"))
        )

    def wait(self, order: str, at_least: int, seconds: float, check: Callable[[], None]) -> None:
        """Look at the page until it says so many, or all, are served; check before each look."""
        end = time.monotonic() + seconds
        while (now := self.progress(order)).is_running and now.served < at_least:
            check()
            assert time.monotonic() < end, f"not served in {seconds} s"
            time.sleep(LOOK_EVERY)

    def _ask(self, path: str, form: Mapping[str, object] | None = None) -> Answer:
        async def once() -> Answer:
            browser = Browser(self.port, {SESSION: self.session})
            try:
                return await (browser.get(path) if form is None else browser.post(path, form))
            finally:
                await browser.close()

        return asyncio.run(once())


def _soup(answer: Answer) -> BeautifulSoup:
    assert answer.status == 200, answer.body[-2000:]
    return BeautifulSoup(answer.body, "html.parser")
