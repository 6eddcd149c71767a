import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from monitoring.actions.targets import load_targets
from monitoring.models import Target
from monitoring.queries import counters, people_by_state
from tests.factories import courses, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    load_targets()
    return scheduling.group()


@pytest.fixture
def marker():
    return people.user("trainer")


def attend(group, person, blocks, by):
    """Mark the person present in the first so many blocks of the group's week."""
    done = 0
    for session in group.sessions.order_by("date"):
        for block in session.blocks.all():
            if done < blocks:
                scheduling.mark(block, person, by)
                done += 1


def certify(person, group, state="valid", n=1, **extra):
    extra = {
        "revoked": {"revoked_at": "2024-07-01T12:00Z", "revocation_reason": "kļūda"},
        "superseded": {"superseded_at": "2024-07-01T12:00Z", "supersession_reason": "kļūda"},
    }.get(state, {}) | extra
    return Certificate.objects.create(
        person=person,
        programme=group.cohort.programme,
        group=group,
        series="DDJ",
        year=2024,
        sequence=n,
        number=f"DDJ-2024-{n:06d}",
        verification_code=f"CODE{n}",
        snapshot={},
        evidence=[],
        sha256="0" * 64,
        issued_at="2024-06-30T12:00Z",
        issued_by=people.user(),
        state=state,
        **extra,
    )


def totals(group):
    found = counters(group.cohort.programme)
    return (found.registered, found.started, found.completed, found.certified)


def test_counters_of_an_empty_programme_are_zero(group):
    assert totals(group) == (0, 0, 0, 0)


def test_each_state_counts_distinct_persons(group, marker):
    scheduling.week(group)
    finished = scheduling.enrolment(group).person
    attend(group, finished, 8, marker)  # 32 of 40 hours: just enough
    begun = scheduling.enrolment(group).person
    attend(group, begun, 7, marker)  # 28 hours
    scheduling.enrolment(group)
    scheduling.enrolment(group, state="waiting")
    scheduling.enrolment(group, state="withdrawn")
    certify(finished, group)

    assert totals(group) == (3, 2, 1, 1)


def test_person_in_two_cohorts_is_counted_once(group, marker):
    scheduling.week(group)
    person = scheduling.enrolment(group).person
    other = scheduling.group(scheduling.cohort(group.cohort.programme))
    scheduling.week(other, dt.date(2024, 9, 2))
    scheduling.enrolment(other, person=person)
    attend(group, person, 4, marker)
    attend(other, person, 4, marker)

    assert totals(group) == (1, 1, 0, 0)
    [row] = [row for row in counters(group.cohort.programme).by_region if row.registered]
    assert (row.registered, row.started) == (1, 1)


def test_replaced_or_revoked_certificate_does_not_count(group, marker):
    person = scheduling.enrolment(group).person
    certify(person, group, "superseded", 1)
    other = scheduling.enrolment(group).person
    certify(other, group, "revoked", 2)

    assert totals(group) == (2, 0, 0, 0)


def test_a_confirmation_of_attendance_does_not_count_as_certified(group, marker):
    certify(scheduling.enrolment(group).person, group, "valid", 1, kind="attendance")
    certify(scheduling.enrolment(group).person, group, "valid", 2)

    assert totals(group) == (2, 0, 0, 1)


def test_regions_add_up_to_the_total(group, marker):
    elsewhere = scheduling.group(group.cohort, region=people.region("kurzeme", "Kurzeme"))
    for place, number in ((group, 2), (elsewhere, 3)):
        for _ in range(number):
            scheduling.enrolment(place)

    found = counters(group.cohort.programme)

    assert {row.region.code: row.registered for row in found.by_region} == {
        "latgale": 2,
        "kurzeme": 3,
    }
    assert found.registered == 5


def test_official_counter_is_the_one_the_target_names(group, marker):
    scheduling.week(group)
    person = scheduling.enrolment(group).person
    attend(group, person, 1, marker)
    assert counters(group.cohort.programme).official == 0

    Target.objects.filter(code="T1").update(counter="started", value=12)
    found = counters(group.cohort.programme)

    assert (found.official_name, found.official, found.target) == ("started", 1, 12)


def test_people_behind_a_number_are_as_many_as_the_number(group, marker):
    scheduling.week(group)
    for blocks in (0, 1, 8, 10):
        attend(group, scheduling.enrolment(group).person, blocks, marker)
    found = counters(group.cohort.programme)

    for state in Target.Counter.values:
        listed = people_by_state(group.cohort.programme, state)
        assert len(listed) == getattr(found, state)
    assert (found.registered, found.started, found.completed) == (4, 3, 2)


@pytest.mark.parametrize(
    "path", ["/lv/progress/", "/lv/progress/registered/", "/lv/progress/started/"]
)
def test_dashboard_asks_as_much_of_the_database_for_three_hundred_as_for_three(
    client, group, marker, path
):
    courses.home()
    client.force_login(people.user("programme_manager"))
    sessions = scheduling.week(group)
    counts = []
    for wanted in (3, 30, 300):
        while group.enrolments.count() < wanted:
            person = scheduling.enrolment(group).person
            scheduling.mark(sessions[0].blocks.first(), person, marker)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


def test_targets_load_once_and_keep_what_staff_changed():
    assert load_targets() == 7
    Target.objects.filter(code="T2").update(value=43)

    assert load_targets() == 0
    assert Target.objects.get(code="T2").value == 43


def test_hours_needed_follow_the_programmes_rule(group):
    assert group.cohort.programme.hours_needed == Decimal("32.00")


def test_unknown_counter_is_not_found(client, group):
    client.force_login(people.user("programme_manager"))

    assert client.get("/lv/progress/nonsense/").status_code == 404


def test_evaluator_sees_numbers_but_no_names(client, group):
    courses.home()
    client.force_login(people.user("evaluator"))

    assert client.get("/lv/progress/").status_code == 200
    assert client.get("/lv/progress/registered/").status_code == 403
