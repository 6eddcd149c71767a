"""Reading a module on a phone whose network is gone: it goes on, and progress arrives later."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.accessibility import check
from tests.browser.installation import Installation
from tests.browser.relay import Relay
from tests.browser.story import learning
from tests.browser.visitors import NARROW, Visitor

pytestmark = pytest.mark.browser

CODE = "M02"
CUT_OFF = "No connection. Reading goes on from this device."
READ_IN_STEPS, READ_ON_THE_COPY = 1, 5
KEPT = "() => caches.keys().then((names) => names.filter((name) => name.startsWith('modules-')))"
WAITING = "() => Object.values(localStorage).flatMap((list) => JSON.parse(list)).length"


@pytest.fixture
def wire(product: Installation) -> Iterator[Relay]:
    relay = Relay(product.server.port)
    yield relay
    relay.cut()


@pytest.fixture
def phone(browser: Browser, wire: Relay) -> Iterator[Visitor]:
    """A phone at the end of the wire; failed requests are what the test is about."""
    one = Visitor(browser, wire.url, language="lv", size=NARROW)
    yield one
    faults = [fault for fault in one.faults if "net::ERR_" not in fault]
    one.close()
    assert faults == []


def cut(phone: Visitor, wire: Relay) -> None:
    wire.cut()
    phone.context.set_offline(True)


def mend(phone: Visitor, wire: Relay) -> None:
    wire.mend()
    phone.context.set_offline(False)


def count(phone: Visitor, msgid: str, n: int) -> str:
    return phone.word(msgid).replace("{n}", str(n))


def sent_later(phone: Visitor, n: int) -> str:
    return count(phone, "Read parts that will be sent when there is a connection: {n}", n)


def state(page: Page) -> Locator:
    return page.locator("[data-offline]")


def press_next(page: Page) -> str:
    """Mark the first part not yet read on the copy and return its id."""
    button = page.locator("main button[name=part]").first
    part = button.get_attribute("value") or ""
    button.click()
    expect(page.locator(f"button[name=part][value='{part}']")).to_have_count(0)
    return part


def read_cut_off(phone: Visitor, wire: Relay) -> tuple[list[str], str]:
    """Read one part on the page that is there and five on the copy; reload, close, reopen."""
    page = phone.page
    cut(phone, wire)
    first = page.locator("form.deck button[name=part]").get_attribute("value") or ""
    page.click("form.deck button[name=part]")
    page.wait_for_url("**/?part=*")
    page.wait_for_selector("[data-offline][data-is-copy]")
    read = [first] + [press_next(page) for _ in range(READ_ON_THE_COPY)]

    waiting = sent_later(phone, READ_IN_STEPS + READ_ON_THE_COPY)
    expect(state(page)).to_contain_text(phone.word(CUT_OFF))
    expect(state(page)).to_contain_text(waiting)
    check(phone)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    page.reload()
    expect(state(page)).to_contain_text(waiting)
    phone.see(
        phone.word("The quiz can be answered only with a connection."),
        phone.word("The reflection can be written only with a connection."),
    )
    address = page.url
    page.close()
    page = phone.page = phone.context.new_page()
    page.goto(address)
    expect(state(page)).to_contain_text(waiting)
    page.goto(f"/lv/my/?again={CODE}")
    expect(page.locator("[data-kept] a")).to_have_count(1)
    page.locator("[data-kept] a").click()
    expect(state(page)).to_contain_text(waiting)
    return read, address


def send_again(phone: Visitor, read: list[str]) -> None:
    """Send parts once more, as after an answer that got lost."""
    page = phone.page
    page.reload()
    receive = state(page).get_attribute("data-receive")
    expect(state(page)).to_contain_text(
        phone.word("Can be read without connection on this device.")
    )
    page.evaluate(
        """([key, url, parts]) =>
        localStorage.setItem(key, JSON.stringify(parts.map((part) => ({ url, part }))))""",
        [f"parts-read-{state(page).get_attribute('data-reader')}", receive, read],
    )
    page.reload()
    expect(state(page)).to_contain_text(count(phone, "Read parts sent: {n}", len(read)))


def read_one_and_lose_the_session(phone: Visitor, wire: Relay) -> str:
    """Read a part without connection, and find oneself signed out when it returns."""
    page = phone.page
    cut(phone, wire)
    last = page.locator("main button[name=part]").first
    part = last.get_attribute("value") or ""
    last.click()
    expect(state(page)).to_contain_text(sent_later(phone, 1))
    phone.context.clear_cookies()
    mend(phone, wire)
    expect(state(page)).to_contain_text(
        count(phone, "Sign in again. Read parts waiting on this device: {n}", 1)
    )
    return part


def somebody_else_takes_the_phone(phone: Visitor, wire: Relay, other: str, address: str) -> None:
    """Sign in on the same phone: what the first one kept is gone, what waits stays."""
    page = phone.page
    phone.sign_in(other)
    assert page.evaluate(KEPT) == []
    learning.start(phone, CODE)
    expect(state(page)).to_have_text(phone.word("Can be read without connection on this device."))
    assert page.evaluate(WAITING) == 1
    cut(phone, wire)
    page.goto(address)
    expect(state(page)).to_have_text(phone.word(CUT_OFF))
    mend(phone, wire)


def test_reading_goes_on_and_progress_arrives_later(
    phone: Visitor, wire: Relay, product: Installation
) -> None:
    reader, other = (
        one["username"]
        for one in product.backstage(
            "people", count=2, municipality="Mārupes novads", prefix="Klusum"
        )
    )
    parts_read = {"username": reader, "code": CODE}
    phone.sign_in(reader)
    learning.start(phone, CODE)
    page = phone.page
    expect(state(page)).to_have_text(phone.word("Can be read without connection on this device."))

    read, address = read_cut_off(phone, wire)
    assert product.backstage("parts_read", **parts_read) == []

    # The connection comes back by itself, on the page that is open.
    mend(phone, wire)
    expect(state(phone.page)).to_contain_text(count(phone, "Read parts sent: {n}", len(read)))
    assert product.backstage("parts_read", **parts_read) == read
    assert phone.page.evaluate(WAITING) == 0

    send_again(phone, read[::-1])
    assert product.backstage("parts_read", **parts_read) == read

    read.append(read_one_and_lose_the_session(phone, wire))
    somebody_else_takes_the_phone(phone, wire, other, address)
    assert product.backstage("parts_read", username=other, code=CODE) == []

    # The first one comes back; their part has waited for them.
    phone.go("my/")
    phone.page.locator("header details.account summary").click()
    phone.press(phone.page.locator("header form[action$='/logout/'] button"))
    assert phone.page.evaluate(KEPT) == []
    phone.sign_in(reader)
    phone.go(f"module/{CODE}/")
    expect(state(phone.page)).to_contain_text(count(phone, "Read parts sent: {n}", 1))
    assert product.backstage("parts_read", **parts_read) == read
    assert product.backstage("parts_read", username=other, code=CODE) == []
