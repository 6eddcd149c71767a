import pytest

from people.models import User
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_profile_shows_ones_own_person(client):
    person = people.person(given_name="Žanete", family_name="Ķirse", phone="+371 20000000")
    client.force_login(people.user(person=person))

    page = client.get("/lv/profile/").content.decode()

    assert "Žanete Ķirse" in page
    assert "+371 20000000" in page


def test_profile_of_an_account_without_a_person_is_a_page(client):
    client.force_login(people.user("programme_manager"))

    response = client.get("/en/profile/")

    assert (response.status_code, response.context["person"]) == (200, None)


def test_choosing_a_language_keeps_it_and_turns_the_page(client):
    user = people.user()
    client.force_login(user)

    response = client.post("/lv/profile/language/", {"language": "en"})

    assert response["Location"] == "/en/profile/"
    assert response.cookies["django_language"].value == "en"
    assert User.objects.get(pk=user.pk).preferred_language == "en"


@pytest.mark.parametrize("language", ["", "de", "x" * 5000, '"'])
def test_a_language_that_is_not_offered_changes_nothing(client, language):
    user = people.user()
    client.force_login(user)

    response = client.post("/lv/profile/language/", {"language": language})

    assert response["Location"] == "/lv/profile/"
    assert User.objects.get(pk=user.pk).preferred_language == ""


def test_strangers_go_to_the_login_page(client):
    assert client.get("/lv/profile/")["Location"] == "/lv/login/?next=/lv/profile/"
    assert client.post("/lv/profile/language/")["Location"].startswith("/lv/login/")
