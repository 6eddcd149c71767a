"""The way through the product without a mouse, and the focus in sight at every stop."""

import pytest

from lms.demo.staff import PASSWORD
from tests.browser.visitors import Visitor

pytestmark = pytest.mark.browser

COHORT = "demo-next"
MAX_STOPS = 250
# The element that has the focus and whether a sighted person can tell.
_FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const shown = element => {
    const s = getComputedStyle(element);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  };
  // A choice may wear the mark on the label around it.
  const wearer = [e, e.closest("label"), e.closest("li, fieldset")].filter(Boolean);
  return {
    html: e.outerHTML.slice(0, 160),
    seen: wearer.some(shown),
    size: box.width * box.height,
    body: e === document.body,
  };
}"""


class Keyboard:
    """Moves through the visitor's page by keys; every stop must be in sight."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _stop in range(MAX_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(_FOCUS)
            if not stop["body"]:
                assert stop["seen"], f"no focus to be seen on {self.page.url}: {stop['html']}"
                assert stop["size"] > 1, f"focus on nothing on {self.page.url}: {stop['html']}"
            if self.page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
        raise AssertionError(f"Tab never reaches {selector} on {self.page.url}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def follow(self, selector: str, key: str = "Enter") -> None:
        """Reach a link or button and press it; wait for the page it leads to."""
        self.to(selector)
        with self.page.expect_navigation():
            self.press(key)

    def sign_in(self, username: str) -> None:
        self.visitor.go("login/")
        self.to("[name=login]")
        self.type(username)
        self.to("[name=password]")
        self.type(PASSWORD)
        with self.page.expect_navigation():
            self.press("Enter")
        assert "/login/" not in self.page.url


def test_skip_link_comes_first_and_leads_to_the_content(visitor):
    window = visitor(language="en")
    window.go("")
    keys = Keyboard(window)

    keys.press("Tab")
    first = window.page.evaluate("document.activeElement.getAttribute('href')")
    keys.press("Enter")

    assert first == "#main"
    assert window.page.evaluate("document.activeElement.id") == "main"


def answer_by_keyboard(keys: Keyboard) -> None:
    """Answer the question on the screen, rightly or not, and go on."""
    page = keys.page
    for number in range(page.locator("select").count()):
        keys.to(f"[name=a{number}]")
        keys.press(*["ArrowDown"] * (number + 1))
        assert page.locator(f"[name=a{number}]").input_value() == str(number)
    if page.locator("#a").count():
        keys.to("#a")
        keys.type("12,5")
    for name in ("a", "b"):
        if page.locator(f"[type=radio][name={name}]").count():
            keys.to(f"[name={name}]")
            keys.press("Space", "ArrowDown")
            assert page.locator(f"[name={name}]:checked").input_value() == "1"
    if page.locator("[type=checkbox]").count():
        keys.to("[type=checkbox]")
        keys.press("Space")
    keys.follow("form[data-autosave] button.btn")


def test_participant_enrols_reads_and_answers_by_keyboard(visitor, product):
    person = product.backstage("people", count=1, municipality="Mārupes novads", prefix="Tastatūr")[
        0
    ]
    group = product.backstage("group", cohort=COHORT, code="VID-2")
    window = visitor(language="en")
    keys = Keyboard(window)
    keys.sign_in(person["username"])
    keys.follow("main a[href$='/enrol/']")
    keys.to("[name=region]")
    window.page.keyboard.type("Vidzeme")
    keys.follow("form.filters button", "Space")
    keys.follow(f"article[aria-labelledby=g{group['id']}] button", "Space")
    window.see(window.word("Your place is confirmed. Group: %(group)s", group=group["name"]))

    window.go("module/M05/")
    keys.follow("form[action$='/start/'] button")
    keys.follow("form.deck button")
    assert "part=" in window.page.url

    window.go("module/M05/quiz/")
    keys.follow("form[action$='/quiz/'] button")
    while "/answer/" in window.page.url:
        answer_by_keyboard(keys)
    keys.follow("main form[method=post] button")
    window.see(window.word("Quiz result"))
    assert product.backstage("attempts", username=person["username"]) == 1


def test_trainer_marks_a_roster_by_keyboard(visitor, product):
    people = product.backstage("people", count=2, municipality="Mārupes novads", prefix="Rindiņ")
    ids = [person["id"] for person in people]
    product.backstage("enrol", people=ids, cohort=COHORT, group="ZEM-2")
    session = product.backstage("group", cohort=COHORT, code="ZEM-2")["sessions"][0]["id"]
    product.backstage("take_place_today", session=session)
    window = visitor(language="en")
    keys = Keyboard(window)
    keys.sign_in("manager")
    window.go(f"sessions/{session}/?part=1")
    keys.to(".roster summary")
    keys.press("Enter")
    keys.to(".roster input[type=radio]")
    # All the way through the choices: none may take the focus away.
    keys.press("Space", "ArrowRight", "ArrowRight", "ArrowRight")
    assert window.page.evaluate("document.activeElement.value") == "absent"
    keys.follow(".deck button:not([name])")

    window.see(window.word("Unmarked"))
    state = product.backstage("session_state", session=session)
    assert state["current"] == 1
