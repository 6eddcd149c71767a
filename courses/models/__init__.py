"""Learning: the programme, its modules, and how far each person has come."""

from courses.models.assignments import (
    MAX_FILES,
    Assignment,
    AssignmentDecision,
    AssignmentFile,
    AssignmentVersion,
)
from courses.models.competences import (
    Competence,
    CompetenceArea,
    Rating,
    SelfAssessment,
    SelfAssessmentRating,
)
from courses.models.editions import ModuleEdition
from courses.models.module import Module, ModulePrerequisite
from courses.models.notes import NOTE_LIMIT, ModuleNote, text_version
from courses.models.pages import ModuleIndexPage, ModulePage
from courses.models.programme import Programme, ProgrammeBlock, ProgrammeDay
from courses.models.progress import ModuleProgress, QuizAttempt
from courses.models.reflection import FinalReflection

__all__ = [
    "MAX_FILES",
    "NOTE_LIMIT",
    "Assignment",
    "AssignmentDecision",
    "AssignmentFile",
    "AssignmentVersion",
    "Competence",
    "CompetenceArea",
    "FinalReflection",
    "Module",
    "ModuleEdition",
    "ModuleIndexPage",
    "ModuleNote",
    "ModulePage",
    "ModulePrerequisite",
    "ModuleProgress",
    "Programme",
    "ProgrammeBlock",
    "ProgrammeDay",
    "QuizAttempt",
    "Rating",
    "SelfAssessment",
    "SelfAssessmentRating",
    "text_version",
]
