"""Reading a module on a phone whose network is gone: it goes on, and progress arrives later."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.installation import Installation
from tests.browser.relay import Relay
from tests.browser.story import learning
from tests.browser.visitors import NARROW, Visitor

pytestmark = pytest.mark.browser

CODE = "M02"
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


def state(page: Page):
    return page.locator("[data-offline]")


def press_next(page: Page) -> str:
    """Mark the first part not yet read on the copy and return its id."""
    button = page.locator("main button[name=part]").first
    part = button.get_attribute("value")
    button.click()
    expect(page.locator(f"button[name=part][value='{part}']")).to_have_count(0)
    return part


def test_reading_goes_on_and_progress_arrives_later(phone, wire, product):
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

    # The first page is there; from here on nothing answers.
    cut(phone, wire)
    first = page.locator("form.deck button[name=part]").get_attribute("value")
    page.click("form.deck button[name=part]")
    page.wait_for_url("**/?part=*")
    page.wait_for_selector("[data-offline][data-is-copy]")
    read = [first] + [press_next(page) for _ in range(READ_ON_THE_COPY)]

    cut_off = phone.word("No connection. Reading goes on from this device.")
    waiting = sent_later(phone, READ_IN_STEPS + READ_ON_THE_COPY)
    expect(state(page)).to_contain_text(cut_off)
    expect(state(page)).to_contain_text(waiting)
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
    assert product.backstage("parts_read", **parts_read) == []

    # The connection comes back by itself, on the page that is open.
    mend(phone, wire)
    expect(state(page)).to_contain_text(count(phone, "Read parts sent: {n}", len(read)))
    assert product.backstage("parts_read", **parts_read) == read
    assert page.evaluate(WAITING) == 0

    # Sent again, as after an answer that got lost: nothing is doubled.
    page.reload()
    receive = state(page).get_attribute("data-receive")
    expect(state(page)).to_contain_text(phone.word("Can be read without connection on this device."))
    page.evaluate(
        """([key, url, parts]) =>
        localStorage.setItem(key, JSON.stringify(parts.map((part) => ({ url, part }))))""",
        [f"parts-read-{state(page).get_attribute('data-reader')}", receive, read[::-1]],
    )
    page.reload()
    expect(state(page)).to_contain_text(count(phone, "Read parts sent: {n}", len(read)))
    assert product.backstage("parts_read", **parts_read) == read

    # Somebody else takes the phone while a part still waits.
    cut(phone, wire)
    last = page.locator("main button[name=part]").first
    read.append(last.get_attribute("value"))
    last.click()
    expect(state(page)).to_contain_text(sent_later(phone, 1))
    phone.context.clear_cookies()
    mend(phone, wire)
    expect(state(page)).to_contain_text(
        count(phone, "Sign in again. Read parts waiting on this device: {n}", 1)
    )
    phone.sign_in(other)
    assert page.evaluate(KEPT) == []
    learning.start(phone, CODE)
    expect(state(page)).to_have_text(phone.word("Can be read without connection on this device."))
    assert page.evaluate(WAITING) == 1
    assert product.backstage("parts_read", username=other, code=CODE) == []
    cut(phone, wire)
    page.goto(address)
    expect(state(page)).to_have_text(cut_off)
    mend(phone, wire)

    # The first one comes back; their part has waited for them.
    phone.go("my/")
    page.locator("header details.account summary").click()
    phone.press(page.locator("header form[action$='/logout/'] button"))
    assert page.evaluate(KEPT) == []
    phone.sign_in(reader)
    phone.go(f"module/{CODE}/")
    expect(state(page)).to_contain_text(count(phone, "Read parts sent: {n}", 1))
    assert product.backstage("parts_read", **parts_read) == read
    assert product.backstage("parts_read", username=other, code=CODE) == []
