"""What is a person's own: superusers get no more of it; and what managers may not add."""

import pytest

from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role, User
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def superuser(client) -> User:
    account = User.objects.create_superuser("saknes", password="x")
    client.force_login(account, backend=BACKEND)
    return account


def test_every_permission_of_ones_own_is_known():
    assert len(User.own_permissions) > 10
    assert {name.partition(".")[0] for name in User.own_permissions} == {
        "certificates",
        "courses",
        "scheduling",
    }


def test_superuser_without_a_person_has_none_of_them_and_all_others(superuser):
    assert [name for name in User.own_permissions if superuser.has_perm(name)] == []
    assert superuser.has_perm("courses.change_module")


def test_superuser_with_a_person_acts_for_that_person(superuser):
    superuser.person = people.person()
    superuser.save()

    assert superuser.has_perm("courses.take_module")
    superuser.is_active = False
    assert not superuser.has_perm("courses.take_module")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("module/M01/start/", 404),
        ("module/M01/quiz/", 404),
        ("my/notes/", 403),
        ("my/certificate/", 403),
        ("my/self-assessment/1/", 403),
        ("my/final-reflection/1/", 403),
        ("enrol/1/", 404),
        ("assignments/", 403),
    ],
)
def test_pages_of_ones_own_refuse_who_has_no_person(client, superuser, path, status):
    courses.module_page(courses.programme().modules.first())

    assert client.post(f"/lv/{path}").status_code == status


def test_managers_add_no_programme_without_days():
    load_reference()
    manager = people.user()
    assign_role(user=manager, role=Role.PROGRAMME_MANAGER, by=None)

    assert manager.has_perm("courses.change_programme")
    assert not manager.has_perm("courses.add_programme")
