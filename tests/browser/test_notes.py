"""Notes typed on a module's page: no button loses them, with a script or without."""

import pytest

from tests.browser.visitors import NARROW

pytestmark = pytest.mark.browser
MODULE = "module/M07/"  # the demo participant is in the middle of it


def unfold(visitor, text, part=0):
    """Open the note of a part that is shown and type the text."""
    tools = visitor.page.locator(".part-tools").nth(part)
    if tools.locator("details").get_attribute("open") is None:
        tools.locator("summary").click()
    tools.locator("textarea").fill(text)
    return tools


@pytest.mark.parametrize("scripts", [True, False])
def test_going_to_the_next_part_saves_the_note(visitor, scripts):
    reader = visitor(language="en", size=NARROW, java_script_enabled=scripts)
    reader.sign_in("participant")
    there = reader.go(MODULE).url
    text = f"A thought, scripts: {scripts}"
    unfold(reader, text)

    reader.press("form.deck button")

    assert reader.page.url != there
    reader.go("my/notes/?module=M07")
    reader.see(text)


def test_saving_keeps_the_place_and_leaving_asks_first(visitor):
    reader = visitor(language="en")
    reader.sign_in("participant")
    reader.go(MODULE)
    reader.press(reader.page.get_by_text(reader.word("Read the whole module on one page")))
    whole = reader.page.url

    tools = unfold(reader, "Saved on the whole page", part=2)
    reader.press(tools.locator("button[name=save]"))

    assert reader.page.url.startswith(f"{whole}#my-")
    saved = reader.page.locator(".part-tools").nth(2)
    assert saved.locator("textarea").input_value() == "Saved on the whole page"
    asked = []
    reader.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    unfold(reader, "Not saved", part=4)
    reader.page.locator(".brand").click()
    reader.page.wait_for_timeout(500)
    assert (asked, reader.page.url.startswith(whole)) == (["beforeunload"], True)
    reader.press(reader.page.locator(".part-tools").nth(3).locator("button").first)
    assert asked == ["beforeunload"]
    assert reader.page.locator(".part-tools").nth(4).locator("textarea").input_value() == (
        "Not saved"
    )
