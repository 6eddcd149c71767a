"""Who records attendance, and who decides about it."""

import pytest

from tests.factories import people


@pytest.fixture
def trainer():
    return people.user("trainer", person=people.person())


@pytest.fixture
def manager():
    return people.user("programme_manager")
