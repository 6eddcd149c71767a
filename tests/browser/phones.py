"""A trainer's phone: its memory outlives the browser, which can be killed at any moment."""

import os
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from lms.demo.staff import PASSWORD
from tests.browser.relay import Relay
from tests.browser.visitors import ARGUMENTS, NARROW, Visitor

PEOPLE = "[data-people] > li"
# Everything a site can leave on a device, as text.
_MEMORY = """async () => {
  const found = { web: { ...localStorage, ...sessionStorage }, pages: {}, data: {}, rows: [] };
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const request of await shelf.keys()) {
      const kept = await shelf.match(request);
      const kind = kept.headers.get("Content-Type") ?? "";
      const place = kind.includes("html") ? found.pages : kind.includes("json") ? found.data : null;
      if (place) place[`${name} ${request.url}`] = await kept.text();
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    await new Promise((done) => { open.onsuccess = done; });
    for (const store of open.result.objectStoreNames) {
      const asked = open.result.transaction(store).objectStore(store).getAll();
      await new Promise((done) => { asked.onsuccess = done; });
      found.rows.push(...asked.result);
    }
    open.result.close();
  }
  return found;
}"""


class Phone(Visitor):
    """A visitor whose browser keeps its memory in a folder, at the end of a wire."""

    def __init__(self, browser: Browser, wire: Relay, folder: Path, **options: Any) -> None:
        self._folder = folder
        self._wire = wire
        options = {"language": "lv", "size": NARROW} | options
        super().__init__(browser, wire.url, **options)
        self.taps = 0

    def _open_context(self, browser: Browser, options: dict[str, Any]) -> BrowserContext:
        self._start = lambda: browser.browser_type.launch_persistent_context(
            self._folder,
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=ARGUMENTS,
            **options,
        )
        return self._start()

    def kill(self) -> None:
        """End the browser as a dead battery does: at once, without a chance to write anything."""
        for pid in self._pids():
            os.kill(pid, signal.SIGKILL)

    def reopen(self, *, cut_off: bool = False) -> None:
        """Start the browser again with what its folder remembers."""
        self.context = self._start()
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.context.set_offline(cut_off)

    def cut(self) -> None:
        self._wire.cut()
        self.context.set_offline(True)

    def mend(self) -> None:
        self._wire.mend()
        self.context.set_offline(False)

    def memory(self) -> dict[str, Any]:
        """Return everything the device keeps of the site."""
        found: dict[str, Any] = self.page.evaluate(_MEMORY)
        return found

    # What a trainer does.

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        """Sign in, unless the browser has kept its session beyond its death, which it may.

        A worker that has not heard of the network yet shows what stands in for pages.
        """
        for _try in range(40):
            self.go("login/")
            if not self.page.locator("[data-kept-rosters]").count():
                break
            self.page.wait_for_timeout(500)
        if "/login/" not in self.page.url:
            return self.page
        return super().sign_in(username, password)

    def tap(self, what: str | Locator) -> None:
        """Tap, and count it."""
        (self.page.locator(what) if isinstance(what, str) else what).click()
        self.taps += 1

    def open_roster(self, session: int) -> Page:
        """Open the session's roster and wait for the list."""
        self.page.goto(f"/{self.language}/sessions/{session}/phone/")
        self.page.wait_for_selector(PEOPLE)
        return self.page

    def wait_until_kept(self) -> None:
        """Wait until the page can be opened without a connection."""
        expect(self.page.locator("[data-kept]")).to_be_visible()

    def line(self, name: str) -> Locator:
        return self.page.locator(PEOPLE).filter(has_text=name).first

    def mark(self, name: str, status: str) -> None:
        """Choose a person and a mark."""
        line = self.line(name)
        self.tap(line.locator("summary"))
        self.tap(line.locator(f"[data-mark={status}]"))

    def expect_unsent(self, n: int, timeout: float = 15_000) -> None:
        """See the badge say how many marks are not sent, or that all are."""
        text = self.word("Not sent: {n}").replace("{n}", str(n)) if n else self.word("All sent")
        expect(self.page.locator("[data-badge]")).to_have_text(text, timeout=timeout)

    def _pids(self) -> list[int]:
        wanted = f"--user-data-dir={self._folder}"
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if wanted.encode() in command:
                found.append(int(entry.name))
        return found
