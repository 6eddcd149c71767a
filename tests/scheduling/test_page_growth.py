"""As many statements and bytes for three hundred people as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.models import AttendanceMark, TrainingGroup
from tests.factories import scheduling
from tests.factories.scheduling import fields_for, filled_group, open_group, session_with

pytestmark = pytest.mark.django_db


def statements(client, path):
    client.get(path)  # what is read once and kept, such as sites and content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["roster", "group", "groups", "sessions", "schedule"])
def test_pages_take_the_same_number_of_statements_however_many_people(as_manager, page):
    counts = []
    for people_in_group in (3, 30, 300):
        group, sessions = filled_group(people_in_group)
        path = {
            "roster": f"/en/sessions/{sessions[0].pk}/",
            "group": f"/en/groups/{group.pk}/",
            "groups": "/en/groups/",
            "sessions": "/en/sessions/",
            "schedule": "/en/schedule/",
        }[page]
        counts.append(statements(as_manager, path))
    assert counts == [counts[0]] * 3


def test_choosing_takes_the_same_number_of_statements_however_many_groups(as_participant):
    client, _person = as_participant
    counts = []
    for groups in (1, 3, 10):
        for _ in range(groups):
            open_group()
        counts.append(statements(client, "/en/enrol/"))
    assert counts == [counts[0]] * 3


def test_a_roster_of_thirty_weighs_at_most_sixty_kilobytes(as_manager):
    _group, sessions = filled_group(30)
    for query in ("", "?part=1"):
        page = as_manager.get(f"/lv/sessions/{sessions[1].pk}/{query}")
        assert len(page.content) <= 60_000


def test_saving_thirty_people_takes_at_most_twelve_statements(as_trainer):
    client, trainer = as_trainer
    session, blocks, persons = session_with(30, trainer)
    client.get(f"/en/sessions/{session.pk}/")  # what is read once and kept
    with CaptureQueriesContext(connection) as captured:
        client.post(f"/en/sessions/{session.pk}/", fields_for(blocks, persons))
    kept = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert AttendanceMark.objects.count() == 60
    assert len(kept) <= 12, kept


def test_learner_pages_weigh_at_most_forty_kilobytes(as_participant):
    client, person = as_participant
    group = open_group()
    scheduling.enrolment(group, person=person)
    for _ in range(10):
        open_group()
    for path in ("/lv/my/", "/lv/enrol/", "/lv/schedule/"):
        assert len(client.get(path).content) <= 40_000
    assert TrainingGroup.objects.count() == 11
