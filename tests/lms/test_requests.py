"""What holds for every request: root redirect, refused characters, privacy of pages."""

import pytest

from tests.factories import courses, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "language"), [("", "lv"), ("en-GB,en", "en"), ("de", "lv"), ("lv", "lv")]
)
def test_root_leads_to_the_readers_language(client, accepts, language):
    response = client.get("/", headers={"accept-language": accepts})

    assert (response.status_code, response["Location"]) == (302, f"/{language}/")


@pytest.mark.parametrize(
    "address", ["/lv/search/?q=%00", "/lv/%00/", "/verify/%00", "/?next=a%00b"]
)
def test_nul_in_an_address_is_answered_with_a_sentence(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert response.content.decode() == (
        "Pieprasījumā ir rakstzīmes, kuras nevar saglabāt. Atgriezieties un ievadiet tekstu vēlreiz."
    )


def test_nul_is_answered_in_the_language_of_the_address(client):
    assert client.get("/en/search/?q=%00").content.decode() == (
        "The request holds characters that cannot be stored. Go back and type them again."
    )


def test_nul_in_a_form_is_answered_with_a_sentence(client):
    response = client.post(
        "/lv/login/", "login=a%00b&password=x", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 400


def test_pages_of_signed_in_people_stay_out_of_caches(client):
    courses.home()
    client.force_login(people.user(person=people.person()))

    response = client.get("/lv/profile/")

    assert response["Cache-Control"] == "private, no-store"


def test_content_policy_allows_no_inline_script_outside_the_admin(client):
    courses.home()

    policy = client.get("/lv/")["Content-Security-Policy"]

    assert "script-src 'self';" in policy + ";"
    assert "unsafe-inline" not in policy
