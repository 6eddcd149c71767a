import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.actions.audit import record
from people.models import RoleAssignment, User
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    account = people.user("programme_manager")
    client.force_login(account)
    return account


def names(response) -> list[str]:
    return [p.full_name for p in response.context["people"]]


def test_the_list_is_narrowed_by_name_municipality_and_region(client, manager):
    kurzeme = people.municipality(training_region=people.region("kurzeme", "Kurzeme"))
    latgale = people.municipality()
    people.person(given_name="Anna", family_name="Bērziņa", municipality=kurzeme)
    people.person(given_name="Anna", family_name="Ozola", municipality=latgale)

    assert names(client.get("/lv/people/")) == ["Anna Bērziņa", "Anna Ozola"]
    assert names(client.get("/lv/people/?q=berzina")) == ["Anna Bērziņa"]
    assert names(client.get(f"/lv/people/?municipality={latgale.pk}")) == ["Anna Ozola"]
    assert names(client.get("/lv/people/?region=kurzeme")) == ["Anna Bērziņa"]
    assert names(client.get(f"/lv/people/?region=kurzeme&municipality={latgale.pk}")) == []


@pytest.mark.parametrize(
    "query",
    [
        'q="',
        "q=%25",
        "q=" + "x" * 5000,
        "municipality=999999",
        "municipality=" + "9" * 30,
        "municipality='",
        "region=nekur",
        "page=0",
        "page=-1",
        "page=" + "9" * 30,
        "page=x",
    ],
)
def test_nonsense_in_the_address_gives_a_page(client, manager, query):
    people.person()

    assert client.get(f"/lv/people/?{query}").status_code == 200


def test_the_list_has_pages_that_keep_the_search(client, manager):
    for _n in range(51):
        people.person(given_name="Anna")
    people.person(given_name="Zane")

    first, second = (client.get(f"/lv/people/?q=anna&page={n}") for n in (1, 2))

    assert (len(names(first)), len(names(second))) == (50, 1)
    assert "q=anna" in first.content.decode().split('class="pages')[1]


def test_the_list_costs_the_same_for_any_number(client, manager):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/lv/people/")
        return len(queries)

    people.person(municipality=people.municipality())
    client.get("/lv/people/")
    costs = [cost()]
    for size in (2, 27):
        for _n in range(size):
            people.user(person=people.person(municipality=people.municipality()))
        costs.append(cost())

    assert costs == [costs[0]] * 3


@pytest.mark.parametrize("role", ["trainer", "mentor", "content_editor", "evaluator", ""])
def test_the_list_is_for_managers_and_auditors(client, role):
    client.force_login(people.user(*filter(None, [role])))

    assert client.get("/lv/people/").status_code == 403


def test_a_person_is_seen_whole_by_an_auditor(client):
    person = people.person()
    record(actor=None, action="person_added", subject=person)
    client.force_login(people.user("auditor"))

    response = client.get(f"/lv/people/{person.pk}/")

    assert [line.action for line in response.context["audit_lines"]] == ["person_added"]
    assert response.context["may_invite"] is False
    assert response.context["role_form"] is None


def test_people_see_themselves_without_the_trail(client):
    person = people.person()
    client.force_login(people.user(person=person))

    response = client.get(f"/lv/people/{person.pk}/")

    assert (response.status_code, response.context["audit_lines"]) == (200, None)


def test_people_do_not_see_each_other(client):
    client.force_login(people.user(person=people.person()))

    assert client.get(f"/lv/people/{people.person().pk}/").status_code == 404


def test_the_trail_of_a_person_includes_the_account(client, manager):
    account = people.user(person=people.person())
    client.post(f"/lv/people/{account.person_id}/roles/", {"role": "trainer"})

    response = client.get(f"/lv/people/{account.person_id}/")

    assert [line.action for line in response.context["audit_lines"]] == ["role_assigned"]


def test_person_detail_costs_the_same_however_long_the_trail(client, manager):
    person = people.person()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/lv/people/{person.pk}/")
        return len(queries)

    record(actor=people.user(), action="a", subject=person)
    client.get(f"/lv/people/{person.pk}/")
    first = cost()
    for _n in range(30):
        record(actor=people.user(person=people.person()), action="a", subject=person)

    assert cost() == first


def test_a_manager_gives_and_ends_a_role(client, manager):
    account = people.user(person=people.person())
    last_day = timezone.localdate() + dt.timedelta(days=30)

    client.post(
        f"/lv/people/{account.person_id}/roles/", {"role": "auditor", "until": str(last_day)}
    )
    assignment = RoleAssignment.objects.get(user=account)
    assert (assignment.role, assignment.valid_until) == ("auditor", last_day)

    response = client.post(f"/lv/roles/{assignment.pk}/end/")
    assert response["Location"] == f"/lv/people/{account.person_id}/"
    assert User.objects.get(pk=account.pk).roles == frozenset()


@pytest.mark.parametrize(
    "typed",
    [
        {"role": "auditor"},
        {"role": "auditor", "until": "2001-01-01"},
        {"role": "king"},
        {"role": ""},
        {"role": "trainer", "until": "31.02.2030."},
        {},
    ],
)
def test_bad_input_gives_no_role_but_a_sentence(client, manager, typed):
    account = people.user(person=people.person())

    response = client.post(f"/lv/people/{account.person_id}/roles/", typed, follow=True)

    assert len(response.context["messages"]) == 1
    assert account.role_assignments.count() == 0


def test_a_person_without_an_account_gets_no_role(client, manager):
    person = people.person()

    response = client.post(f"/lv/people/{person.pk}/roles/", {"role": "trainer"}, follow=True)

    assert len(response.context["messages"]) == 1
    assert RoleAssignment.objects.exclude(user=manager).count() == 0


def test_a_manager_cannot_lock_themselves_out(client, manager):
    own = manager.role_assignments.get()

    client.post(f"/lv/roles/{own.pk}/end/")

    assert User.objects.get(pk=manager.pk).roles == {"programme_manager"}


@pytest.mark.parametrize("role", ["auditor", "content_editor", "trainer"])
def test_only_managers_give_roles(client, role):
    account = people.user(role, person=people.person())
    client.force_login(account)

    response = client.post(f"/lv/people/{account.person_id}/roles/", {"role": "programme_manager"})

    assert response.status_code == 404
    assert account.role_assignments.count() == 1
