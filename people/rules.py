"""Who is who: the only place that looks at roles. Other apps combine these predicates."""

import rules

from people.models import MunicipalTeam, Person, Role, TeamMembership, User


def _has_role(role: Role) -> rules.predicates.Predicate:
    @rules.predicate(f"is_{role.value}")
    def has_role(user: User) -> bool:
        return user.is_authenticated and user.is_active and role.value in user.roles

    return has_role


def add_own_perm(name: str, predicate: rules.predicates.Predicate) -> None:
    """Register a permission on what is a person's own; superusers get no more of it than others."""
    rules.add_perm(name, predicate)
    User.own_permissions.add(name)


is_trainer = _has_role(Role.TRAINER)
is_mentor = _has_role(Role.MENTOR)
is_content_editor = _has_role(Role.CONTENT_EDITOR)
is_language_editor = _has_role(Role.LANGUAGE_EDITOR)
is_programme_manager = _has_role(Role.PROGRAMME_MANAGER)
is_evaluator = _has_role(Role.EVALUATOR)
is_auditor = _has_role(Role.AUDITOR)


@rules.predicate
def has_person(user: User) -> bool:
    """Say whether the account belongs to a person."""
    return user.is_authenticated and user.person_id is not None


@rules.predicate
def leads_a_team(user: User) -> bool:
    """Say whether the person leads some team today."""
    return user.is_authenticated and bool(user.led_team_ids)


@rules.predicate
def leads_team(user: User, team: MunicipalTeam | None) -> bool:
    """Say whether the person leads this team today."""
    return team is not None and user.is_authenticated and team.pk in user.led_team_ids


@rules.predicate
def leads_team_of(user: User, person: Person | None) -> bool:
    """Say whether the other person is in a team led today."""
    if person is None or not user.is_authenticated or not user.led_team_ids:
        return False
    return person.team_memberships.current().filter(team_id__in=user.led_team_ids).exists()


@rules.predicate
def leads_team_of_membership(user: User, membership: TeamMembership | None) -> bool:
    """Say whether the membership is of a team led today."""
    if membership is None or not user.is_authenticated:
        return False
    return membership.team_id in user.led_team_ids


@rules.predicate
def is_self(user: User, person: Person | None) -> bool:
    """Say whether the account is the person's own."""
    return person is not None and user.is_authenticated and user.person_id == person.pk


rules.add_perm("people.list_people", is_programme_manager | is_auditor)
rules.add_perm("people.see_person", is_programme_manager | is_auditor | leads_team_of | is_self)
rules.add_perm("people.invite_person", is_programme_manager | leads_team_of)
rules.add_perm("people.see_team", is_programme_manager | is_auditor | leads_team)
rules.add_perm("people.edit_team", is_programme_manager | leads_team)
rules.add_perm("people.end_membership", is_programme_manager | leads_team_of_membership)
rules.add_perm("people.lead_a_team", leads_a_team)
rules.add_perm("people.see_audit_trail", is_programme_manager | is_auditor)
rules.add_perm("people.manage_roles", is_programme_manager)
