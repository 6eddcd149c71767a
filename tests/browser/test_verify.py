"""Is this certificate real? With a connection, with the file, and with nothing but the QR code."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import check
from tests.browser.installation import Installation
from tests.browser.relay import Relay
from tests.browser.visitors import NARROW, Visitor

pytestmark = pytest.mark.browser

AGREES = "The QR code is genuine: its statement is signed by JSPA and agrees with the register."
FORGED = "The statement in the QR code is not genuine."
GENUINE = "The statement in the QR code is genuine"
UNREGISTERED = (
    "The statement in the QR code is signed by JSPA, but the register holds no such certificate."
    " Ask JSPA."
)
SAME = "This is the file that was issued: every byte is the same."
OTHER = (
    "This is not the file that was issued: its bytes differ. It was changed, or a program saved it"
    " anew. Believe what this page says."
)
LIGHT = 60_000


@pytest.fixture
def wire(product: Installation) -> Iterator[Relay]:
    relay = Relay(product.server.port)
    yield relay
    relay.cut()


@pytest.fixture(scope="module")
def issued(product: Installation) -> dict[str, Any]:
    """An issued certificate, with the address that its QR code holds."""
    found: dict[str, Any] = product.backstage("issued_certificate")
    found["address"] = f"/verify/{found['code']}"
    found["scanned"] = f"{found['address']}#{found['statement']}"
    return found


@pytest.fixture(params=["lv", "en"])
def stranger(request: Any, browser: Browser, wire: Relay) -> Iterator[Visitor]:
    """Somebody with a phone; failed requests are what the test is about."""
    one = Visitor(browser, wire.url, language=request.param, size=NARROW)
    yield one
    faults = [fault for fault in one.faults if "net::ERR_" not in fault]
    one.close()
    assert faults == []


def open_anew(stranger: Visitor, address: str) -> Page:
    """Open the address as after a scan: in a new window, so that nothing but the # may differ."""
    stranger.page.close()
    stranger.page = stranger.context.new_page()
    stranger.page.goto(address)
    return stranger.page


def says(stranger: Visitor, msgid: str) -> None:
    expect(stranger.page.locator("[data-statement]")).to_contain_text(stranger.word(msgid))
    check(stranger)
    assert stranger.page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


def changed(text: str) -> str:
    """Change one letter in the middle, where the facts stand."""
    place = len(text) * 3 // 4
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def kept(page: Page) -> None:
    page.wait_for_selector("html[data-kept]", state="attached")


def test_the_scanned_code_is_checked_with_and_without_a_connection(
    stranger: Visitor, wire: Relay, issued: dict[str, Any]
) -> None:
    page = stranger.page
    page.goto(issued["scanned"])
    stranger.see(stranger.word("The certificate is valid"), issued["name"])
    says(stranger, AGREES)
    kept(page)
    scopes = (
        "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope)"
    )
    assert page.evaluate(scopes) == [f"{stranger.url}/verify/"]

    open_anew(stranger, f"{issued['address']}#{changed(issued['statement'])}")
    stranger.see(stranger.word("The certificate is valid"))
    says(stranger, FORGED)
    open_anew(stranger, f"/verify/{'0' * 20}#{issued['statement']}")
    says(stranger, FORGED)  # it is signed, but for another code

    wire.cut()
    stranger.context.set_offline(True)
    page = open_anew(stranger, issued["scanned"])
    says(stranger, GENUINE)
    stranger.see(issued["name"], issued["number"])
    shown = page.locator("[data-statement] article")
    later = (
        "Signed by JSPA on {date}. Whether the certificate was later replaced or revoked can be"
        " seen only online."
    )
    expect(shown).to_contain_text(stranger.word(later).split("{date}")[1])
    assert "{" not in shown.inner_text()

    page.evaluate("text => { location.hash = text; }", changed(issued["statement"]))
    says(stranger, FORGED)
    assert issued["name"] not in stranger.main()
    open_anew(stranger, f"/verify/{'0' * 20}#{issued['statement']}")
    says(stranger, FORGED)
    open_anew(stranger, issued["address"])
    says(
        stranger,
        "This address has no signed statement. Scan the QR code on the certificate, or try again"
        " with a connection.",
    )

    wire.mend()
    stranger.context.set_offline(False)
    open_anew(stranger, issued["scanned"])
    says(stranger, AGREES)


def file_says(stranger: Visitor, msgid: str) -> None:
    expect(stranger.page.locator("[data-file-answer]")).to_contain_text(stranger.word(msgid))
    check(stranger)


DROP = """([name, text]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name, { type: "application/pdf" }));
  document.body.dispatchEvent(
    new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def test_a_file_is_compared_without_leaving_the_device(
    stranger: Visitor, issued: dict[str, Any], tmp_path: Path
) -> None:
    pdf = base64.b64decode(issued["pdf"])
    (tmp_path / "issued.pdf").write_bytes(pdf)
    (tmp_path / "other.pdf").write_bytes(pdf + b"\n")
    (tmp_path / "notes.txt").write_bytes(b"Not a PDF at all")
    page = stranger.page
    page.goto(issued["address"])
    kept(page)
    before = len(stranger.requests)

    page.set_input_files("#file", tmp_path / "issued.pdf")
    file_says(stranger, SAME)
    page.set_input_files("#file", tmp_path / "other.pdf")
    file_says(stranger, OTHER)
    page.set_input_files("#file", tmp_path / "notes.txt")
    file_says(
        stranger, "This file cannot be read as the PDF of a certificate. Choose another file."
    )
    page.evaluate(DROP, ["dropped.pdf", issued["pdf"]])
    file_says(stranger, SAME)
    assert len(stranger.requests) == before

    page.goto("/verify/")
    page.set_input_files("#file", tmp_path / "issued.pdf")
    file_says(
        stranger,
        "The file has been read. To compare it, enter the code printed on the certificate above.",
    )


def test_the_page_is_light(stranger: Visitor, issued: dict[str, Any]) -> None:
    weighed: dict[str, int] = {}

    def weigh(response: Any) -> None:
        size = len(response.body()) if response.ok else 0  # a second reading comes from the cache
        weighed[response.url] = max(size, weighed.get(response.url, 0))

    stranger.page.on("response", weigh)
    stranger.page.goto(issued["scanned"], wait_until="networkidle")
    kept(stranger.page)
    said = "\n".join(f"{size:7} {url}" for url, size in sorted(weighed.items()))
    page = sum(size for url, size in weighed.items() if "/verify/offline/" not in url)
    assert page < LIGHT, said
    assert not any("fonts" in url for url in weighed), said
