"""Calendar feeds, read back by the library and by the letter."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from scheduling.actions.sessions import cancel_session, move_session
from scheduling.models import CalendarToken, Session, Venue
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db
RIGA = ZoneInfo("Europe/Riga")


def feed(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return Calendar.from_ical(response.content)


def events(calendar):
    return [part for part in calendar.walk() if part.name == "VEVENT"]


def group_feed(client, group):
    return feed(client, f"/calendar/group/{group.cohort.code}/{group.code}.ics")


def test_a_group_feed_has_one_event_a_day_with_what_calendars_need(client):
    group = scheduling.group(name="Latgale I", code="LAT-1")
    sessions = scheduling.week(group)
    calendar = group_feed(client, group)
    made = events(calendar)
    assert [str(event["uid"]) for event in made] == [str(s.uid) for s in sessions]
    first = made[0]
    assert first["dtstart"].dt == dt.datetime(2024, 5, 6, 9, tzinfo=RIGA)
    assert first["dtend"].dt == dt.datetime(2024, 5, 6, 16, 15, tzinfo=RIGA)
    assert first["dtstart"].params["TZID"] == "Europe/Riga"
    assert (first["sequence"], str(first["status"])) == (0, "CONFIRMED")
    assert first["dtstamp"].dt == first["last-modified"].dt
    assert str(first["summary"]) == "K1 · Latgale I: Diena K1"
    assert str(calendar["prodid"])
    assert str(calendar["version"]) == "2.0"


def test_the_time_zone_follows_the_rule_of_every_year(client):
    group = scheduling.group()
    scheduling.session(group)
    (zone,) = [part for part in group_feed(client, group).walk() if part.name == "VTIMEZONE"]
    ours = zone.to_tz(lookup_tzid=False)
    moment = dt.datetime(2026, 1, 1)
    while moment < dt.datetime(2032, 1, 1):
        assert moment.replace(tzinfo=ours).utcoffset() == moment.replace(tzinfo=RIGA).utcoffset()
        moment += dt.timedelta(hours=12)


def test_a_moved_session_keeps_its_uid_and_raises_its_sequence(client):
    group = scheduling.group()
    session = scheduling.session(group, "K1", dt.date(2026, 10, 20))
    (before,) = events(group_feed(client, group))
    move_session(session=session, date=dt.date(2026, 10, 27), by=None)
    (after,) = events(group_feed(client, group))
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt == dt.datetime(2026, 10, 27, 9, tzinfo=RIGA)
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_a_cancelled_session_is_announced_as_cancelled(client):
    group = scheduling.group()
    cancel_session(session=scheduling.session(group), by=None)
    (event,) = events(group_feed(client, group))
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_titles_cannot_start_a_line_of_their_own(client):
    group = scheduling.group(name="Latgale I\r\nATTACH:http://evil.example/\n;,\\")
    session = scheduling.session(group)
    session.venue = Venue.objects.create(name="Nams\r\nEND:VCALENDAR", address="Iela 1; 2, 3")
    session.save()
    day = session.day
    day.title = "Diena\nBEGIN:VEVENT"
    day.save()
    (event,) = events(group_feed(client, group))
    assert "attach" not in event
    expected = r"K1 · Latgale I ATTACH:http://evil.example/ ;,\: Diena BEGIN:VEVENT"
    assert str(event["summary"]) == expected
    assert str(event["location"]) == "Nams END:VCALENDAR, Iela 1; 2, 3"


def test_a_region_feed_joins_its_groups_once_each_session(client):
    region = people.region()
    one = scheduling.group(region=region, code="LAT-1", name="Latgale I")
    two = scheduling.group(region=region, code="LAT-2", name="Latgale II")
    shared = scheduling.session(one, "T1")
    shared.groups.add(two)
    scheduling.session(scheduling.group(region=people.region("kurzeme", "Kurzeme")))
    (event,) = events(feed(client, f"/calendar/region/{region.code}.ics"))
    assert "Latgale I, Latgale II" in str(event["summary"])


def test_only_the_private_feed_holds_the_meeting_link(client):
    group = scheduling.group()
    session = scheduling.session(group, "T1")
    Session.objects.filter(pk=session.pk).update(online_url="https://meet.example.invalid/x")
    person = scheduling.enrolment(group).person
    other = scheduling.group()
    scheduling.session(other)
    scheduling.enrolment(other, person=people.person())
    token = CalendarToken.objects.create(person=person).token
    (mine,) = events(feed(client, f"/calendar/my/{token}.ics"))
    (public,) = events(group_feed(client, group))
    assert str(mine["url"]) == "https://meet.example.invalid/x"
    assert str(public["url"]).endswith("/schedule/")
    assert client.get(f"/calendar/my/{token}.ics")["Cache-Control"] == "private, no-store"


def test_somebody_waiting_or_withdrawn_has_no_days_in_the_private_feed(client):
    group = scheduling.group()
    scheduling.session(group)
    person = scheduling.enrolment(group, state="waiting").person
    token = CalendarToken.objects.create(person=person).token
    assert events(feed(client, f"/calendar/my/{token}.ics")) == []


@pytest.mark.parametrize(
    "path",
    [
        "my/nav",
        "group/nav/nav",
        "region/nav",
        "my/8a9d2050-d3e7-4901-871a-97a82070577d",
        "my/" + "a" * 5000,
    ],
)
def test_an_unknown_feed_is_not_found(client, path):
    assert client.get(f"/calendar/{path}.ics").status_code == 404


def test_a_feed_takes_the_same_number_of_statements_however_many_days(
    client, django_assert_num_queries
):
    for days in (1, 3, 5):
        group = scheduling.group(name=f"Grupa {days}")
        for session in scheduling.week(group)[days:]:
            session.groups.clear()
        with django_assert_num_queries(4):
            assert len(events(group_feed(client, group))) == days
