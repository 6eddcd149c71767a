"""The trainer's five days on a phone: roster, exceptions, what is unmarked, closing."""

from tests.browser.accessibility import check
from tests.browser.installation import Installation
from tests.browser.visitors import Visitor

LATE, ABSENT_OFTEN = 1, 2  # rows of the roster
# One of the nine misses two whole days and stays under the 32 hours.
COMPLETED = 8


def trainer_keeps_five_days(
    trainer: Visitor, product: Installation, cohort: str, code: str
) -> None:
    """Mark and close every day of the group."""
    trainer.sign_in("trainer")
    group = product.backstage("group", cohort=cohort, code=code)
    assert [s["day"] for s in group["sessions"]] == ["K1", "K2", "K3", "T1", "T2"]
    trainer.go("sessions/")
    check(trainer)
    for n, session in enumerate(group["sessions"]):
        product.backstage("take_place_today", session=session["id"])
        trainer.go("sessions/")
        trainer.press(f'main a[href$="/sessions/{session["id"]}/"]')
        if n == 0:
            _closing_is_refused_while_somebody_is_unmarked(trainer)
        _mark_the_rest_present(trainer)
        if n == 0:
            _mark(trainer, LATE, block=0, status="late", time="10:40")
        if n in (1, 2):
            _mark(trainer, ABSENT_OFTEN, block=0, status="absent")
            _mark(trainer, ABSENT_OFTEN, block=1, status="absent")
        if n < 3:
            _save(trainer)
        if n == 0:
            check(trainer)
        _close(trainer)
        trainer.see(trainer.word("The day is closed."))
        assert product.backstage("session_state", session=session["id"])["state"] == "closed"
        trainer.go("sessions/")
    trainer.go(f"sessions/{group['sessions'][0]['id']}/")
    check(trainer)


def _closing_is_refused_while_somebody_is_unmarked(trainer: Visitor) -> None:
    people = trainer.page.locator(".roster > li")
    assert people.count() == 9
    check(trainer)
    _mark(trainer, 0, block=0, status="present")
    _mark(trainer, 0, block=1, status="present")
    _save(trainer)
    _close(trainer)
    unmarked = people.nth(1).locator("summary > span").first.inner_text()
    assert unmarked in trainer.page.inner_text(".says"), "the unmarked are not named"


def _mark(trainer: Visitor, row: int, block: int, status: str, time: str = "") -> None:
    line = trainer.page.locator(".roster > li").nth(row)
    if line.locator("details[open]").count() == 0:
        line.locator("summary").click()
    marks = line.locator(".marks").nth(block)
    marks.locator(f"label:has(input[value={status}])").click()
    if time:
        marks.locator("input[type=time]").fill(time)


def _mark_the_rest_present(trainer: Visitor) -> None:
    trainer.press("form[data-roster] button[name=all]")
    assert trainer.page.inner_text('[data-n="unmarked"]') == "0"


def _save(trainer: Visitor) -> None:
    trainer.press("form[data-roster] .deck button:not([name])")


def _close(trainer: Visitor) -> None:
    trainer.press('form[action$="/close/"] button:not([name])')
