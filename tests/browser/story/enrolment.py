"""From the team lead's invitation to a place in a group, a waiting list and a clash."""

import re
from typing import Any

from tests.browser.accessibility import check
from tests.browser.installation import Installation
from tests.browser.visitors import Visitor

OWN_PASSWORD = "kērsta-un-vējrādītājs"


def team_lead_invites(lead: Visitor, name: tuple[str, str]) -> str:
    """Add a person to the lead's own team and return the invitation link that is shown."""
    page = lead.sign_in("lead")
    lead.go("team/")
    check(lead)
    lead.press('a[href$="/add/"]')
    check(lead)
    page.fill("[name=given_name]", name[0])
    page.fill("[name=family_name]", name[1])
    page.fill("[name=birth_year]", "1994")
    page.fill("[name=email]", "kersta@example.invalid")
    lead.press("main form button")
    full_name = " ".join(name)
    lead.see(lead.word("Added to the team: %(person)s", person=full_name))
    row = page.locator("tr", has_text=full_name)
    lead.press(row.locator('form[action$="/invite/"] button'))
    link = re.search(r"http://\S+/invitation/[\w-]+/", lead.main())
    assert link is not None, lead.main()
    check(lead)
    return link[0]


def newcomer_accepts(newcomer: Visitor, link: str, username: str) -> None:
    """Open the link, choose a name and a password, and arrive at one's own training."""
    page = newcomer.page
    page.goto(link)
    check(newcomer)
    page.fill("[name=username]", username)
    page.fill("[name=password1]", OWN_PASSWORD)
    page.fill("[name=password2]", OWN_PASSWORD)
    newcomer.press("main form button")
    assert page.url.endswith("/lv/my/"), page.url
    newcomer.see(newcomer.word("The account is ready."))
    newcomer.context.clear_cookies()
    newcomer.sign_in(username, OWN_PASSWORD)
    page.goto(link)
    newcomer.see(newcomer.word("The invitation has been used"))
    newcomer.go("my/")
    check(newcomer)


def newcomer_enrols(newcomer: Visitor, group: dict[str, Any]) -> None:
    """Choose a group of the person's own region by its free seats."""
    page = newcomer.page
    newcomer.press('main a[href$="/enrol/"]')
    assert page.input_value("[name=region]") == group["region"]
    check(newcomer)
    card = _card(newcomer, group)
    assert str(group["seats"]) in card.inner_text()
    newcomer.press(card.locator("button"))
    newcomer.see(newcomer.word("Your place is confirmed. Group: %(group)s", group=group["name"]))
    assert page.locator(".days li").count() == 5
    check(newcomer)


def somebody_waits(somebody: Visitor, group: dict[str, Any]) -> None:
    """Join the waiting list of a full group and see the position."""
    somebody.go(f"enrol/?region={group['region']}")
    card = _card(somebody, group)
    somebody.press(card.get_by_role("button", name=somebody.word("Join the waiting list")))
    position = group["waiting"] + 1
    somebody.see(somebody.word("The group is full. Number on the waiting list: %(n)s", n=position))
    check(somebody)


def somebody_meets_a_clash(
    somebody: Visitor, product: Installation, own: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """Choose a group with a day on which the person's own group meets; be told which."""
    day = wanted["sessions"][0]
    product.backstage("move", session=own["session"], date=day["date"])
    somebody.sign_in(own["username"])
    somebody.go(f"enrol/?region={wanted['region']}")
    somebody.press(_card(somebody, wanted).locator("button"))
    assert f"?region={wanted['region']}" in somebody.page.url
    year, month, date = day["date"].split("-")
    shown = {"lv": f"{date}.{month}.{year}.", "en": f"{date}/{month}/{year}"}[somebody.language]
    sentence = "These sessions overlap: %(dates)s. Choose another group."
    somebody.see(somebody.word(sentence, dates=f"{shown} ({own['group']})"))
    check(somebody)


def _card(visitor: Visitor, group: dict[str, Any]) -> Any:
    return visitor.page.locator(f"article[aria-labelledby=g{group['id']}]")
