"""What the app answers to questions from below."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from courses.models import Module, ModuleEdition
from courses.signals import edition_wanted
from people.models import Person
from scheduling.actions.editions import edition_of_training
from scheduling.models import AttendanceChain, Session
from scheduling.queries import cohort_of_training, pinned_edition


@receiver(post_save, sender=Session)
def begin_the_sessions_ledger(instance: Session, *, created: bool, **kwargs: Any) -> None:
    """Give a new session the end of its ledger, which is the lock under which rows are added."""
    if created:
        AttendanceChain.objects.create(session=instance)


@receiver(edition_wanted)
def answer_with_the_cohorts_edition(
    person: Person, module: Module, *, starts: bool, **kwargs: Any
) -> ModuleEdition | None:
    """Say which version of the module the person's cohort has."""
    if starts:
        return edition_of_training(person, module)
    cohort_id = cohort_of_training(person, module)
    return None if cohort_id is None else pinned_edition(cohort_id, module)
