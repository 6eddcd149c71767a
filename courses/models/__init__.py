"""Learning: the programme, its modules, and how far each person has come."""

from courses.models.pages import ModuleIndexPage, ModulePage
from courses.models.programme import Module, Programme, ProgrammeBlock, ProgrammeDay
from courses.models.progress import ModuleProgress, QuizAttempt

__all__ = [
    "Module",
    "ModuleIndexPage",
    "ModulePage",
    "ModuleProgress",
    "Programme",
    "ProgrammeBlock",
    "ProgrammeDay",
    "QuizAttempt",
]
