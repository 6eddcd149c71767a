"""Who may see and plan groups, enrol, withdraw, review assignments and read results."""

import rules

from courses.models import Assignment, AssignmentFile
from people.models import User
from people.rules import add_own_perm, has_person, is_auditor, is_programme_manager, is_trainer
from scheduling.models import (
    Enrolment,
    TrainingGroup,
)


def trains(user: User, person_id: int, programme_id: int) -> bool:
    """Whether the user is a trainer of a group in which the person has a place."""
    if user.person_id is None or user.person_id == person_id:
        return False
    return (
        Enrolment.objects.seated()
        .filter(
            person=person_id,
            cohort__programme=programme_id,
            group__trainers=user.person_id,
        )
        .exists()
    )


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


@rules.predicate
def trains_writer(user: User, assignment: Assignment | None) -> bool:
    """Whether the user trains who has handed the assignment in; a draft is its writer's alone."""
    if assignment is None or assignment.state == Assignment.State.DRAFT:
        return False
    return trains(user, assignment.person_id, assignment.module.programme_id)


@rules.predicate
def may_open_file(user: User, file: AssignmentFile | None) -> bool:
    """Whether the file was handed in to the user; one that is only in the draft was not."""
    if file is None or not file.versions.exists():
        return False
    return trains_writer(user, file.assignment)  # type: ignore[no-any-return]  # rules has no types


@rules.predicate
def has_seat_in_group(user: User, group: TrainingGroup | None) -> bool:
    """Whether the user's person has a place in the group."""
    if group is None or user.person_id is None:
        return False
    return group.enrolments.seated().filter(person=user.person_id).exists()


rules.add_perm("scheduling.list_groups", is_programme_manager | is_auditor | is_trainer)
rules.add_perm(
    "scheduling.see_group", is_programme_manager | is_auditor | (is_trainer & teaches_group)
)
rules.add_perm(
    "scheduling.export_attendance", is_programme_manager | is_auditor | (is_trainer & teaches_group)
)
rules.add_perm("scheduling.move_cohort", is_programme_manager)
add_own_perm("scheduling.enrol", has_person)
rules.add_perm("scheduling.withdraw_enrolment", is_programme_manager | owns_enrolment)
# Assignments are for the person and the trainers of their group: not for managers or auditors.
add_own_perm("scheduling.list_assignments", is_trainer & has_person)
add_own_perm("scheduling.review_assignment", is_trainer & trains_writer)
add_own_perm("scheduling.open_assignment_file", is_trainer & may_open_file)
add_own_perm("scheduling.give_feedback", has_person & has_seat_in_group)
rules.add_perm("scheduling.list_results", is_programme_manager | is_trainer)
rules.add_perm("scheduling.see_results", is_programme_manager | (is_trainer & teaches_group))
rules.add_perm("scheduling.export_feedback", is_programme_manager)
