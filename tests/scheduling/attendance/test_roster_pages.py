"""Rosters, closing, corrections and lists of staff, through the client."""

import pytest
from django.utils import timezone

from scheduling.models import AttendanceMark
from tests.factories import people, scheduling
from tests.factories.scheduling import SOON, fields_for, filled_group, session_with
from tests.scheduling.answers import said

pytestmark = pytest.mark.django_db


def test_one_submit_saves_everybody_and_goes_back_to_the_page(as_trainer):
    client, trainer = as_trainer
    session, blocks, persons = session_with(3, trainer)
    answer = client.post(f"/en/sessions/{session.pk}/", fields_for(blocks, persons))
    assert (answer.status_code, answer["Location"]) == (302, f"/en/sessions/{session.pk}/")
    assert AttendanceMark.objects.count() == 6
    page = client.post(f"/en/sessions/{session.pk}/", fields_for(blocks, persons), follow=True)
    assert said(page)[-1] == "Nothing has changed since the last saving."
    assert AttendanceMark.objects.count() == 6


def test_the_rest_are_marked_present_without_touching_other_marks(as_trainer):
    client, trainer = as_trainer
    session, blocks, persons = session_with(3, trainer)
    scheduling.mark(blocks[0], persons[0], people.user(), status="absent")
    marks = {
        "all": "1",
        "part": "1",
        f"mark-{blocks[0].pk}-{persons[1].pk}": "late",
        f"time-{blocks[0].pk}-{persons[1].pk}": "10.40",
    }
    client.post(f"/en/sessions/{session.pk}/", marks)
    current = (
        AttendanceMark.objects.current().order_by("person_id").values_list("status", flat=True)
    )
    assert list(current) == ["absent", "late", "present"]
    assert AttendanceMark.objects.filter(block=blocks[1]).count() == 0


def test_a_wrong_time_saves_nothing_and_keeps_what_was_typed(as_trainer):
    client, trainer = as_trainer
    session, blocks, persons = session_with(2, trainer)
    marks = fields_for(blocks, persons) | {
        f"mark-{blocks[0].pk}-{persons[0].pk}": "late",
        f"time-{blocks[0].pk}-{persons[0].pk}": "25:99",
    }
    page = client.post(f"/en/sessions/{session.pk}/", marks)
    assert page.status_code == 422
    assert said(page) == ["Nothing is saved yet. Check the times marked below."]
    assert 'value="25:99"' in page.content.decode()
    assert page.content.decode().count(" checked") == 4
    assert AttendanceMark.objects.count() == 0


@pytest.mark.parametrize("who", ["stranger", "huge", "nonsense", "status"])
def test_marks_for_anybody_else_save_nothing(as_trainer, who):
    client, trainer = as_trainer
    session, blocks, persons = session_with(1, trainer)
    bad = {
        "stranger": {f"mark-{blocks[0].pk}-{people.person().pk}": "present"},
        "huge": {f"mark-{blocks[0].pk}-{10**30}": "present"},
        "nonsense": {"mark-x-'\"": "present"},
        "status": {f"mark-{blocks[1].pk}-{persons[0].pk}": "x" * 5000},
    }[who]
    good = fields_for(blocks[:1], persons)
    page = client.post(f"/en/sessions/{session.pk}/", good | bad)
    assert page.status_code == 422
    assert said(page)[0].startswith("The list has changed meanwhile.")
    assert AttendanceMark.objects.count() == 0


def test_only_the_trainer_of_the_session_and_managers_mark(as_trainer):
    client, trainer = as_trainer
    session, blocks, persons = session_with(1)
    path = f"/en/sessions/{session.pk}/"
    assert client.get(path).status_code == 404
    assert client.post(path, fields_for(blocks, persons)).status_code == 404
    assert client.post(f"{path}close/").status_code == 404
    session.trainers.add(trainer)
    assert client.get(path).status_code == 200
    client.force_login(people.user("auditor"))
    assert client.get(path).status_code == 200
    assert client.post(path, fields_for(blocks, persons)).status_code == 404
    assert AttendanceMark.objects.count() == 0


