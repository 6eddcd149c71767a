"""A group with a module to talk about, somebody of the group, and its trainer."""

import pytest

from courses.models import ModulePage
from people.models import User
from scheduling.models import TrainingGroup
from tests.factories import courses, scheduling
from tests.factories.discussions import member, trainer


@pytest.fixture
def page(db) -> ModulePage:
    return courses.module_page(courses.programme().modules.get(code="M01"))


@pytest.fixture
def group(page) -> TrainingGroup:
    return scheduling.group()


@pytest.fixture
def writer(group) -> User:
    return member(group)


@pytest.fixture
def teacher(group) -> User:
    return trainer(group)
