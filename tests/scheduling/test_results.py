"""What trainers see of a group's self-assessment, and what participants are reminded of."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions.final_reflection import save_final_reflection
from scheduling.queries import enrolments_of, training
from scheduling.queries.open_acts import OpenActs, open_acts
from tests.factories import answers, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return answers.programme()


@pytest.fixture
def group(programme):
    return scheduling.group(scheduling.cohort(programme))


@pytest.mark.parametrize(("count", "missing"), [(4, 1), (5, 0)])
def test_a_trainer_sees_averages_from_five_people_up(as_trainer, programme, group, count, missing):
    client, trainer = as_trainer
    group.trainers.add(trainer)
    members = answers.crowd(count)
    scheduling.seats(group, members)
    answers.many(members, programme, step=2)

    response = client.get(f"/lv/groups/{group.pk}/self-assessment/")

    assert response.context["levels"].missing_before == missing
    page = response.content.decode()
    assert ('<svg class="chart"' in page, "2,0" in page) == (not missing, not missing)
    assert not any(member.family_name in page for member in members)


def test_only_who_has_a_place_is_counted(as_manager, programme, group):
    members = answers.crowd(6)
    scheduling.seats(group, members)
    answers.many(members, programme)
    group.enrolments.filter(person=members[0]).update(state="withdrawn")
    group.enrolments.filter(person=members[1]).update(state="waiting")

    levels = as_manager.get(f"/lv/groups/{group.pk}/self-assessment/").context["levels"]

    assert (levels.before, levels.changes) == (4, ())


def test_another_groups_trainer_sees_nothing(as_trainer, group):
    client, trainer = as_trainer
    scheduling.group(group.cohort).trainers.add(trainer)

    assert client.get(f"/lv/groups/{group.pk}/self-assessment/").status_code == 404


def test_the_page_takes_the_same_number_of_statements_for_any_number(as_manager, programme, group):
    counts = []
    for more in (5, 25, 270):
        members = answers.crowd(more)
        scheduling.seats(group, members)
        answers.many(members, programme)
        answers.many(members, programme, "after", step=3)
        url = f"/lv/groups/{group.pk}/self-assessment/"
        as_manager.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert as_manager.get(url).status_code == 200
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


def acts(person):
    return open_acts(training(enrolments_of(person)[0]))


def last_day(group, days):
    scheduling.session(group, "T2", timezone.localdate() + dt.timedelta(days=days))


def test_before_the_last_day_only_the_first_self_assessment_is_open(programme, group):
    person = scheduling.enrolment(group).person
    last_day(group, 1)

    assert acts(person) == OpenActs(before=True)
    answers.assessment(person, programme)
    assert acts(person) == OpenActs()


def test_from_the_last_day_on_the_rest_is_open_until_done(programme, group):
    person = scheduling.enrolment(group).person
    last_day(group, 0)
    answers.assessment(person, programme)

    assert acts(person) == OpenActs(after=True, reflection=True, feedback=True)
    answers.assessment(person, programme, "after")
    save_final_reflection(person=person, programme=programme, reflection="a", monday="b", by=None)
    assert acts(person) == OpenActs(feedback=True)


def test_who_waits_is_reminded_of_nothing(programme, group):
    person = scheduling.enrolment(group, "waiting").person
    last_day(group, 0)

    assert acts(person) == OpenActs()


def test_my_training_links_to_what_is_open(as_participant, programme, group):
    client, person = as_participant
    scheduling.enrolment(group, person=person)
    last_day(group, 0)

    page = client.get("/lv/my/").content.decode()

    section = page.split('id="open-acts"')[1].split("</section>")[0]
    assert [part.split('"')[0] for part in section.split('href="')[1:]] == [
        f"/lv/my/self-assessment/{programme.pk}/",
        f"/lv/my/final-reflection/{programme.pk}/",
        f"/lv/groups/{group.pk}/feedback/",
    ]


def test_a_manager_without_a_person_lists_no_own_acts(client):
    client.force_login(people.user("programme_manager"))

    assert "open-acts" not in client.get("/lv/my/").content.decode()
