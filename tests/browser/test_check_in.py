"""A training morning: the screen of the room, two phones, and the number that rises by itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import check, settle
from tests.browser.installation import Installation
from tests.browser.visitors import NARROW, PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser
Come = Callable[..., Visitor]
SCREEN = (1920, 1080)
MILLISECONDS = 15_000


def address(page: Page) -> str:
    """Read the address that the drawing on the screen holds."""
    found = page.locator("[data-address]").get_attribute("data-address")
    assert found is not None
    return found


def look(visitor: Visitor) -> None:
    """Check the page at both widths; nothing may stick out to the side."""
    for width, height in (WIDE, NARROW):
        visitor.page.set_viewport_size({"width": width, "height": height})
        check(visitor)
        extent = visitor.page.evaluate("document.scrollingElement.scrollWidth")
        assert extent <= width, f"{visitor.page.url}: {extent} px at {width}"


@pytest.mark.parametrize("language", ["lv", "en"])
def test_a_morning_of_self_check_in(visitor: Come, product: Installation, language: str):
    someone = {"lv": "participant", "en": "lead"}[language]
    day = product.backstage("day_begins", username=someone, trainer="trainer")
    wall = visitor(language=language, size=SCREEN)
    wall.sign_in("trainer")
    _open_on_the_screen(wall, day["session"])
    before = wall.page.inner_text("[data-part=count]")
    loads = sum("/check-in/ " in f"{one} " for one in wall.requests)

    phone = visitor(language=language, size=PHONE)
    _scan_sign_in_and_confirm(phone, address(wall.page), someone)

    expect(wall.page.locator("[data-part=count]")).not_to_have_text(before, timeout=MILLISECONDS)
    first = before.split()[0]
    came = int(first) + 1 if first.isdigit() else 1  # "nobody yet" before the first
    shown = wall.page.inner_text("[data-part=count]")
    assert f"{came} {_of(language)} {day['expected']}" in shown
    assert sum("/check-in/ " in f"{one} " for one in wall.requests) == loads, (
        "the page was reloaded"
    )
    _the_code_changes_by_itself(wall)
    look(wall)
    _say_when_the_connection_is_gone(wall)
    _close(wall)


def _of(language: str) -> str:
    return {"lv": "no", "en": "of"}[language]


def _open_on_the_screen(wall: Visitor, session: int) -> None:
    wall.go(f"sessions/{session}/check-in/")
    if wall.page.locator("[data-address]").count():  # open since another test
        wall.press('form[action$="/check-in/close/"] button')
    wall.go(f"sessions/{session}/")
    wall.press(wall.page.locator('form[action$="/check-in/open/"] button'))
    svg = wall.page.locator("[data-part=qr] svg").bounding_box()
    assert svg is not None
    assert svg["height"] > 600, "the drawing is too small for the last row"
    assert svg["y"] + svg["height"] <= SCREEN[1]
    tall = wall.page.evaluate("document.scrollingElement.scrollHeight")
    assert tall <= SCREEN[1], "the screen of a room cannot be scrolled"


def _scan_sign_in_and_confirm(phone: Visitor, scanned: str, username: str) -> None:
    phone.open(scanned)
    assert "/login/" in phone.page.url
    phone.page.fill("[name=login]", username)
    phone.page.fill("[name=password]", "demo-digitali-2026")
    phone.press("main form button")
    assert scanned.rsplit("/", 2)[1] in phone.page.url
    look(phone)
    phone.press(phone.page.get_by_role("button", name=phone.word("I am here")))
    assert phone.page.url.endswith("/my/")
    phone.go("check-in/")
    look(phone)
    phone.page.fill("[name=code]", "12")
    phone.press("main form button")
    assert phone.page.locator("[aria-invalid=true]").count() == 1
    check(phone)
    phone.go("check-in/long-gone/", 410)
    look(phone)


def _the_code_changes_by_itself(wall: Visitor) -> None:
    old = address(wall.page)
    expect(wall.page.locator("[data-address]")).not_to_have_attribute(
        "data-address", old, timeout=45_000
    )


def _say_when_the_connection_is_gone(wall: Visitor) -> None:
    silence = wall.page.locator("[data-silence]")
    assert silence.is_hidden()
    wall.page.route("**/check-in/code/", lambda route: route.abort())
    expect(silence).to_be_visible(timeout=MILLISECONDS)
    settle(wall.page)
    check(wall)
    wall.page.unroute("**/check-in/code/")
    expect(silence).to_be_hidden(timeout=MILLISECONDS)
    # Chromium says in its console that the request was stopped, which is what this wanted.
    wall.faults[:] = [fault for fault in wall.faults if "net::ERR_FAILED" not in fault]


def _close(wall: Visitor) -> None:
    wall.press('form[action$="/check-in/close/"] button')
    wall.see(wall.word("Self check-in is closed."))
    wall.press('form[action$="/check-in/open/"] button')
    assert wall.page.locator("[data-address]").count() == 1


def test_the_screen_changes_without_a_script_too(visitor: Come, product: Installation):
    day = product.backstage("day_begins", username="participant", trainer="trainer")
    wall = visitor(language="lv", size=SCREEN, java_script_enabled=False)
    wall.sign_in("trainer")
    wall.go(f"sessions/{day['session']}/check-in/")
    if wall.page.locator("[data-address]").count() == 0:
        wall.press(wall.page.locator('form[action$="/check-in/open/"] button').first)
    loads = len(wall.requests)
    wall.page.wait_for_timeout(12_000)
    assert f"GET /lv/sessions/{day['session']}/check-in/" in wall.requests[loads:]
