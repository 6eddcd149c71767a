"""What people do without meaning harm: double clicks, the back button, wrong passwords, no scripts."""

import contextlib

import pytest
from playwright.sync_api import Error, Locator

from lms.demo.staff import PASSWORD
from tests.browser.story import learning
from tests.browser.visitors import NARROW, Visitor

pytestmark = pytest.mark.browser

COHORT = "demo-next"
SECONDS_BETWEEN_CLICKS = 0.02


@pytest.fixture
def somebody(product, request):
    """A person with an account and no place yet, of this test alone."""
    prefix = "".join(ch for ch in request.node.name.title() if ch.isalpha())[4:22]
    return product.backstage("people", count=1, municipality="Mārupes novads", prefix=prefix)[0]


def double_click(visitor: Visitor, button: Locator) -> None:
    """Click twice as a hand does, and wait until the page that comes has settled.

    Chromium merges two clicks within one millisecond, as a program makes them, into one request.
    """
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.evaluate("window.isTheOldPage = true")
    visitor.page.mouse.click(*middle)
    visitor.page.wait_for_timeout(SECONDS_BETWEEN_CLICKS * 1000)
    visitor.page.mouse.click(*middle)
    for _wait in range(200):
        visitor.page.wait_for_timeout(50)
        with contextlib.suppress(Error):  # the page is just being exchanged
            if not visitor.page.evaluate("window.isTheOldPage"):
                break
    visitor.page.wait_for_load_state("load")


def _enrol_button(visitor: Visitor, group: dict) -> Locator:
    visitor.go(f"enrol/?region={group['region']}")
    return visitor.page.locator(f"article[aria-labelledby=g{group['id']}] button")


def _posts(visitor: Visitor, ending: str) -> int:
    return sum(line.startswith("POST") and line.endswith(ending) for line in visitor.requests)


def test_double_click_on_enrol_gives_one_place(visitor, product, somebody):
    group = product.backstage("group", cohort=COHORT, code="VID-2")
    window = visitor(language="en")
    window.sign_in(somebody["username"])

    double_click(window, _enrol_button(window, group))

    assert _posts(window, f"/enrol/{group['id']}/") == 2
    rows = product.backstage("enrolments", username=somebody["username"])
    assert [(row["group"], row["state"]) for row in rows] == [("VID-2", "confirmed")]
    assert window.page.url.endswith("/en/my/")
    window.see(window.word("Your place is confirmed. Group: %(group)s", group=group["name"]))


def test_double_click_on_quiz_stores_one_try(visitor, product, somebody):
    window = visitor(language="en")
    window.sign_in(somebody["username"])
    learning.start(window, "M02")
    window.go("module/M02/quiz/")

    double_click(window, window.form("/quiz/").locator("button"))

    assert _posts(window, "/quiz/") == 2
    assert product.backstage("attempts", username=somebody["username"]) == 1

    learning.choose(window, "M02", right=5)
    double_click(window, window.page.locator(learning.SUBMIT))

    assert _posts(window, "/submit/") == 2
    assert product.backstage("attempts", username=somebody["username"]) == 1
    window.see(window.word("Quiz result"))


def test_double_click_on_save_and_close_marks_once(visitor, product, somebody):
    product.backstage("enrol", people=[somebody["id"]], cohort=COHORT, group="RIG-2")
    session = product.backstage("group", cohort=COHORT, code="RIG-2")["sessions"][0]["id"]
    product.backstage("take_place_today", session=session)
    window = visitor(language="en")
    window.sign_in("manager")
    window.go(f"sessions/{session}/")

    double_click(window, window.page.locator("form[data-roster] button[name=all]"))

    people = window.page.locator(".roster > li").count()
    assert product.backstage("session_state", session=session)["marks"] == 2 * people

    double_click(window, window.page.locator('form[action$="/close/"] button:not([name])'))

    assert product.backstage("session_state", session=session)["state"] == "closed"
    window.see(window.word("The day is closed."))


def test_double_click_on_invitation_keeps_the_link_that_is_shown(visitor, product):
    window = visitor(language="en")
    window.sign_in("lead")
    window.go("team/")
    form = window.page.locator('form[action$="/invite/"]').last
    action = form.get_attribute("action")

    double_click(window, form.locator("button"))

    assert _posts(window, action) == 2
    window.see(
        window.word("An invitation was made a moment ago. Wait a minute before making another.")
    )


