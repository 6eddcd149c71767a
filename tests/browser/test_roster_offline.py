"""The roster on a phone without network: nothing marked is lost, doubled, or sent under another name."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count as count_up
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

from tests.browser.accessibility import check
from tests.browser.installation import Installation
from tests.browser.phones import PEOPLE, Phone
from tests.browser.relay import Relay, Weather
from tests.browser.test_keyboard import Keyboard
from tests.browser.visitors import NARROW

pytestmark = pytest.mark.browser

RUNS = int(os.environ.get("ROSTER_RUNS", "3"))  # of killing the browser
LATENCY = float(os.environ.get("ROSTER_LATENCY", "0.1"))  # seconds a request travels in bad weather
MOST_TAPS = 12
_serial = count_up(1)


@pytest.fixture
def wire(product: Installation) -> Iterator[Relay]:
    relay = Relay(product.server.port)
    yield relay
    relay.cut()


@pytest.fixture
def phone(
    browser: Browser, wire: Relay, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Phone]:
    """A trainer's phone; failed requests are what these tests are about, other faults are not."""
    language, width = getattr(request, "param", ("lv", NARROW[0]))
    one = Phone(browser, wire, tmp_path / "phone", language=language, size=(width, 800))
    yield one
    faults = [fault for fault in one.faults if "net::ERR_" not in fault]
    with suppress(Error):
        one.close()
    assert faults == []


@pytest.fixture
def day(product: Installation) -> Callable[..., dict[str, Any]]:
    """Make a training day that is today, with so many people and two trainers."""

    def make(count: int, name: str) -> dict[str, Any]:
        code = f"{name}-{next(_serial)}"
        made: dict[str, Any] = product.backstage(
            "roster_today", code=code, count=count, trainers=["trainer", "second-trainer"]
        )
        return made

    return make


def figure(text: str) -> None:
    """Say what was measured: pytest -s shows it."""
    sys.stdout.write(f"\n{text}\n")


def statuses(rows: list[dict[str, Any]]) -> list[str]:
    return [row["status"] for row in rows]


def mark_thirty_and_die(phone: Phone, day: dict[str, Any], status: str) -> None:
    """Mark everybody without a network, one by one, and lose the browser at once."""
    phone.cut()
    for name in day["names"]:
        phone.mark(name, status)
    phone.expect_unsent(len(day["names"]))
    phone.kill()
    phone.reopen(cut_off=True)
    phone.open_roster(day["session"])
    phone.expect_unsent(len(day["names"]))
    expect(phone.page.locator("[data-state]")).to_contain_text(
        phone.word("No connection. Marks are kept on this device.")
    )


def test_marks_survive_a_dead_battery(phone, wire, product, day):
    today = day(30, "BAT")
    whole = []
    for run in range(RUNS):
        phone.sign_in("trainer")
        phone.open_roster(today["session"])
        phone.wait_until_kept()
        mark_thirty_and_die(phone, today, ["present", "absent"][run % 2])
        phone.mend()
        phone.sign_in("trainer")
        phone.open_roster(today["session"])
        phone.expect_unsent(0)
        rows = product.backstage("ledger", session=today["session"])[30 * run :]
        whole.append({row["person"] for row in rows} == set(today["names"]) and len(rows) == 30)
        phone.context.clear_cookies()

    figure(f"{sum(whole)} of {RUNS} runs kept 30 of 30 marks")
    assert whole == [True] * RUNS


def test_a_bad_network_loses_and_doubles_nothing(phone, wire, product, day):
    today = day(100, "VEJ")
    phone.sign_in("trainer")
    page = phone.open_roster(today["session"])
    phone.wait_until_kept()
    wire.turn(Weather(loss=0.3, lost_replies=0.2, latency=LATENCY))

    for block in range(2):
        page.locator("[data-blocks] a").nth(block).click()
        for line in page.locator(PEOPLE).all():
            line.locator("summary").click()
            line.locator("[data-mark=present]").click()
        expect(page.locator("[data-n=present]")).to_have_text("100")
    for _try in range(600):
        with suppress(Error):
            page.click("[data-send]", timeout=500)
        page.wait_for_timeout(500)
        said = page.inner_text("[data-badge]").strip()
        if said == phone.word("All sent"):
            break
        # "All sent" is never said early, and what waits is said to wait.
        assert re.fullmatch(r"\D+: \d+", said)
    rows = product.backstage("ledger", session=today["session"])

    figure(f"{len(rows)} of 200 marks; {wire.weather.fates}")
    assert len({(row["person"], row["part"]) for row in rows}) == len(rows) == 200
    assert min(wire.weather.fates.values()) > 0
    assert page.locator(f"{PEOPLE} .off .vh").count() == 0


