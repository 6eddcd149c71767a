"""The way of a new module: begun, written, reviewed twice, scheduled, changed and translated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.editing.desk import Desk
from tests.browser.editing.texts import CODE, FIELDS, QUIZ, body, only
from tests.browser.visitors import Visitor

Picture = Callable[[Visitor, str], None]


def begin(desk: Desk) -> None:
    """Add the module to the programme."""
    desk.visitor.open("/admin/")
    desk.click("#wagtail-sidebar button:has-text('Programma')")
    desk.go("#wagtail-sidebar a[href='/admin/snippets/courses/module/']")
    desk.go("header a[href$='/module/add/']")
    desk.choose("programme", "Digitālais")
    desk.fill("code", CODE)
    desk.choose("day", "T2")
    desk.go("footer [type=submit]")


def write(desk: Desk, folder: Path, picture: Picture) -> None:
    """Fill in the whole page in Latvian and save it as a draft."""
    desk.go("#wagtail-sidebar a[href='/admin/module_pages/']")
    desk.go("header a[href*=choose_parent]")
    desk.choose("module", CODE)
    _write(desk, folder, "lv", picture)
    desk.go("footer .action-save")


def schedule(desk: Desk, moment: str, picture: Picture) -> None:
    """Set the time of publication, such as 2026-12-24 09:00, and hand the page in for review."""
    desk.click("[data-side-panel-toggle=status]")
    desk.click("[data-a11y-dialog-show=schedule-publishing-dialog]")
    desk.fill("go_live_at", moment)
    picture(desk.visitor, "editor-schedule")
    desk.click(".xdsoft_datetimepicker:visible .xdsoft_time.xdsoft_current")
    desk.go("#schedule-publishing-dialog [type=submit]")
    desk.press("[name=action-submit]")


def approve(reviewer: Visitor, picture: Picture) -> None:
    """Open the page that waits, and approve it."""
    reviewer.open("/admin/")
    picture(reviewer, "reviewer-waiting")
    reviewer.press("main table a[title][href$='/edit/']")
    reviewer.page.click("footer .w-dropdown__toggle")
    approving = "footer [data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
    reviewer.press(approving)
    assert reviewer.word("Approved. The editor is told by e-mail.") in reviewer.page.inner_text(
        ".messages"
    )


def translate(desk: Desk, folder: Path, picture: Picture) -> None:
    """Make the English page out of the Latvian one, say everything in English, and publish."""
    desk.click("#wagtail-sidebar button:has-text('Pārskati')")
    desk.go("#wagtail-sidebar a[href='/admin/translations/']")
    row = desk.page.locator("tr", has_text=FIELDS["title"].lv)
    desk.go(row.locator("a[href*=translation]").last)
    picture(desk.visitor, "editor-translation")
    desk.click("main [name=locales]")
    desk.go("main form [type=submit]")
    _write(desk, folder, "en", picture)
    desk.press("[name=action-publish]")


def publish(desk: Desk, page: int, kind: str, note: str, fields: dict[str, Any]) -> None:
    """Change a page, say what the publication is, and publish it."""
    desk.visitor.open(f"/admin/pages/{page}/edit/")
    for name, value in fields.items():
        desk.fill(name, value)
    desk.tab("Versija")
    desk.fill("edition_kind", kind)
    desk.fill("edition_note", note)
    desk.press("[name=action-publish]")


def mark_as_up_to_date(desk: Desk, source: int, picture: Picture) -> None:
    """Compare both languages and say that the translation is up to date."""
    desk.visitor.open(f"/admin/translations/{source}/")
    picture(desk.visitor, "editor-side-by-side")
    desk.go("main form:has([name=revision]) button")


def _write(desk: Desk, folder: Path, language: str, picture: Picture) -> None:
    for name, value in only(FIELDS, language).items():
        desk.fill(name, value)
    desk.fill("body", only(body(folder), language))
    desk.page.locator("[name='body-3-value-title']").evaluate("field => field.scrollIntoView()")
    picture(desk.visitor, f"editor-page-{language}")
    desk.tab("Pārbaudes jautājumi")
    desk.fill("quiz", only(QUIZ, language))
    picture(desk.visitor, f"editor-quiz-{language}")