def test_back_button_after_saving_changes_nothing(visitor, product, somebody):
    group = product.backstage("group", cohort=COHORT, code="ZEM-1")
    window = visitor(language="en")
    window.sign_in(somebody["username"])
    window.press(_enrol_button(window, group))
    window.page.go_back()
    again = window.page.locator(f"article[aria-labelledby=g{group['id']}] button")
    if again.count():
        window.press(again)
        window.see(window.word("Your place is confirmed. Group: %(group)s", group=group["name"]))

    learning.start(window, "M03")
    learning.answer(window, "M03", right=5)
    window.page.go_back()
    if window.page.url.endswith("/submit/"):
        learning.submit(window)
    assert len(product.backstage("enrolments", username=somebody["username"])) == 1
    assert product.backstage("attempts", username=somebody["username"]) == 1
    window.see(window.word("Quiz result"))


def test_wrong_password_ten_times_locks_with_a_sentence(visitor, somebody):
    window = visitor(language="lv")
    window.go("login/")
    for n in range(10):
        window.page.fill("[name=login]", somebody["username"])
        window.page.fill("[name=password]", f"not-the-password-{n}")
        window.press("main form button")
        assert window.page.locator("[role=alert], .error").count() > 0
    locked = "Too many attempts. Wait five minutes and try again, or choose a new password."
    window.see(window.word(locked))
    window.page.fill("[name=login]", somebody["username"])
    window.page.fill("[name=password]", PASSWORD)
    window.press("main form button")
    window.see(window.word(locked))


def test_expired_and_unknown_invitations_say_what_to_do(visitor, product):
    lead = visitor(language="en")
    lead.sign_in("lead")
    lead.go("team/")
    lead.press('a[href$="/add/"]')
    lead.page.fill("[name=given_name]", "Valfrīds")
    lead.page.fill("[name=family_name]", "Kalmītis")
    lead.press("main form button")
    row = lead.page.locator("tr", has_text="Valfrīds Kalmītis")
    person = row.locator('form[action$="/invite/"]').get_attribute("action").split("/")[-3]
    lead.press(row.locator('form[action$="/invite/"] button'))
    link = lead.main().split("http://")[1].split()[0]
    product.backstage("expire_invitations", person=int(person))

    stranger = visitor(language="lv")
    stranger.open("http://" + link, 410)
    stranger.see(stranger.word("The invitation has expired"))
    stranger.go("invitation/no-such-link/", 404)
    stranger.see(stranger.word("There is no such invitation"))


def test_participant_needs_no_script(visitor, product, somebody):
    group = product.backstage("group", cohort=COHORT, code="LAT-1")
    window = visitor(language="en", size=NARROW, java_script_enabled=False)
    window.sign_in(somebody["username"])
    window.press('main a[href$="/enrol/"]')
    window.page.select_option("[name=region]", group["region"])
    window.press("form.filters button")
    window.press(window.page.locator(f"article[aria-labelledby=g{group['id']}] button"))
    window.see(window.word("Your place is confirmed. Group: %(group)s", group=group["name"]))
    learning.take_quickly(window, "M04")
    window.see(window.word("Quiz result"))
    window.go("my/certificate/")
    window.see("M05")


def test_trainer_needs_no_script(visitor, product, somebody):
    product.backstage("enrol", people=[somebody["id"]], cohort=COHORT, group="KUR-2")
    session = product.backstage("group", cohort=COHORT, code="KUR-2")["sessions"][1]["id"]
    product.backstage("take_place_today", session=session)
    window = visitor(language="en", size=NARROW, java_script_enabled=False)
    window.sign_in("manager")
    window.go(f"sessions/{session}/")
    window.press("form[data-roster] button[name=all]")
    line = window.page.locator(".roster > li").last
    line.locator("summary").click()
    line.locator(".marks").first.locator("label:has(input[value=late])").click()
    window.press("form[data-roster] .deck button:not([name])")
    assert window.page.locator(".error").count() == 1
    window.page.locator(".more:has(.error) input").fill("10:40")
    window.press("form[data-roster] .deck button:not([name])")
    window.press('form[action$="/close/"] button:not([name])')
    assert product.backstage("session_state", session=session)["state"] == "closed"
