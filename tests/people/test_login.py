"""The one login page: signing in and out, throttling, passwords, and the doors that are closed."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role, User
from tests.factories import people

pytestmark = pytest.mark.django_db
LANGUAGES = ["lv", "en"]
NEW = "jauna-parole-ar-vārdiem"


@pytest.fixture(autouse=True)
def _no_throttling_from_other_tests(settings):
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


def sign_in(client, username: str, password: str = people.PASSWORD, language="lv", query=""):
    return client.post(f"/{language}/login/{query}", {"login": username, "password": password})


def test_the_right_password_signs_in(client):
    people.user(username="liepa")

    response = sign_in(client, "liepa")

    assert (response.status_code, response["Location"]) == (302, "/lv/start/")
    assert client.get("/lv/profile/").status_code == 200


def test_a_user_name_may_be_an_address_and_ignores_case(client):
    people.user(username="liepa@example.invalid")

    assert sign_in(client, "Liepa@Example.invalid").status_code == 302


def test_login_returns_to_where_one_wanted_to_go(client):
    people.user(username="liepa")
    refused = client.get("/lv/profile/")

    response = client.post(refused["Location"], {"login": "liepa", "password": people.PASSWORD})

    assert response["Location"] == "/lv/profile/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_login_leads_to_no_other_site(client, target):
    people.user(username="liepa")

    response = client.post(
        "/lv/login/", {"login": "liepa", "password": people.PASSWORD, "next": target}
    )

    assert response["Location"] == "/lv/start/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_gives_a_sentence(client, language):
    people.user(username="liepa")

    response = sign_in(client, "liepa", "nepareiza", language)

    with translation.override(language):
        sentence = gettext("The user name or the password is wrong. Check both.")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [sentence]


def test_an_unknown_name_gives_the_same_answer_as_a_wrong_password(client):
    people.user(username="liepa")

    known, unknown = sign_in(client, "liepa", "x"), sign_in(client, "nav", "x")

    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.status_code == unknown.status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_wrong_passwords_shut_the_door_for_the_right_one_too(client, language):
    people.user(username="liepa")
    for _n in range(10):
        sign_in(client, "liepa", "nepareiza", language)

    response = sign_in(client, "liepa", people.PASSWORD, language)

    with translation.override(language):
        sentence = gettext(
            "Too many attempts. Wait five minutes and try again, or choose a new password."
        )
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [sentence]
    assert "_auth_user_id" not in client.session


def test_the_door_opens_again_after_five_minutes(client, time_machine):
    time_machine.move_to("2024-05-08T12:00:00+00:00")
    people.user(username="liepa")
    for _n in range(10):
        sign_in(client, "liepa", "nepareiza")
    time_machine.shift(301)

    assert sign_in(client, "liepa").status_code == 302


def test_one_persons_wrong_passwords_do_not_shut_out_another(client):
    people.user(username="liepa")
    people.user(username="ozols")
    for _n in range(10):
        sign_in(client, "liepa", "nepareiza")

    assert sign_in(client, "ozols").status_code == 302


def test_thirty_people_behind_one_address_sign_in_within_a_minute(time_machine):
    """After as many mistyped passwords as thirty people can type: four each."""
    time_machine.move_to("2024-05-08T06:00:00+00:00", tick=False)
    names = [people.user(username=f"phone{n}").username for n in range(30)]
    for name in names:
        for _n in range(4):
            assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), name, "nepareiza").status_code == 200

    answers = [sign_in(Client(REMOTE_ADDR="192.0.2.7"), name).status_code for name in names]

    assert answers == [302] * 30


def test_an_address_that_guesses_at_many_accounts_waits_for_the_next_hour(time_machine, settings):
    settings.FAILED_SIGN_INS_PER_HOUR = 20
    time_machine.move_to("2024-05-08T06:30:00+00:00", tick=False)
    people.user(username="liepa")
    for n in range(20):
        sign_in(Client(REMOTE_ADDR="192.0.2.7"), f"minējums{n}", "nepareiza")

    def from_address(address):
        return sign_in(Client(REMOTE_ADDR=address), "liepa").status_code

    assert (from_address("192.0.2.7"), from_address("192.0.2.8")) == (200, 302)
    time_machine.move_to("2024-05-08T07:00:00+00:00", tick=False)
    assert from_address("192.0.2.7") == 302


def test_a_closed_account_cannot_sign_in(client):
    people.user(username="liepa", is_active=False)

    response = sign_in(client, "liepa")

    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_click(client):
    client.force_login(people.user())

    assert client.get("/lv/logout/").status_code == 200
    assert "_auth_user_id" in client.session

    assert client.post("/lv/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_there_is_no_signing_up(client):
    response = client.get("/lv/signup/")

    assert response.templates[0].name == "account/signup_closed.html"
    assert client.post("/lv/signup/", {"username": "x"}).status_code == 405
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/admin/login/?next=/admin/pages/", "/lv/login/?next=/admin/pages/"),
        ("/lv/_util/login/?next=/lv/", "/lv/login/?next=/lv/"),
        ("/admin/password_reset/", "/lv/password/reset/"),
        ("/admin/password_reset/done/", "/lv/password/reset/"),
        ("/admin/password_reset/confirm/Mg/abc-def/", "/lv/password/reset/"),
    ],
)
def test_the_other_login_pages_lead_to_ours(client, address, target):
    assert client.get(address)["Location"] == target
    assert client.post(address, {"username": "x", "password": "x"})["Location"] == target


def test_the_admin_sends_strangers_to_our_login(client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain == [("/lv/login/?next=/admin/", 302)]
    assert response.templates[0].name == "account/login.html"


def test_the_admin_tells_people_without_access_so(client):
    client.force_login(people.user("trainer"))

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain == [("/lv/login/?next=/admin/", 302)]
    assert response.status_code == 403


def test_the_admin_opens_for_editors(client):
    load_reference()
    editor = people.user()
    assign_role(user=editor, role=Role.CONTENT_EDITOR, by=None)
    client.force_login(editor)

    assert client.get("/admin/").status_code == 200


def test_a_forgotten_password_is_chosen_anew_by_mail(client):
    user = people.user(username="liepa", email="liepa@example.invalid")

    asked = client.post("/lv/password/reset/", {"email": "liepa@example.invalid"})

    assert asked["Location"] == "/lv/password/reset/done/"
    assert "liepa" in mail.outbox[0].body
    link = re.search(r"http://testserver(/lv/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link)
    chosen = client.post(form["Location"], {"password1": NEW, "password2": NEW})
    assert chosen["Location"] == "/lv/password/reset/key/done/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    spent = client.get(link)
    assert spent.context["token_fail"] is True


def test_everybody_who_shares_a_mailbox_gets_a_link_of_their_own(client):
    people.user(username="liepa", email="klubs@example.invalid")
    people.user(username="ozols", email="klubs@example.invalid")

    client.post("/lv/password/reset/", {"email": "klubs@example.invalid"})

    assert len(mail.outbox) == 2
    bodies = sorted(m.body for m in mail.outbox)
    assert ["liepa" in b for b in bodies].count(True) == 1
    assert ["ozols" in b for b in bodies].count(True) == 1


def test_reset_does_not_tell_whether_an_account_exists(client):
    people.user(username="liepa", email="liepa@example.invalid")

    known = client.post("/lv/password/reset/", {"email": "liepa@example.invalid"}, follow=True)
    unknown = client.post("/lv/password/reset/", {"email": "nav@example.invalid"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert _without_token(known) == _without_token(unknown)
    assert [m.to for m in mail.outbox] == [["liepa@example.invalid"]]


def _without_token(response) -> str:
    return re.sub(r'value="[\w]{64}"', "", response.content.decode())


@pytest.mark.parametrize(
    "key", ["1-abc", "zzzzzzzzzzzzz-abc-def", "1-set-password", "1-" + "x" * 500, '1-"']
)
def test_a_made_up_reset_link_gives_a_page(client, key):
    response = client.get(f"/lv/password/reset/key/{key}/")

    assert response.status_code == 200
    assert response.context["token_fail"] is True


def test_the_password_is_changed_after_giving_the_current_one(client):
    user = people.user()
    client.force_login(user)

    wrong = client.post(
        "/lv/password/change/", {"oldpassword": "x", "password1": NEW, "password2": NEW}
    )
    right = client.post(
        "/lv/password/change/",
        {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert list(wrong.context["form"].errors) == ["oldpassword"]
    assert right["Location"] == "/lv/profile/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get("/lv/profile/").status_code == 200  # still signed in


@pytest.mark.parametrize("password", ["īsa", "parole123456parole"[:11], "password1234"])
def test_a_weak_password_is_refused_with_a_reason(client, password):
    client.force_login(people.user())

    response = client.post(
        "/lv/password/change/",
        {"oldpassword": people.PASSWORD, "password1": password, "password2": password},
    )

    assert list(response.context["form"].errors) == ["password1"]


def test_two_different_new_passwords_are_refused(client):
    client.force_login(people.user())

    response = client.post(
        "/lv/password/change/",
        {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW + "x"},
    )

    assert len(response.context["form"].errors["password2"]) == 1


def test_login_brings_the_chosen_language_to_the_browser(client):
    user = people.user(username="liepa")
    client.force_login(user)
    client.post("/lv/profile/language/", {"language": "en"})
    client.logout()
    client.cookies.clear()

    response = sign_in(client, "liepa")

    assert response.cookies["django_language"].value == "en"
