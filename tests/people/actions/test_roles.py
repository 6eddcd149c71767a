import datetime as dt

import pytest
from django.utils import timezone

from people.actions.reference import load_reference
from people.actions.roles import (
    OwnManagerRole,
    RoleAlreadyHeld,
    RoleEndsInThePast,
    RoleNeedsAnEnd,
    assign_role,
    close_expired_roles,
    end_role,
)
from people.models import AuditEntry, Role, RoleAssignment, User
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return people.user("programme_manager")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def groups(user: User) -> list[str]:
    return list(user.groups.order_by("name").values_list("name", flat=True))


def test_assign_role_gives_the_role_and_writes_it_down(manager):
    account = people.user()

    assign_role(user=account, role=Role.TRAINER, by=manager)

    assert fresh(account).roles == {"trainer"}
    line = AuditEntry.objects.get(action="role_assigned")
    assert (line.actor, line.object_type, line.object_id) == (
        manager,
        "people.user",
        str(account.pk),
    )
    assert line.after == {"role": "trainer", "until": None}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CONTENT_EDITOR, ["Content editors"]),
        (Role.PROGRAMME_MANAGER, ["Programme managers"]),
        (Role.TRAINER, ["Trainers"]),
        (Role.LANGUAGE_EDITOR, ["Language editors"]),
        (Role.MENTOR, []),
        (Role.EVALUATOR, []),
    ],
)
def test_only_publishing_and_reviewing_roles_enter_the_admin(manager, role, expected):
    load_reference()
    account = people.user()

    assign_role(user=account, role=role, by=manager)

    assert groups(account) == expected
    assert fresh(account).has_perm("wagtailadmin.access_admin") == bool(expected)


def test_ending_a_role_works_at_once(manager):
    load_reference()
    account = people.user()
    assignment = assign_role(user=account, role=Role.CONTENT_EDITOR, by=manager)

    end_role(assignment=assignment, by=manager)

    assert fresh(account).roles == frozenset()
    assert groups(account) == []


def test_ending_a_role_twice_leaves_one_line(manager):
    account = people.user()
    assignment = assign_role(user=account, role=Role.TRAINER, by=manager)

    end_role(assignment=assignment, by=manager)
    end_role(assignment=assignment, by=manager)

    assert AuditEntry.objects.filter(action="role_ended").count() == 1


def test_a_role_can_be_given_again_the_same_day(manager):
    account = people.user()
    end_role(assignment=assign_role(user=account, role=Role.TRAINER, by=manager), by=manager)

    assign_role(user=account, role=Role.TRAINER, by=manager)

    assert fresh(account).roles == {"trainer"}


def test_a_role_held_is_not_given_twice(manager):
    account = people.user("trainer")

    with pytest.raises(RoleAlreadyHeld):
        assign_role(user=account, role=Role.TRAINER, by=manager)

    assert RoleAssignment.objects.filter(user=account).count() == 1


def test_an_auditor_needs_a_last_day(manager):
    account = people.user()

    with pytest.raises(RoleNeedsAnEnd):
        assign_role(user=account, role=Role.AUDITOR, by=manager)

    assert account.role_assignments.count() == 0


def test_a_role_cannot_end_before_it_begins(manager):
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    with pytest.raises(RoleEndsInThePast):
        assign_role(user=people.user(), role=Role.AUDITOR, by=manager, until=yesterday)


def test_an_auditors_access_ends_with_its_last_day(manager, time_machine):
    time_machine.move_to("2024-05-08T12:00:00+00:00")
    account = people.user()
    assign_role(user=account, role=Role.AUDITOR, by=manager, until=dt.date(2024, 5, 10))

    time_machine.move_to("2024-05-10T12:00:00+00:00")
    assert fresh(account).has_perm("people.list_people") is True

    time_machine.move_to("2024-05-11T12:00:00+00:00")
    assert fresh(account).has_perm("people.list_people") is False


def test_a_manager_cannot_end_their_own_role(manager):
    with pytest.raises(OwnManagerRole):
        end_role(assignment=manager.role_assignments.get(), by=manager)

    assert fresh(manager).roles == {"programme_manager"}


def test_a_role_older_than_its_group_enters_the_admin():
    load_reference()
    account = people.user("trainer")

    close_expired_roles()

    assert groups(account) == ["Trainers"]


def test_expired_roles_leave_the_admin(manager, time_machine):
    time_machine.move_to("2024-05-08T12:00:00+00:00")
    account = people.user()
    assign_role(user=account, role=Role.CONTENT_EDITOR, by=manager, until=dt.date(2024, 5, 10))

    time_machine.move_to("2024-05-10T12:00:00+00:00")
    assert close_expired_roles() == 0
    assert groups(account) == ["Content editors"]

    time_machine.move_to("2024-05-11T12:00:00+00:00")
    assert close_expired_roles() == 1
    assert groups(account) == []