def test_marks_wait_for_the_one_who_made_them(phone, product, day):
    today = day(30, "CITS")
    phone.sign_in("trainer")
    phone.open_roster(today["session"])
    phone.wait_until_kept()
    phone.cut()
    phone.tap("[data-rest]")
    phone.expect_unsent(30)
    phone.context.clear_cookies()
    phone.mend()

    expect(phone.page.locator("[data-state]")).to_contain_text(
        phone.word("Sign in again. Marks waiting on this device: {n}").replace("{n}", "30")
    )
    phone.sign_in("second-trainer")
    page = phone.open_roster(today["session"])
    expect(page.locator("[data-state]")).to_contain_text(
        phone.word(
            "Marks of another account waiting on this device: {n}. "
            "They will be sent when that person signs in here."
        ).replace("{n}", "30")
    )
    expect(page.locator("[data-n=unmarked]")).to_have_text("30")
    page.reload()
    phone.expect_unsent(0)  # of this trainer's own
    assert product.backstage("ledger", session=today["session"]) == []

    phone.sign_out()
    phone.sign_in("trainer")
    phone.open_roster(today["session"])
    phone.expect_unsent(0)
    rows = product.backstage("ledger", session=today["session"])
    figure(f"{len(rows)} of 30 after the right one signed in, 0 before")
    assert [row["by"] for row in rows] == ["trainer"] * 30
    assert {row["person"] for row in rows} == set(today["names"])


def test_the_device_keeps_names_and_signs_and_forgets_them(phone, product, day):
    today = day(30, "ATM")
    phone.sign_in("trainer")
    page = phone.open_roster(today["session"])
    phone.wait_until_kept()
    phone.tap("[data-rest]")
    expect(page.locator("[data-n=present]")).to_have_text("30")
    phone.expect_unsent(0)
    phone.cut()
    phone.mark(today["names"][3], "absent")
    phone.expect_unsent(1)

    memory = phone.memory()
    written = str(memory)
    assert [name for name in today["names"] if name not in written] == []
    assert "@" not in re.sub(r"@media|@layer|@import", "", written)
    assert "+371" not in written
    assert "csrf" not in written.lower().replace("x-csrftoken", "")
    pages = str(memory["pages"])
    assert [name for name in [*today["names"], "trainer"] if name in pages] == []
    assert [set(row) for row in memory["rows"]] == [
        {*("n", "nonce", "owner", "session", "block", "person", "status", "arrived", "left")}
        | {"device_at", "seen"}
    ]
    assert re.fullmatch(r"[0-9a-f]{20}", memory["rows"][0]["person"])

    phone.mend()
    phone.expect_unsent(0)
    phone.go("sessions/")
    phone.cut()
    page.locator("header details.account summary").click()
    page.locator("header form[action$='/logout/'] button").click()
    page.wait_for_url("chrome-error://**")
    page.goto("/lv/my/")  # what stands in for it without a connection
    assert page.locator("[data-kept-rosters] a").count() == 0
    assert_nothing_left(phone, today)
    phone.mend()

    phone.open_roster(today["session"])
    phone.sign_out()
    assert_nothing_left(phone, today)


def assert_nothing_left(phone: Phone, today: dict[str, Any]) -> None:
    memory = phone.memory()
    assert memory["rows"] == []
    assert [name for name in today["names"] if name in str(memory)] == []


def test_names_go_after_two_days_and_marks_stay(phone, product, day):
    today = day(3, "DIV")
    phone.sign_in("trainer")
    page = phone.open_roster(today["session"])
    phone.wait_until_kept()
    phone.cut()
    phone.tap("[data-rest]")
    phone.expect_unsent(3)
    page.clock.install()
    page.clock.fast_forward("49:00:00")
    page.reload()

    expect(page.locator("[data-state]")).to_contain_text(
        phone.word(
            "Marks have been waiting on this device for more than 24 hours. "
            "Find a connection and send them."
        )
    )
    memory = phone.memory()
    assert len(memory["rows"]) == 3
    assert [name for name in today["names"] if name in str(memory)] == []
    assert page.locator(PEOPLE).count() == 0


