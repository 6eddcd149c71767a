"""Who: persons, accounts, municipalities, teams, roles, invitations and the audit trail."""

from people.models.account import Invitation, Role, RoleAssignment, User
from people.models.audit import AuditEntry
from people.models.person import Person
from people.models.place import Municipality, PlanningRegion, TrainingRegion
from people.models.team import MunicipalTeam, TeamMembership

__all__ = [
    "AuditEntry",
    "Invitation",
    "MunicipalTeam",
    "Municipality",
    "Person",
    "PlanningRegion",
    "Role",
    "RoleAssignment",
    "TeamMembership",
    "TrainingRegion",
    "User",
]
