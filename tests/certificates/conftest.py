"""The stage of the certificate tests: a trained group and the people around it."""

import pytest
from django.utils import translation

from tests.factories import certificates, people


@pytest.fixture
def manager(db):
    return people.user("programme_manager")


@pytest.fixture
def group(db):
    return certificates.trained_group()


@pytest.fixture
def programme(group):
    return group.cohort.programme


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield
