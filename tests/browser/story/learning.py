"""Taking modules through the pages: reading on, answering with the right or the wrong options."""

import tomllib
from functools import cache
from typing import Any

from tests.browser.accessibility import check
from tests.browser.visitors import Visitor
from tests.server.processes import ROOT

_TEXTS = ROOT / "courses" / "content" / "modules"
MODULES = [f"M{n:02d}" for n in range(1, 11)]


@cache
def questions(code: str, language: str) -> list[dict[str, Any]]:
    """Return a module's questions as written in the repository."""
    written = tomllib.loads((_TEXTS / f"{code}.toml").read_text())
    found: list[dict[str, Any]] = written[language]["questions"]
    return found


def start(visitor: Visitor, code: str) -> None:
    """Open the module and start it."""
    visitor.go(f"module/{code}/")
    visitor.press(visitor.form(f"/module/{code}/start/").locator("button"))


def read_one(visitor: Visitor) -> bool:
    """Mark the part on the screen as read, or write the reflection; False on the whole page."""
    page = visitor.page
    if "part=" not in page.url:
        return False
    if page.locator("#id_reflection").count():
        page.fill("#id_reflection", "Piektdien pajautāšu trim jauniešiem.")
        visitor.press(page.locator("form:has(#id_reflection) button").first)
        return True
    visitor.press("form.deck button[name=part]")
    return True


def read_to_the_end(visitor: Visitor) -> int:
    """Read every part that is left; return how many."""
    parts = 0
    while read_one(visitor):
        parts += 1
        assert parts < 30, f"reading goes in circles on {visitor.page.url}"
    return parts


def answer(visitor: Visitor, code: str, right: int) -> None:
    """Open the quiz, answer so many of the five rightly and submit."""
    visitor.go(f"module/{code}/quiz/")
    choose(visitor, code, right)
    submit(visitor)


def choose(visitor: Visitor, code: str, right: int) -> None:
    """Choose an answer to each question, the first so many of them rightly."""
    for n, question in enumerate(questions(code, visitor.language)):
        option = next(o for o in question["options"] if o["correct"] is (n < right))
        field = visitor.page.locator("form fieldset").nth(n)
        field.locator("label.option", has_text=option["text"]).first.click()


def submit(visitor: Visitor) -> None:
    """Press the quiz form's button."""
    visitor.press("form:has(fieldset) button")


def take_slowly(visitor: Visitor, code: str) -> None:
    """Read a part, leave, come back, fail the quiz, pass it, and only then finish by reading."""
    page = visitor.page
    start(visitor, code)
    check(visitor)
    first = page.url
    read_one(visitor)
    stopped_at = page.url
    assert stopped_at != first
    visitor.go("my/")
    visitor.press(page.locator("section[aria-labelledby=modules] a").first)
    assert page.url == stopped_at, "reading does not resume where it stopped"

    answer(visitor, code, right=2)
    visitor.see("2", visitor.word("Correct answer:"))
    explained = [o["feedback"] for q in questions(code, visitor.language)[2:] for o in q["options"]]
    assert sum(text in visitor.main() for text in explained) >= 3
    check(visitor)
    answer(visitor, code, right=4)
    assert visitor.word("Module completed.") not in visitor.main()
    visitor.go("my/")
    assert _completed(visitor) == 0
    visitor.go(f"module/{code}/")
    read_to_the_end(visitor)
    visitor.see(visitor.word("Module completed."))
    visitor.go("my/")
    assert _completed(visitor) == 1


def take_quickly(visitor: Visitor, code: str) -> None:
    """Read everything and answer everything rightly."""
    start(visitor, code)
    read_to_the_end(visitor)
    answer(visitor, code, right=5)


def _completed(visitor: Visitor) -> int:
    word = visitor.word("Completed: %(completed)s of %(total)s", completed="@", total="@")
    before, after = word.split("@")[:2]
    shown = visitor.page.inner_text("section[aria-labelledby=modules]")
    return int(shown.split(before.strip())[1].split(after.strip())[0])
