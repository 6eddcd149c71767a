"""Taking modules through the pages: reading on, answering with the right or the wrong options."""

import tomllib
from decimal import Decimal
from functools import cache
from typing import Any

from tests.browser.accessibility import check
from tests.browser.visitors import Visitor
from tests.server.processes import ROOT

_TEXTS = ROOT / "courses" / "content" / "modules"
SUBMIT = "main form[method=post] button"
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


def answer(visitor: Visitor, code: str, right: int) -> list[dict[str, Any]]:
    """Answer the quiz, so many questions rightly, and submit; return the questions asked."""
    asked = choose(visitor, code, right)
    submit(visitor)
    return asked


def choose(visitor: Visitor, code: str, right: int, *, look: bool = False) -> list[dict[str, Any]]:
    """Begin the quiz and answer every question, the first so many of them rightly."""
    visitor.go(f"module/{code}/quiz/")
    visitor.press(visitor.form("/quiz/").locator("button"))
    asked: list[dict[str, Any]] = []
    while "/answer/" in visitor.page.url:
        question = asked_now(visitor, code)
        if look:
            check(visitor)
        answer_one(visitor, question, right=len(asked) < right)
        asked.append(question)
        assert len(asked) < 60, f"the quiz goes in circles on {visitor.page.url}"
    return asked


def asked_now(visitor: Visitor, code: str) -> dict[str, Any]:
    """Return the question on the screen as written in the repository."""
    shown = _plain(visitor.main())
    found = [q for q in questions(code, visitor.language) if _plain(q["text"]) in shown]
    assert found, f"an unknown question on {visitor.page.url}"
    return max(found, key=lambda question: len(question["text"]))


def _plain(text: str) -> str:
    return " ".join(text.split())


def answer_one(visitor: Visitor, question: dict[str, Any], *, right: bool) -> None:
    """Fill the question in and go on to the next page."""
    kind = question.get("kind", "single")
    if "options" in question:
        _pick(visitor, question["options"], right=right, every=kind == "multiple")
    elif kind == "true_false":
        wanted = question["answer"] is right
        visitor.page.locator("label.option").nth(0 if wanted else 1).click()
    elif kind in {"matching", "ordering"}:
        _select_all(visitor, question, right=right)
    else:
        visitor.page.fill("#a", _typed(question, right=right))
    if kind == "scenario":
        visitor.press("button[value=lock]")
        _pick(visitor, question["follow_up_options"], right=right)
    visitor.press("form[data-autosave] button.btn >> nth=0")


def _select_all(visitor: Visitor, question: dict[str, Any], *, right: bool) -> None:
    if question["kind"] == "matching":
        lefts = [pair["left"] for pair in question["pairs"]]
        rights = [pair["right"] for pair in question["pairs"]]
        chosen = zip(lefts, _turned(rights, right=right), strict=True)
    else:
        steps = _turned(question["items"], right=right)
        chosen = zip(steps, map(str, range(1, len(steps) + 1)), strict=True)
    for label, choice in chosen:
        _select(visitor, label, choice)


def _typed(question: dict[str, Any], *, right: bool) -> str:
    if question["kind"] == "short_text":
        return str(question["accepted"][0]) if right else "Qwx"
    off = 0 if right else Decimal(question.get("tolerance", "0")) + 1
    return str(Decimal(question["answer"]) + off)


def _turned(texts: list[str], *, right: bool) -> list[str]:
    return texts if right else [*texts[1:], texts[0]]


def _pick(
    visitor: Visitor, options: list[dict[str, Any]], *, right: bool, every: bool = False
) -> None:
    """Choose a right or a wrong option; all of them where several are right."""
    wanted = [_plain(option["text"]) for option in options if option["correct"] is right]
    shown = visitor.page.locator("label.option")
    texts = [_plain(text) for text in shown.all_inner_texts()]
    for text in wanted if every else wanted[:1]:
        shown.nth(texts.index(text)).click()


def _select(visitor: Visitor, label: str, choice: str) -> None:
    for field in visitor.page.locator(".field:has(select)").all():
        if _plain(field.locator("label").inner_text()) == _plain(label):
            field.locator("select").select_option(label=_plain(choice))
            return
    raise AssertionError(f"no choice for {label!r} on {visitor.page.url}")


def submit(visitor: Visitor) -> None:
    """Press the button of the last page."""
    visitor.press(SUBMIT)


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

    visitor.go(f"module/{code}/quiz/")
    check(visitor)
    asked = choose(visitor, code, right=2, look=True)
    check(visitor)
    submit(visitor)
    visitor.see("2", visitor.word("Correct answer:"))
    for question in asked[2:]:
        given = [o for o in question.get("options", ()) if not o["correct"]] or [question]
        shown = _plain(visitor.main())
        assert any(_plain(one["feedback"]) in shown for one in given), question["text"]
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
