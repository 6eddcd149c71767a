"""Learning: the programme, its modules, and how far each person has come."""

from courses.models.editions import ModuleEdition
from courses.models.pages import ModuleIndexPage, ModulePage, QuizOption, QuizQuestion
from courses.models.programme import Module, Programme, ProgrammeBlock, ProgrammeDay
from courses.models.progress import ModuleProgress, QuizAttempt

__all__ = [
    "Module",
    "ModuleEdition",
    "ModuleIndexPage",
    "ModulePage",
    "ModuleProgress",
    "Programme",
    "ProgrammeBlock",
    "ProgrammeDay",
    "QuizAttempt",
    "QuizOption",
    "QuizQuestion",
]
