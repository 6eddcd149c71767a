"""Learning: the programme, its modules, and how far each person has come."""

from courses.models.competences import (
    Competence,
    CompetenceArea,
    Rating,
    SelfAssessment,
    SelfAssessmentRating,
)
from courses.models.pages import ModuleIndexPage, ModulePage, QuizOption, QuizQuestion
from courses.models.programme import Module, Programme, ProgrammeBlock, ProgrammeDay
from courses.models.progress import ModuleProgress, QuizAttempt
from courses.models.reflection import FinalReflection

__all__ = [
    "Competence",
    "CompetenceArea",
    "FinalReflection",
    "Module",
    "ModuleIndexPage",
    "ModulePage",
    "ModuleProgress",
    "Programme",
    "ProgrammeBlock",
    "ProgrammeDay",
    "QuizAttempt",
    "QuizOption",
    "QuizQuestion",
    "Rating",
    "SelfAssessment",
    "SelfAssessmentRating",
]
