"""Giving and ending staff roles; the groups that open the admin follow."""

import datetime as dt

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from people.actions.audit import record
from people.actions.reference import STAFF_GROUPS
from people.models import Role, RoleAssignment, User


class RoleNeedsAnEnd(Exception):
    """An auditor's access was asked for without its last day."""


class RoleEndsInThePast(Exception):
    """The last day asked for is over already."""


class RoleAlreadyHeld(Exception):
    """The account holds the role already."""


class OwnManagerRole(Exception):
    """A programme manager tried to end their own last way in."""


@transaction.atomic
def assign_role(
    *, user: User, role: Role, by: User | None, until: dt.date | None = None
) -> RoleAssignment:
    """Give the account the role from today on."""
    if role == Role.AUDITOR and until is None:
        raise RoleNeedsAnEnd
    if until is not None and until < timezone.localdate():
        raise RoleEndsInThePast
    account = User.objects.select_for_update().get(pk=user.pk)
    if account.role_assignments.current().filter(role=role).exists():
        raise RoleAlreadyHeld
    assignment = RoleAssignment.objects.create(user=account, role=role, valid_until=until)
    _follow_roles([account])
    record(
        actor=by,
        action="role_assigned",
        subject=account,
        after={"role": role, "until": until.isoformat() if until else None},
    )
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: User | None) -> RoleAssignment:
    """End the role at once; ending it again changes nothing."""
    account = User.objects.select_for_update().get(pk=assignment.user_id)
    assignment = account.role_assignments.get(pk=assignment.pk)
    if by is not None and by.pk == account.pk and assignment.role == Role.PROGRAMME_MANAGER:
        raise OwnManagerRole
    if not account.role_assignments.current().filter(pk=assignment.pk).exists():
        return assignment
    # The last day counts as held, so the last day that does is yesterday.
    before = assignment.valid_until
    assignment.valid_until = timezone.localdate() - dt.timedelta(days=1)
    assignment.save(update_fields=["valid_until"])
    _follow_roles([account])
    record(
        actor=by,
        action="role_ended",
        subject=account,
        before={"role": assignment.role, "until": before.isoformat() if before else None},
        after={"role": assignment.role, "until": assignment.valid_until.isoformat()},
    )
    return assignment


@transaction.atomic
def close_expired_roles() -> int:
    """Take out of the admin's groups whoever no longer holds the role; return how many rows.

    Whoever holds a role whose group is newer than the role itself comes in.
    """
    named, held = (
        Q(groups__name__in=STAFF_GROUPS.values()),
        Q(role_assignments__role__in=STAFF_GROUPS),
    )
    return _follow_roles(list(User.objects.filter(named | held).distinct()))


def _follow_roles(accounts: list[User]) -> int:
    """Make the accounts' staff groups what their roles of today say; return rows removed."""
    groups = {g.name: g for g in Group.objects.filter(name__in=STAFF_GROUPS.values())}
    held = set(
        RoleAssignment.objects.current()
        .filter(user__in=accounts, role__in=STAFF_GROUPS)
        .values_list("user_id", "role")
    )
    through = User.groups.through.objects
    removed = 0
    for role, name in STAFF_GROUPS.items():
        group = groups.get(name) or Group.objects.create(name=name)
        members = {user_id for user_id, held_role in held if held_role == role}
        through.bulk_create(
            [User.groups.through(user_id=pk, group_id=group.pk) for pk in members],
            ignore_conflicts=True,
        )
        stale = through.filter(group_id=group.pk, user__in=accounts).exclude(user_id__in=members)
        removed += stale.delete()[0]
    return removed
