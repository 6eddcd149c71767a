"""The one place that decides whether a module is completed."""

from django.utils import timezone

from courses.models import Module, ModuleProgress
from courses.queries import conditions_asked, conditions_met
from courses.signals import module_completed
from people.actions import audit
from people.models import User


def is_rule_met(progress: ModuleProgress, module: Module) -> bool:
    """Tell whether every condition of the module's rule is met; a rule asks for something."""
    met = conditions_met(module, progress)
    return bool(met) and all(met.values())


def settle_completion(progress: ModuleProgress, *, by: User | None = None) -> bool:
    """Complete the module if its rule is met and it was not completed before; tell whether it is.

    Call it inside the transaction of the act that may have met the rule. What is completed stays
    completed: a later, stricter rule takes nothing away.
    """
    if progress.completed_at is not None:
        return True
    if not is_rule_met(progress, progress.module):
        return False
    progress.completed_at = timezone.now()
    asked = {f"needed_{code}": needed for code, needed in conditions_asked(progress.module).items()}
    for field, needed in asked.items():
        setattr(progress, field, needed)
    progress.save(update_fields=["completed_at", *asked])
    audit.record(
        actor=by,
        action="courses.module_completed",
        subject=progress,
        after={
            "person": progress.person_id,
            "module": progress.module.code,
            "completed_at": progress.completed_at.isoformat(),
        },
    )
    module_completed.send(sender=ModuleProgress, progress=progress)
    return True