def test_a_browser_that_keeps_nothing_says_so(phone, day):
    today = day(3, "PRIV")
    phone.sign_in("trainer")
    phone.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: null })")
    page = phone.page
    page.goto(f"/lv/sessions/{today['session']}/phone/")

    expect(page.locator("[data-state]")).to_contain_text(
        phone.word(
            "This browser keeps nothing on the device, so it cannot work without a connection. "
            "A private window does that too."
        )
    )
    phone.press("[data-state] a")
    assert page.url.endswith(f"/sessions/{today['session']}/")


def test_a_whole_morning_takes_few_taps(phone, product, day):
    today = day(30, "RITS")
    late, absent, early = today["names"][4], today["names"][11], today["names"][20]
    phone.sign_in("trainer")
    phone.go("sessions/")
    phone.tap(f"a[href$='/sessions/{today['session']}/phone/']")
    phone.page.wait_for_selector(PEOPLE)

    phone.tap("[data-rest]")
    phone.mark(late, "late")
    phone.mark(absent, "absent")
    phone.mark(early, "left_early")
    phone.tap("[data-close]")
    expect(phone.page.locator("[data-block-closed]")).to_be_visible()

    figure(f"A whole morning: {phone.taps} taps")
    assert phone.taps <= MOST_TAPS
    rows = {row["person"]: row for row in product.backstage("ledger", session=today["session"])}
    counted = {name: row["status"] for name, row in rows.items() if row["status"] != "present"}
    assert counted == {late: "late", absent: "absent", early: "left_early"}
    assert rows[late]["arrived"] is not None
    assert rows[early]["left"] is not None
    assert len(product.backstage("closed_parts", session=today["session"])) == 1


def test_undo_is_a_new_mark_and_search_needs_no_diacritics(phone, product, day):
    today = day(30, "ATS")
    phone.sign_in("trainer")
    page = phone.open_roster(today["session"])
    page.fill("[data-search]", "zan ab")
    found = page.locator(f"{PEOPLE}:not([hidden])")
    expect(found).to_have_count(3)
    phone.mark("Žanete Ābeliņa", "excused")
    page.click("[data-undo]")
    expect(page.locator("[data-n=unmarked]")).to_have_text("30")
    page.fill("[data-search]", "")
    phone.mark("Žanete Ābeliņa", "late")
    field = phone.line("Žanete Ābeliņa").locator("[data-time=arrived] input")
    expect(field).to_have_value(re.compile(r"\d\d:\d\d"))
    field.fill("00:01") if page.locator("[data-blocks] a").first.get_attribute(
        "aria-current"
    ) else field.fill("23:31")
    page.keyboard.press("Tab")
    expect(page.locator("[data-did]")).to_contain_text(re.compile("00:01|23:31"))
    phone.expect_unsent(0)

    rows = product.backstage("ledger", session=today["session"])
    assert statuses(rows) == ["excused", "unmarked", "late", "late"]
    assert rows[-1]["arrived"] in ("00:01", "23:31")


@pytest.mark.parametrize(
    "phone", [(lang, w) for lang in ("lv", "en") for w in (360, 1280)], indirect=True
)
def test_axe_finds_nothing_on_the_phone_roster(phone, day):
    today = day(5, "AXE")
    width = phone.page.viewport_size["width"]
    phone.sign_in("trainer")
    page = phone.open_roster(today["session"])
    check(phone)
    phone.mark(today["names"][1], "late")
    phone.cut()
    phone.mark(today["names"][2], "absent")
    expect(page.locator("[data-state] .alert")).to_be_visible(timeout=30_000)
    phone.line(today["names"][3]).locator("summary").click()
    check(phone)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_roster_is_marked_by_keyboard(phone, product, day):
    today = day(3, "TAST")
    phone.sign_in("trainer")
    page = phone.open_roster(today["session"])
    phone.wait_until_kept()
    keys = Keyboard(phone)
    keys.to(f"{PEOPLE} summary")
    keys.press("Enter")
    keys.to("[data-mark=absent]")
    keys.press("Space")
    expect(page.locator("[data-n=absent]")).to_have_text("1")
    assert page.evaluate("document.activeElement.matches('summary')")
    keys.to("[data-rest]")
    keys.press("Enter")
    expect(page.locator("[data-n=present]")).to_have_text("2")
    phone.expect_unsent(0)

    rows = product.backstage("ledger", session=today["session"])
    assert sorted(statuses(rows)) == ["absent", "present", "present"]
