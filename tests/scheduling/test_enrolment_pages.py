"""The schedule, choosing, enrolling, withdrawing and one's own training, through the client."""

import datetime as dt

import pytest
from django.utils import timezone

from scheduling.models import Enrolment
from scheduling.models.calendar import CalendarToken
from tests.factories import people, scheduling
from tests.factories.scheduling import SOON, open_group
from tests.scheduling.answers import said

pytestmark = pytest.mark.django_db


def test_the_schedule_shows_future_cohorts_first_and_past_ones_on_request(client):
    past = scheduling.group(scheduling.cohort(code="2024"), name="Latgale I")
    scheduling.week(past)
    coming = open_group(cohort_=scheduling.cohort(code="2027"), name="Latgale III")
    page = client.get("/en/schedule/")
    assert [card.group for card in page.context["cards"]] == [coming]
    page = client.get("/en/schedule/?cohort=2024")
    assert [card.group for card in page.context["cards"]] == [past]
    assert "8–10 May 2024" not in page.content.decode()  # the factory's week starts on the 6th
    assert "6–8 May 2024" in page.content.decode()


def test_the_schedule_filters_by_region_and_survives_nonsense(client):
    open_group(region=people.region("latgale"))
    other = open_group(region=people.region("kurzeme", "Kurzeme"))
    page = client.get("/lv/schedule/?region=kurzeme&cohort=nav")
    assert [card.group for card in page.context["cards"]] == [other]
    assert client.get('/lv/schedule/?region="&cohort=%27').status_code == 200


def test_an_empty_schedule_says_when_it_will_fill(client):
    assert "No groups have been announced yet" in client.get("/en/schedule/").content.decode()


def test_pages_of_people_ask_for_sign_in(client):
    for path in ("my/", "enrol/", "sessions/", "groups/"):
        assert client.get(f"/en/{path}").status_code == 302


def test_staff_without_a_person_have_no_training_and_cannot_enrol(as_manager):
    assert as_manager.get("/en/my/").status_code == 200
    assert as_manager.get("/en/enrol/").status_code == 403
    assert as_manager.post(f"/en/enrol/{open_group().pk}/").status_code == 404


def test_choosing_starts_with_the_region_of_the_municipality(as_participant):
    client, person = as_participant
    home = open_group(region=person.municipality.training_region)
    open_group(region=people.region("kurzeme", "Kurzeme"))
    page = client.get("/en/enrol/")
    assert [card.group for card, _mine in page.context["offers"]] == [home]
    assert "30 places left" in page.content.decode()


def test_past_groups_are_not_offered(as_participant):
    client, _person = as_participant
    scheduling.week(scheduling.group())
    assert client.get("/en/enrol/").context["offers"] == []


def test_enrolling_confirms_and_a_second_click_says_the_same(as_participant):
    client, person = as_participant
    group = open_group(name="Latgale I")
    for _ in range(2):
        page = client.post(f"/en/enrol/{group.pk}/", follow=True)
        assert said(page) == ["Your place is confirmed. Group: Latgale I"]
    assert Enrolment.objects.get().person == person
    assert "Latgale I" in page.content.decode()


def test_a_full_group_gives_a_number_on_the_list(as_participant):
    client, _person = as_participant
    group = open_group(seats=1)
    scheduling.enrolment(group)
    assert "Join the waiting list" in client.get("/en/enrol/").content.decode()
    page = client.post(f"/en/enrol/{group.pk}/", follow=True)
    assert said(page) == ["The group is full. Number on the waiting list: 1"]
    assert "Number on the list: 1" in page.content.decode()


def test_a_second_group_of_the_cohort_is_refused_by_name(as_participant):
    client, person = as_participant
    scheduling.enrolment(open_group(name="Latgale I"), person=person)
    page = client.post(f"/en/enrol/{open_group().pk}/", follow=True)
    assert said(page) == ["You are already enrolled in this cohort. Group: Latgale I"]
    assert Enrolment.objects.count() == 1


