import pytest
from django.utils import timezone

from people.actions.invitations import invite_person
from people.models import Invitation, User
from tests.factories import people

pytestmark = pytest.mark.django_db
FORM = {"username": "liepa", "password1": people.PASSWORD, "password2": people.PASSWORD}


@pytest.fixture
def person():
    return people.person(email="liepa@example.invalid")


@pytest.fixture
def link(person) -> str:
    _invitation, token = invite_person(person=person, by=people.user("programme_manager"))
    return f"/lv/invitation/{token}/"


def test_an_invited_person_makes_an_account_and_is_signed_in(client, link, person):
    page = client.get(link)
    response = client.post(link, FORM)

    assert page.context["form"]["username"].value() == "liepa@example.invalid"
    assert response["Location"] == "/lv/start/"
    assert client.session["_auth_user_id"] == str(person.account.pk)


def test_the_invitation_page_is_in_no_cache(client, link):
    assert "no-store" in client.get(link)["Cache-Control"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password2": "cita-parole-nemaz"}, "password2"),
        ({"password1": "īsa", "password2": "īsa"}, "password1"),
        ({"password1": "", "password2": ""}, "password1"),
        ({"username": ""}, "username"),
        ({"username": "ar atstarpi"}, "username"),
        ({"username": "x" * 151}, "username"),
        ({"username": '"'}, "username"),
        ({"password1": "liepa@example", "password2": "liepa@example"}, "password1"),
    ],
)
def test_bad_input_is_told_at_its_field_and_keeps_the_rest(client, link, change, field):
    response = client.post(link, FORM | change)

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert User.objects.filter(person__isnull=False).count() == 0
    assert Invitation.objects.get().accepted_at is None


def test_a_taken_name_is_told_at_its_field(client, link):
    people.user(username="liepa")

    response = client.post(link, FORM)

    assert list(response.context["form"].errors) == ["username"]


def test_a_double_click_ends_at_a_page_that_says_sign_in(client, link):
    client.post(link, FORM)
    client.logout()

    response = client.post(link, FORM)

    assert response.status_code == 410
    assert response.context["state"] == "used"
    assert User.objects.filter(person__isnull=False).count() == 1


@pytest.mark.parametrize("token", ["nekas", "x" * 3000, '"', "'; drop table", "%F0%9F%98%80"])
def test_an_unknown_invitation_is_a_page_with_a_sentence(client, token):
    response = client.get(f"/lv/invitation/{token}/")

    assert (response.status_code, response.context["state"]) == (404, "unknown")
    assert response.templates[0].name == "people/invitation_closed.html"


def test_nul_in_the_address_is_refused(client):
    assert client.get("/lv/invitation/%00/").status_code == 400


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"expires_at": timezone.now() - timezone.timedelta(days=1)}, "expired"),
        ({"revoked_at": timezone.now()}, "revoked"),
        ({"accepted_at": timezone.now()}, "used"),
    ],
)
def test_a_closed_invitation_says_what_to_do(client, link, change, state):
    Invitation.objects.update(**change)

    for response in (client.get(link), client.post(link, FORM)):
        assert (response.status_code, response.context["state"]) == (410, state)
    assert User.objects.filter(person__isnull=False).count() == 0


def test_somebody_with_an_account_is_told_to_sign_in(client, link, person):
    people.user(person=person)

    response = client.get(link)

    assert (response.status_code, response.context["state"]) == (410, "used")


def test_a_lead_invites_a_member_and_sees_the_link_once(client):
    team = people.team()
    client.force_login(people.user(person=people.member(team, "lead").person))
    member = people.member(team).person

    response = client.post(f"/lv/people/{member.pk}/invite/")

    assert response["Location"] == f"/lv/team/{team.pk}/"
    texts = [str(m) for m in _messages(response)]
    assert len([t for t in texts if "/lv/invitation/" in t]) == 1
    assert Invitation.objects.get().person == member


def _messages(response):
    from django.contrib.messages import get_messages

    return get_messages(response.wsgi_request)


def test_a_manager_invites_anybody_and_returns_to_the_person(client, person):
    client.force_login(people.user("programme_manager"))

    response = client.post(f"/lv/people/{person.pk}/invite/")

    assert response["Location"] == f"/lv/people/{person.pk}/"


def test_a_second_click_sends_nothing_more(client, person):
    client.force_login(people.user("programme_manager"))
    client.post(f"/lv/people/{person.pk}/invite/")

    client.post(f"/lv/people/{person.pk}/invite/")

    assert Invitation.objects.count() == 1


def test_a_lead_of_another_team_cannot_invite(client):
    client.force_login(people.user(person=people.member(people.team(), "lead").person))
    member = people.member(people.team()).person

    assert client.post(f"/lv/people/{member.pk}/invite/").status_code == 404
    assert Invitation.objects.count() == 0


def test_somebody_who_left_the_team_is_no_longer_the_leads_to_invite(client):
    team = people.team()
    client.force_login(people.user(person=people.member(team, "lead").person))
    gone = people.member(team, until_on=timezone.localdate() - timezone.timedelta(days=1))

    assert client.post(f"/lv/people/{gone.person_id}/invite/").status_code == 404


def test_inviting_takes_a_post(client, person):
    client.force_login(people.user("programme_manager"))

    assert client.get(f"/lv/people/{person.pk}/invite/").status_code == 405
