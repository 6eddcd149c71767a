"""Who accompanies which municipality."""

import rules

from people.models import MunicipalTeam, User
from people.rules import is_mentor


@rules.predicate
def mentors_team(user: User, team: MunicipalTeam | None) -> bool:
    """Say whether the team is assigned to this mentor."""
    if team is None or not user.is_authenticated or user.person_id is None:
        return False
    return team.mentor_assignments.filter(mentor=user.person_id).exists()


rules.add_perm("plans.accompany_teams", is_mentor)
rules.add_perm("plans.see_progress_of_team", is_mentor & mentors_team)
