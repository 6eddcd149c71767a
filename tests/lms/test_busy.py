"""A request that waited for a lock in vain gets a sentence; every other fault stays a fault."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories import people

pytestmark = pytest.mark.django_db


class Refused(Exception):
    """What the driver raises, with PostgreSQL's code of the reason."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def failing(sqlstate: str, text: str):
    def fail(*args, **kwargs):
        raise OperationalError(text) from Refused(sqlstate)

    return fail


@pytest.fixture
def reader(monkeypatch):
    """A signed-in browser, and a way to let the page of the profile fail."""
    browser = Client(raise_request_exception=False)
    account = people.user(person=people.person())
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")

    def answer(language: str, sqlstate: str, text: str = "canceling statement"):
        monkeypatch.setattr("people.views.account.render", failing(sqlstate, text))
        return browser.get(f"/{language}/profile/")

    return answer


@pytest.mark.parametrize("sqlstate", ["55P03", "40P01"])
def test_lock_not_had_in_time_is_said_in_the_readers_language(reader, sqlstate):
    latvian, english = reader("lv", sqlstate), reader("en", sqlstate)

    assert (latvian.status_code, latvian["Retry-After"]) == (503, "5")
    assert "nekas no tā nav saglabāts" in latvian.content.decode()
    assert "nothing of it was saved" in english.content.decode()


def test_locked_file_is_said_on_sqlite_only(reader):
    expected = 503 if connection.vendor == "sqlite" else 500

    assert reader("lv", "", "database is locked").status_code == expected


@pytest.mark.parametrize("sqlstate", ["57P01", "53300", ""])
def test_other_faults_stay_faults(reader, sqlstate):
    assert reader("lv", sqlstate).status_code == 500