def test_closing_names_the_unmarked_and_then_closes(as_trainer):
    client, trainer = as_trainer
    session, blocks, persons = session_with(2, trainer)
    path = f"/en/sessions/{session.pk}/"
    client.post(path, fields_for(blocks, persons[:1]))
    page = client.post(f"{path}close/", follow=True)
    assert said(page)[-1] == (
        f"The day cannot be closed yet. 1 participant unmarked: {persons[1].full_name}"
    )
    client.post(path, {"all": "1"})
    assert said(client.post(f"{path}close/", follow=True))[-1] == "The day is closed."
    assert said(client.post(f"{path}close/", follow=True)) == ["The day is closed."]
    page = client.post(path, fields_for(blocks, persons, "absent"), follow=True)
    assert said(page) == ["The sheet is closed. A change needs a correction with a reason."]


def closed(client, trainer):
    session, blocks, persons = session_with(1, trainer)
    client.post(f"/en/sessions/{session.pk}/", {"all": "1"})
    client.post(f"/en/sessions/{session.pk}/close/")
    return session, blocks[0], persons[0]


def test_a_correction_is_proposed_with_a_reason_and_changes_nothing_yet(as_trainer):
    client, trainer = as_trainer
    session, block, person = closed(client, trainer)
    path = f"/en/sessions/{session.pk}/correction/?block={block.pk}&person={person.pk}"
    assert client.get(path).status_code == 200
    page = client.post(path, {"status": "absent", "reason": " "})
    assert page.context["form"].errors["reason"] == ["This field is required."]
    page = client.post(path, {"status": "late", "reason": "Kļūda", "arrived_at": "8:00"})
    assert list(page.context["form"].errors) == ["arrived_at"]
    change = {"status": "late", "reason": "Kļūda", "arrived_at": "10:40"}
    assert said(client.post(path, change, follow=True)) == [
        "The correction is kept. It counts once a second person accepts it."
    ]
    assert AttendanceMark.objects.current().get(block=block).status == "present"
    held = AttendanceMark.objects.awaiting_decision().get(block=block)
    assert (held.status, held.source, held.standing) == ("late", "correction", "held")
    for query in (
        "",
        "?block=x&person=1",
        f"?block={10**30}&person=1",
        f"?block={block.pk}&person=0",
    ):
        forged = f"/en/sessions/{session.pk}/correction/{query}"
        assert client.get(forged).status_code == 404


def test_a_trainer_sees_own_sessions_today_first_and_the_unmarked_counted(as_trainer):
    client, trainer = as_trainer
    group = scheduling.group()
    group.trainers.add(trainer)
    scheduling.enrolment(group)
    past = scheduling.session(group, "K1")
    today = scheduling.session(group, "K2", timezone.localdate())
    ahead = scheduling.session(group, "K3", SOON)
    scheduling.session(scheduling.group(), "K1")
    shown = client.get("/en/sessions/").context
    assert [row.session for row in shown["overdue"]] == [past]
    assert [row.session for row in shown["today"]] == [today]
    assert [row.session for row in shown["ahead"]] == [ahead]
    assert shown["overdue"][0].marks_missing == 2


def test_a_trainer_sees_own_groups_only(as_trainer):
    client, trainer = as_trainer
    mine, other = filled_group(1)[0], scheduling.group()
    mine.trainers.add(trainer)
    assert [card.group for card in client.get("/en/groups/").context["cards"]] == [mine]
    assert client.get(f"/en/groups/{mine.pk}/").status_code == 200
    assert client.get(f"/en/groups/{other.pk}/").status_code == 404


def test_the_matrix_tells_unmarked_from_absent(as_manager):
    group, sessions = filled_group(1)
    person = group.enrolments.seated().get().person
    for block in sessions[1].blocks.all():
        scheduling.mark(block, person, people.user(), status="absent")
    page = as_manager.get(f"/en/groups/{group.pk}/")
    (row,) = page.context["matrix"].rows
    assert [cell.state for cell in row.cells] == [
        "present",
        "absent",
        "unmarked",
        "unmarked",
        "unmarked",
    ]
    assert row.total == 8
