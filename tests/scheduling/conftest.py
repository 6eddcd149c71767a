"""Who is signed in."""

import pytest

from tests.factories import people


@pytest.fixture
def as_participant(client):
    person = people.person(municipality=people.municipality())
    client.force_login(people.user(person=person))
    return client, person


@pytest.fixture
def as_manager(client):
    client.force_login(people.user("programme_manager"))
    return client


@pytest.fixture
def as_trainer(client):
    trainer = people.person()
    client.force_login(people.user("trainer", person=trainer))
    return client, trainer
