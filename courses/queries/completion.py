"""The completion rule of a module, condition by condition: the one place that reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Assignment, Module, ModuleProgress

_IS_MET: dict[str, Callable[[ModuleProgress], bool]] = {
    "parts": lambda progress: progress.read_at is not None,
    "quiz": lambda progress: progress.quiz_passed_at is not None,
    "assignment": lambda progress: progress.assignment_accepted_at is not None,
    "reflection": lambda progress: bool(progress.reflection.strip()),
}


@dataclass(frozen=True)
class Condition:
    """One condition of a module's completion, whether it is met, and where it is met."""

    code: str  # "parts", "quiz", "assignment" or "reflection"
    is_met: bool
    link: str
    assignment_state: str = ""

    @property
    def label(self) -> str:
        return {
            "parts": _("All parts read"),
            "quiz": _("Quiz passed"),
            "assignment": _("Assignment accepted by the trainer"),
            "reflection": _("Reflection written"),
        }[self.code]

    @property
    def awaits_trainer(self) -> bool:
        return not self.is_met and self.assignment_state == Assignment.State.SUBMITTED

    @property
    def next_step(self) -> str:
        """What to do about it, in words for the link."""
        if self.awaits_trainer:
            return _("See what you handed in")
        if self.assignment_state == Assignment.State.RETURNED:
            return _("Read the feedback and hand in again")
        return {
            "parts": _("Read the next part"),
            "quiz": _("Answer the quiz"),
            "assignment": _("Hand in the assignment"),
            "reflection": _("Write the reflection"),
        }[self.code]


def conditions_asked(module: Module) -> dict[str, bool]:
    """Return which conditions the module's rule has."""
    return {
        "parts": module.requires_all_parts,
        "quiz": module.requires_quiz,
        "assignment": module.requires_assignment,
        "reflection": module.requires_reflection,
    }


def conditions_met(module: Module, progress: ModuleProgress) -> dict[str, bool]:
    """Return each condition of the rule with whether it is met."""
    return {
        code: _IS_MET[code](progress) for code, asked in conditions_asked(module).items() if asked
    }


def completion_state(
    module: Module, progress: ModuleProgress, *, url: str, unread: str = ""
) -> tuple[Condition, ...]:
    """Return the conditions in the order in which they are best met, with the link to each.

    The address is that of the module's page; unread names the first part not read yet.
    """
    links = {
        "parts": f"{url}?part={unread}" if unread else url,
        "quiz": reverse("courses:quiz", args=[module.address]),
        "assignment": reverse("courses:assignment", args=[module.address]),
        "reflection": f"{url}?part=reflection",
    }
    handed_in = getattr(progress, "assignment_state", None) or ""
    return tuple(
        Condition(code, is_met, links[code], handed_in if code == "assignment" else "")
        for code, is_met in conditions_met(module, progress).items()
    )
