"""Who may see groups and sessions, mark attendance, enrol and withdraw."""

import rules
from django.db.models import Q

from people.models import User
from people.rules import has_person, is_auditor, is_programme_manager, is_trainer
from scheduling.models import Enrolment, Session, TrainingGroup


@rules.predicate
def teaches_session(user: User, session: Session | None) -> bool:
    """Whether the user's person is a trainer of the day or of one of its groups."""
    if session is None or user.person_id is None:
        return False
    mine = Q(trainers=user.person_id) | Q(groups__trainers=user.person_id)
    return Session.objects.filter(mine, pk=session.pk).exists()


@rules.predicate
def teaches_group(user: User, group: TrainingGroup | None) -> bool:
    """Whether the user's person is a trainer of the group."""
    if group is None or user.person_id is None:
        return False
    return group.trainers.filter(pk=user.person_id).exists()


@rules.predicate
def owns_enrolment(user: User, enrolment: Enrolment | None) -> bool:
    """Whether the enrolment is that of the user's person."""
    return enrolment is not None and has_person(user) and enrolment.person_id == user.person_id


rules.add_perm("scheduling.list_sessions", is_programme_manager | is_auditor | is_trainer)
rules.add_perm(
    "scheduling.see_session", is_programme_manager | is_auditor | (is_trainer & teaches_session)
)
rules.add_perm("scheduling.mark_attendance", is_programme_manager | (is_trainer & teaches_session))
rules.add_perm("scheduling.correct_attendance", is_programme_manager)
rules.add_perm("scheduling.list_groups", is_programme_manager | is_auditor | is_trainer)
rules.add_perm(
    "scheduling.see_group", is_programme_manager | is_auditor | (is_trainer & teaches_group)
)
rules.add_perm("scheduling.move_cohort", is_programme_manager)
rules.add_perm("scheduling.enrol", has_person)
rules.add_perm("scheduling.withdraw_enrolment", is_programme_manager | owns_enrolment)
