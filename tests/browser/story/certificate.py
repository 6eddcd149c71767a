"""From "what is missing" to a certificate that a stranger can check, and the counter."""

import io
import re
import time

import icalendar
import pypdf

from tests.browser.accessibility import check
from tests.browser.visitors import Visitor

STEPS = ("registered", "started", "completed", "certified")


def counters(public: Visitor) -> dict[str, int]:
    """Read the four counters from the home page."""
    public.go("")
    values = public.page.locator("dl.stats dd").all_inner_texts()
    return dict(zip(STEPS, map(int, values), strict=True))


def newcomer_sees_what_is_missing(newcomer: Visitor, completed: int) -> None:
    """Read the conditions one by one while modules are missing."""
    newcomer.go("my/certificate/")
    newcomer.see(
        newcomer.word(
            "%(done)s of %(total)s; at least %(min)s needed", done="40", total="40", min="32"
        ),
        "M02, M03",
    )
    check(newcomer)


def newcomer_sees_all_is_met(newcomer: Visitor) -> None:
    """Read the conditions again when everything is done."""
    newcomer.go("my/certificate/")
    assert "M02" not in newcomer.main()
    check(newcomer)


def manager_issues(manager: Visitor, group_id: int, name: str) -> None:
    """Preview the group, order, and watch until the work is done."""
    page = manager.sign_in("manager")
    manager.go(f"groups/{group_id}/")
    check(manager)
    manager.press('main a[href$="/certificates/"]')
    check(manager)
    # Only she has met the conditions: the others have taken no modules.
    chosen = page.locator("main label:has(input[name=people]:checked)")
    assert chosen.all_inner_texts() == [name]
    manager.press("main form:has([name=people]) button")
    assert "/certificates/batch/" in page.url
    end = time.monotonic() + 60
    while not (issued := page.locator("section[aria-labelledby=issued] li")).count():
        assert time.monotonic() < end, "the order is never worked off"
        page.wait_for_timeout(500)
    assert issued.count() == 1, manager.main()
    assert page.locator("main progress").get_attribute("value") == "1"
    check(manager)


def newcomer_downloads(newcomer: Visitor, name: tuple[str, str]) -> tuple[str, str]:
    """Download the PDF and return its number and verification code."""
    page = newcomer.page
    newcomer.go("my/certificate/")
    check(newcomer)
    with page.expect_download() as waiting:
        page.click('main a[href$="/pdf/"]')
    data = waiting.value.path().read_bytes()
    assert data.startswith(b"%PDF")
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    text = " ".join("\n".join(p.extract_text() for p in pages).split())
    for part in name:
        assert part in text, text
    assert len(pages) == 2
    number = re.search(r"\b[A-Z]{2,}[-–/ ]?\d{4}[-–/]\d+", text)
    code = re.search(r"\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b", text)
    assert number, text
    assert code, text
    newcomer.see(number[0])
    return number[0], code[0]


def public_verifies(public: Visitor, code: str, number: str) -> None:
    """Type the code in, and see that the certificate is valid; ask for JSON too."""
    public.open("/verify/")
    check(public)
    public.page.fill("main form [name=code]", code)
    public.press("main form button")
    public.see(number)
    check(public)
    answer = public.context.request.get(f"/verify/{code}?format=json").json()
    assert answer["status"] == "valid"
    assert answer["number"] == number


def calendar_is_valid(public: Visitor, cohort: str, group: str) -> None:
    """Read the group's public feed as a calendar program does."""
    answer = public.context.request.get(f"/calendar/group/{cohort}/{group}.ics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.body())
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Riga"]
    events = calendar.walk("VEVENT")
    assert len(events) in (5, 10)
    assert len({str(event["UID"]) for event in events}) == len(events)
    for event in events:
        assert event["SEQUENCE"] >= 1, "the days were moved, but the sequence did not rise"
        assert event["DTSTAMP"].dt.tzinfo is not None
