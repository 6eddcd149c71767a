import pytest
from django.core.management import CommandError, call_command

from people.models import User
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
NAME = ("Vadiba@Example.invalid", "Ķersta", "Vēlziede", "vadiba@example.invalid")


@pytest.fixture
def typed(monkeypatch):
    def type_(password):
        monkeypatch.setattr(
            "lms.management.commands.create_manager.getpass", lambda prompt: password
        )

    return type_


def test_first_manager_can_sign_in_and_manage(client, typed):
    typed(PASSWORD)
    call_command("load_reference")

    call_command("create_manager", *NAME)

    account = User.objects.get()
    assert (account.username, account.person.full_name) == (
        "vadiba@example.invalid",
        "Ķersta Vēlziede",
    )
    assert account.has_perm("monitoring.see_dashboard")
    assert client.login(username="vadiba@example.invalid", password=PASSWORD)


@pytest.mark.parametrize("password", ["short", "password12345", "vadiba@example.invalid"])
def test_weak_password_makes_nothing(typed, password):
    typed(password)

    with pytest.raises(CommandError):
        call_command("create_manager", *NAME)

    assert User.objects.count() == 0


def test_taken_name_makes_nothing(typed):
    typed(PASSWORD)
    User.objects.create(username="vadiba@example.invalid")

    with pytest.raises(CommandError, match="already"):
        call_command("create_manager", *NAME)
