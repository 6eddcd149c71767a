"""The final reflection: saved in versions, the person's own."""

import pytest

from courses.actions.final_reflection import save_final_reflection
from courses.models import FinalReflection
from courses.queries.competences import newest_reflections
from people.models import AuditEntry
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(db):
    return f"/lv/my/final-reflection/{courses.programme().pk}/"


@pytest.fixture
def person(learner, client):
    client.force_login(learner)
    return learner.person


def test_what_was_written_is_saved_and_shown_again(client, person, address):
    response = client.post(address, {"reflection": "Sapratu", "monday": "Sākšu"})

    assert response["Location"] == address
    assert client.get(address).context["form"].initial == {
        "reflection": "Sapratu",
        "monday": "Sākšu",
    }


def test_every_change_is_a_version_and_the_same_text_is_none(client, person, address):
    for text in ("Viens", "Viens", " Viens ", "Divi"):
        client.post(address, {"reflection": text, "monday": ""})

    assert list(FinalReflection.objects.values_list("reflection", flat=True)) == ["Divi", "Viens"]
    assert [row.reflection for row in client.get(address).context["earlier"]] == ["Viens"]


def test_the_audit_trail_holds_no_text(client, person, address):
    client.post(address, {"reflection": "Sapratu", "monday": "Sākšu"})

    entry = AuditEntry.objects.get(action="courses.final_reflection_saved")
    assert entry.after == {
        "person": person.pk,
        "programme": FinalReflection.objects.get().programme_id,
    }


def test_an_empty_form_saves_nothing_and_emptying_takes_it_back(client, person, address):
    client.post(address, {"reflection": "", "monday": ""})
    assert FinalReflection.objects.count() == 0
    client.post(address, {"reflection": "Sapratu", "monday": ""})
    assert list(newest_reflections([person.pk])) == [person.pk]

    client.post(address, {"reflection": "", "monday": ""})

    assert newest_reflections([person.pk]) == {}


def test_a_text_too_long_is_kept_in_the_form_with_a_sentence(client, person, address):
    response = client.post(address, {"reflection": "ā" * 4001, "monday": "Sākšu"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["reflection"])
    assert response.context["form"]["monday"].value() == "Sākšu"
    assert FinalReflection.objects.count() == 0


def test_a_script_is_shown_as_text(client, person, address):
    client.post(address, {"reflection": "<script>x</script>", "monday": "a"})
    client.post(address, {"reflection": "cits", "monday": "b"})

    page = client.get(address).content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_another_persons_text_is_not_met(client, person, address):
    other = people.person()
    programme = courses.Programme.objects.get()
    save_final_reflection(person=other, programme=programme, reflection="Cita", monday="", by=None)

    response = client.get(address)

    assert (response.context["newest"], response.context["earlier"]) == (None, [])
