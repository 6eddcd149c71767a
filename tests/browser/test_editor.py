"""As an editor: a new module with every kind of block, reviewed, scheduled, versioned, translated.

The pictures of docs/editors.md come from here: PICTURES=docs/pictures names the folder.
"""

import datetime as dt
import os
import time

import pytest
from django.utils import timezone

from tests.browser.editing import module
from tests.browser.editing.desk import Desk
from tests.browser.editing.files import make_files
from tests.browser.editing.texts import CODE, FIELDS
from tests.browser.visitors import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

MINUTES = 20
# The background looks every minute for what is due.
SECONDS_TO_PUBLISH = 150


def picture(visitor: Visitor, name: str) -> None:
    """Keep a picture for docs/ where the environment says so."""
    if folder := os.environ.get("PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png")


def test_editor_brings_out_a_module_in_twenty_minutes(visitor, product, tmp_path):
    editor = visitor(language="lv", size=WIDE)
    editor.sign_in("editor")
    desk = Desk(editor)
    folder = make_files(tmp_path)
    moment = timezone.localtime() + dt.timedelta(days=1)

    module.begin(desk)
    module.write(desk, folder, picture)
    module.schedule(desk, f"{moment:%Y-%m-%d} 09:00", picture)
    for role in ("trainer", "language"):
        reviewer = visitor(language="lv", size=WIDE)
        reviewer.sign_in(role)
        module.approve(reviewer, picture)

    page = product.backstage("module_pages", code=CODE)["lv"]
    public = visitor(language="lv", size=NARROW)
    public.open(page["url"], 404)
    assert product.backstage("reach_publication", code=CODE) == 1
    _wait_for(public, page["url"])
    _see_version(public, "1.0", FIELDS["title"].lv)

    module.translate(desk, folder, picture)
    english = product.backstage("module_pages", code=CODE)["en"]
    public.open(english["url"])
    _see_version(public, "1.0", FIELDS["title"].en)

    module.publish(desk, page["id"], "version", "Jauns mērķis.", {"aim": "Īsāks mērķis."})
    module.publish(desk, english["id"], "translation", "", {"aim": "A shorter aim."})
    module.mark_as_up_to_date(desk, page["id"], picture)
    public.open(page["url"])
    _see_version(public, "2.0", "Īsāks mērķis.")
    public.open(english["url"])
    _see_version(public, "2.0", "A shorter aim.")

    assert desk.minutes < MINUTES, f"{desk.clicks} clicks and {desk.texts} texts"


def _wait_for(public: Visitor, url: str) -> None:
    end = time.monotonic() + SECONDS_TO_PUBLISH
    while (answer := public.page.goto(url)) is None or answer.status != 200:
        assert time.monotonic() < end, f"{url} was never published"
        time.sleep(2)


def _see_version(public: Visitor, number: str, text: str) -> None:
    shown = " ".join(public.main().split())
    assert text in shown
    version = public.word("version %(n)s", n=number)
    assert version in shown or f"version {number}" in shown
