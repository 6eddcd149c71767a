"""What scheduling shows on pages of other apps."""

import datetime as dt

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from scheduling.queries import credited_hours
from tests.factories import people, scheduling

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=30)


def drawn(source, **context):
    with translation.override("en"), CaptureQueriesContext(connection) as captured:
        text = Template("{% load scheduling_tags %}" + source).render(Context(context))
    return text, len(captured)


def test_next_sessions_names_each_region_before_a_second_group_of_one():
    latgale, kurzeme = people.region(), people.region("kurzeme", "Kurzeme")
    first = scheduling.group(region=latgale, code="LAT-1")
    second = scheduling.group(region=latgale, code="LAT-2")
    other = scheduling.group(region=kurzeme, code="KUR-1")
    for days, group in ((1, first), (2, second), (3, other)):
        scheduling.session(group, "K1", SOON + dt.timedelta(days=days))
    text, _ = drawn("{% next_sessions 2 %}")
    assert ("LAT-1" in text, "LAT-2" in text, "KUR-1" in text) == (True, False, True)


def test_next_sessions_without_dates_says_so():
    scheduling.session(scheduling.group())
    assert "No sessions are planned at present." in drawn("{% next_sessions 5 %}")[0]


def test_person_enrolments_shows_state_and_hours():
    group = scheduling.group(name="Latgale I")
    person = scheduling.enrolment(group).person
    scheduling.mark(scheduling.session(group).blocks.all()[0], person, people.user())
    text, _ = drawn("{% person_enrolments person %}", person=person)
    assert "Latgale I" in text
    assert "Credited hours: 4 of 40" in text


def test_team_progress_takes_the_same_number_of_statements_for_any_team():
    counts = []
    for members in (1, 3, 30):
        team, group = people.team(), scheduling.group()
        for _ in range(members):
            scheduling.enrolment(group, person=people.member(team).person)
        text, count = drawn("{% team_progress team %}", team=team)
        assert text.count(group.code) == members
        counts.append(count)
    assert counts == [counts[0]] * 3


def test_hours_of_nobody_are_an_empty_answer():
    programme = scheduling.cohort().programme
    assert credited_hours([], programme) == {}
