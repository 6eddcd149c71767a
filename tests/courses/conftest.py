"""A programme with two modules in Latvian, and a signed-in person."""

import pytest
from django.test import Client

from courses.actions.progress import start_module
from courses.models import Module, ModulePage
from people.models import User
from tests.factories import courses, people


@pytest.fixture
def module(db) -> Module:
    return courses.programme(modules=2).modules.first()


@pytest.fixture
def page(module) -> ModulePage:
    return courses.module_page(module)


@pytest.fixture
def learner(db) -> User:
    return people.user(person=people.person())


@pytest.fixture
def learning(client: Client, learner: User, page: ModulePage) -> Client:
    client.force_login(learner)
    return client


@pytest.fixture
def writing(learning: Client, learner: User, page: ModulePage) -> Client:
    """The learner's client, with the module started."""
    start_module(person=learner.person, module=page.module)
    return learning


@pytest.fixture
def trainer(db) -> User:
    return people.user("trainer", person=people.person())


@pytest.fixture
def admin(client: Client, page: ModulePage) -> Client:
    """A superuser's client."""
    client.force_login(User.objects.create_superuser("saknes", password="x"))
    return client
