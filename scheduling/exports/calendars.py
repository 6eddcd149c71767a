"""Calendar feeds: the sessions of a region, a group or a person."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, vText, vUri

from scheduling.models import Session, TrainingGroup

RIGA = ZoneInfo("Europe/Riga")
# By rule and not by list: a list of dates ends some day, and calendar programs then drift.
_TIMEZONE = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Riga\r
BEGIN:DAYLIGHT\r
DTSTART:19970330T030000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0300\r
TZNAME:EEST\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19971026T040000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZOFFSETFROM:+0300\r
TZOFFSETTO:+0200\r
TZNAME:EET\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def calendar_feed(
    *, name: str, sessions: Iterable[Session], groups: Iterable[TrainingGroup], private: bool
) -> bytes:
    """Return a feed of the sessions in Latvian; only a private one holds the meeting links.

    The sessions come with_times, cancelled ones included: calendars must hear of them.
    """
    wanted = {group.pk for group in groups}
    calendar = Calendar()
    calendar.add("prodid", "-//JSPA//Digital youth work//LV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar["x-wr-calname"] = vText(_one_line(name))
    calendar.add("x-wr-timezone", "Europe/Riga")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(_TIMEZONE))
    with override("lv"):
        for session in sessions:
            if session.starts_at is None:  # type: ignore[attr-defined]  # with_times
                continue
            calendar.add_component(_event(session, wanted, private=private))
    feed: bytes = calendar.to_ical()
    return feed


def _event(session: Session, wanted: set[int], *, private: bool) -> Event:
    """Describe one session day, from the start of its first block to the end of its last."""
    names = [group.name for group in session.groups.all() if group.pk in wanted]
    event = Event()
    event.add("uid", str(session.uid))
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at.astimezone(dt.UTC))
    event.add("last-modified", session.changed_at.astimezone(dt.UTC))
    event.add("dtstart", session.starts_at.astimezone(RIGA))  # type: ignore[attr-defined]  # with_times
    event.add("dtend", session.ends_at.astimezone(RIGA))  # type: ignore[attr-defined]  # with_times
    event["summary"] = vText(
        _one_line(f"{session.day.code} · {', '.join(names)}: {session.day.local_title}")
    )
    event["location"] = vText(_one_line(_place(session)))
    is_cancelled = session.state == Session.State.CANCELLED
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event["url"] = vUri(_address(session, private=private))
    return event


def _place(session: Session) -> str:
    if session.day.mode == "online":
        return _("Online")
    if session.venue is None:
        return _("Venue to be announced")
    return ", ".join(part for part in (session.venue.name, session.venue.address) if part)


def _address(session: Session, *, private: bool) -> str:
    if private and session.online_url:
        return _one_line(session.online_url)
    return settings.SITE_BASE_URL + reverse("scheduling:schedule")


def _one_line(text: str) -> str:
    """Put text on one line: a line break typed into a title must not start a property."""
    return " ".join(text.split())