def test_overlapping_dates_are_refused_by_name(as_participant):
    client, person = as_participant
    other = scheduling.group(scheduling.cohort(), code="KUR-9")
    scheduling.session(other, "K1", SOON)
    scheduling.enrolment(other, person=person)
    group = open_group(cohort_=scheduling.cohort())
    page = client.post(f"/en/enrol/{group.pk}/", follow=True)
    assert said(page) == [f"These sessions overlap: {SOON:%d/%m/%Y} (KUR-9). Choose another group."]
    assert page.request["PATH_INFO"] == "/en/enrol/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_open": False}, "Enrolment in this group is closed. Choose another group."),
        (
            {"enrolment_closes_at": timezone.make_aware(dt.datetime(2024, 5, 8, 9))},
            "Enrolment is closed. It ended on 08/05/2024.",
        ),
        (
            {"enrolment_opens_at": timezone.make_aware(dt.datetime(2099, 5, 8, 9))},
            "Enrolment opens: 08/05/2099",
        ),
    ],
)
def test_a_closed_group_refuses_in_a_sentence(as_participant, fields, sentence):
    client, _person = as_participant
    page = client.post(f"/en/enrol/{open_group(**fields).pk}/", follow=True)
    assert said(page) == [sentence]
    assert Enrolment.objects.count() == 0


def test_a_past_group_refuses_in_a_sentence(as_participant):
    client, _person = as_participant
    group = scheduling.group()
    scheduling.week(group)
    page = client.post(f"/en/enrol/{group.pk}/", follow=True)
    assert said(page) == ["The training of this group began on 06/05/2024. Choose another group."]


@pytest.mark.parametrize("number", ["999", "9" * 18, "1" + "0" * 30, "x", "-1", "%00"])
def test_forged_numbers_find_nothing(as_participant, number):
    client, _person = as_participant
    assert client.post(f"/en/enrol/{number}/").status_code in {400, 404}
    assert client.get(f"/en/sessions/{number}/").status_code in {400, 404}
    assert client.post(f"/en/enrolment/{number}/withdraw/").status_code in {400, 404}


def test_withdrawing_asks_first_and_twice_has_one_effect(as_participant):
    client, person = as_participant
    enrolment = scheduling.enrolment(open_group(), person=person)
    path = f"/en/enrolment/{enrolment.pk}/withdraw/"
    assert "Your place will be offered to the next person" in client.get(path).content.decode()
    enrolment.refresh_from_db()
    assert enrolment.state == "confirmed"
    for _ in range(2):
        assert said(client.post(path, follow=True)) == ["Withdrawn from the training."]
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"


def test_nobody_withdraws_somebody_else_but_a_manager_does(as_participant):
    client, _person = as_participant
    enrolment = scheduling.enrolment(open_group())
    path = f"/en/enrolment/{enrolment.pk}/withdraw/"
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    client.force_login(people.user("programme_manager"))
    answer = client.post(path, {"reason": "x" * 9000})
    assert answer["Location"] == f"/en/groups/{enrolment.group_id}/"
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"


def test_my_training_shows_days_hours_and_what_is_missing(as_participant):
    client, person = as_participant
    group = scheduling.group()
    past = scheduling.week(group)
    ahead = scheduling.session(group, "K1", SOON)
    scheduling.enrolment(group, person=person)
    by = people.user()
    for block in past[0].blocks.all():
        scheduling.mark(block, person, by)
    blocks = list(past[1].blocks.all())
    scheduling.mark(blocks[0], person, by)
    scheduling.mark(blocks[1], person, by, status="excused")
    for block in past[2].blocks.all():
        scheduling.mark(block, person, by, status="absent")
    training = client.get("/en/my/").context["current"]
    states = [day.state for day in training.days]
    assert states == ["done", "half", "missed", "unmarked", "unmarked", "done"]
    assert training.next_day.session == ahead
    assert [(day.session, part.mark.status) for day, part in training.missing] == [
        (past[1], "excused"),
        (past[2], "absent"),
        (past[2], "absent"),
    ]


def test_the_private_link_is_made_once_and_revoked(as_participant):
    client, _person = as_participant
    for _ in range(2):
        assert client.post("/en/my/calendar/").status_code == 302
    token = CalendarToken.objects.get().token
    assert client.get(f"/calendar/my/{token}.ics").status_code == 200
    client.post("/en/my/calendar/revoke/")
    assert client.get(f"/calendar/my/{token}.ics").status_code == 404
    assert client.get("/calendar/my/nav.ics").status_code == 404
