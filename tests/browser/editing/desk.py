"""An editor's hands: every field of Wagtail's form filled as a person does, and each act counted."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Locator, Page

from tests.browser.visitors import Visitor

# The keystroke-level model (Card, Moran and Newell, 1983): think, point, press; for a text also
# turn to the manuscript, select and copy there, come back and paste.
SECONDS_A_CLICK, SECONDS_A_TEXT = 2.65, 5.3


@dataclass(frozen=True)
class Upload:
    """A file for a chooser, with who made it and under which licence."""

    title: str
    path: Path
    author: str = "Vija Kadiķe"
    licence: str = "CC BY 4.0"
    source: str = "pašu uzņēmums"


@dataclass(frozen=True)
class Table:
    """A table: its caption, headings and rows of cells."""

    caption: str
    headings: list[str]
    rows: list[list[str]]


class Desk:
    """Fills forms of the admin and counts what a person would have to do for it.

    What a field is given decides how it is filled: words are typed, True ticks, a dict goes into the
    fields of a block, a list into a list of them, a list of pairs into a stream of named blocks. What
    stands there already is filled anew.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page
        self.clicks = 0
        self.texts = 0

    @property
    def minutes(self) -> float:
        """What a practised person would need, with the texts ready to be copied."""
        return (self.clicks * SECONDS_A_CLICK + self.texts * SECONDS_A_TEXT) / 60

    def click(self, what: str | Locator) -> None:
        """Click once."""
        (self.page.locator(what) if isinstance(what, str) else what).click()
        self.clicks += 1

    def go(self, what: str | Locator) -> None:
        """Click what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.click(what)

    def fill(self, name: str, value: Any) -> None:
        """Fill the field, block, list or stream of this name."""
        if isinstance(value, dict):
            for field, inner in value.items():
                self.fill(f"{name}-{field}", inner)
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                self._entry(name, n, inner)
        elif isinstance(value, Upload):
            self._upload(name, value)
        elif isinstance(value, Table):
            self._table(name, value)
        else:
            self._field(name, value)

    def tab(self, label: str) -> None:
        """Turn to a tab of the form."""
        self.click(self.page.get_by_role("tab", name=label, exact=True))

    def choose(self, name: str, beginning: str) -> None:
        """Choose the entry of a list that begins so."""
        options = self.page.locator(f"[name='{name}'] option").all_inner_texts()
        [label] = [text.strip() for text in options if text.strip().startswith(beginning)]
        self.page.select_option(f"[name='{name}']", label=label)
        self.clicks += 2

    def press(self, action: str) -> None:
        """Press a button of the menu at the foot of the form, and wait for the next page."""
        self.click("footer .w-dropdown__toggle")
        self.go(f"footer button{action}")

    def _entry(self, name: str, n: int, value: Any) -> None:
        label, value = value if isinstance(value, tuple) else ("", value)
        if n >= self._count(name):
            box = f"[name='{name}-count'] + div"  # the plus of a list, or of a stream
            plus = f"{box} > .c-sf-add-button, {box} > div > .c-sf-add-button"
            self.click(self.page.locator(plus).last)
            if label:
                self._choose_kind(self.page.locator(plus).last, label)
            self.page.wait_for_selector(f"[name='{name}-{n}-type']", state="attached")
        self.fill(f"{name}-{n}-value", value)

    def _choose_kind(self, plus: Locator, label: str) -> None:
        kinds = self.page.locator(".w-combobox:visible .w-combobox__option")
        kind = kinds.filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        try:
            kind.wait_for(timeout=3000)
        except Error:  # saving by itself closes the menu now and then
            self.click(plus)
        self.click(kind)

    def _field(self, name: str, value: str | bool) -> None:
        field = self.page.locator(f"[name='{name}']")
        field.first.wait_for(state="attached")
        kind = field.first.evaluate("field => field.type")
        if kind == "radio":
            self.click(f"[name='{name}'][value='{value}']")
        elif kind == "checkbox":
            self.click(field)
        elif kind == "select-one":
            field.select_option(str(value))
            self.clicks += 2
        elif kind == "hidden":  # the field behind a text with bold and lists
            self._words(
                field.locator("xpath=following-sibling::*").locator("[role=textbox]"), value
            )
        else:
            field.fill(str(value))
            self.texts += 1

    def _words(self, box: Locator, value: Any) -> None:
        box.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(str(value))
        self.texts += 1

    def _count(self, name: str) -> int:
        return int(self.page.locator(f"[name='{name}-count']").input_value())

    def _upload(self, name: str, file: Upload) -> None:
        block = self.page.locator(f"#{name}-chooser")
        self.click(block.locator("[data-chooser-action-choose]").first)
        window = self.page.locator(".modal-dialog").last
        self.click(window.locator("[role=tab][href='#tab-upload']"))
        window.locator("[type=file]").set_input_files(file.path)
        self.clicks += 3  # the button, the file, the word to take it
        for field in ("title", "author", "licence", "source"):
            window.locator(f"[name$='upload-{field}']").fill(getattr(file, field))
            self.texts += 1
        self.click(window.locator("#tab-upload [type=submit]"))
        block.locator("[data-chooser-title]", has_text=file.title).wait_for()

    def _table(self, name: str, table: Table) -> None:
        block = self.page.locator(f"[name='{name}-column-count']").locator("xpath=..")
        self._field(f"{name}-caption", table.caption)
        for n, heading in enumerate(table.headings):
            if not self.page.locator(f"[name='{name}-column-{n}-heading']").count():
                self.click(block.locator("[data-append-column]").last)
                self.click(block.locator(".add-column-menu:visible button"))
            self._field(f"{name}-column-{n}-heading", heading)
        for row, cells in enumerate(table.rows):
            if not self.page.locator(f"[name='{name}-cell-{row}-0']").count():
                self.click(block.locator("[data-add-row]").last)
            for column, text in enumerate(cells):
                self._field(f"{name}-cell-{row}-{column}", text)
