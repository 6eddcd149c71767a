"""Reads over modules, their pages and people's progress."""

from courses.queries.assignments import AssignmentView, assignment_view, find_assignment
from courses.queries.completion import (
    Condition,
    completion_state,
    conditions_asked,
    conditions_met,
)
from courses.queries.modules import (
    CatalogueDay,
    ModuleCard,
    ModuleState,
    completed_module_count,
    completed_modules,
    conditions_of,
    current_programme,
    find_module,
    find_page,
    index_slug,
    module_catalogue,
    module_overview,
    module_page_of,
    next_module_page,
    step_url,
    url_of,
)
from courses.queries.prerequisites import Prerequisite, prerequisites_of
from courses.queries.quiz import Option, Question, quiz_of
from courses.queries.reading import (
    QUIZ,
    Part,
    Reading,
    find_progress,
    parts_of,
    reading_of,
    version_for,
)
from courses.queries.resume import Continuation, continue_at

__all__ = [
    "QUIZ",
    "AssignmentView",
    "CatalogueDay",
    "Condition",
    "Continuation",
    "ModuleCard",
    "ModuleState",
    "Option",
    "Part",
    "Prerequisite",
    "Question",
    "Reading",
    "assignment_view",
    "completed_module_count",
    "completed_modules",
    "completion_state",
    "conditions_asked",
    "conditions_met",
    "conditions_of",
    "continue_at",
    "current_programme",
    "find_assignment",
    "find_module",
    "find_page",
    "find_progress",
    "index_slug",
    "module_catalogue",
    "module_overview",
    "module_page_of",
    "next_module_page",
    "parts_of",
    "prerequisites_of",
    "quiz_of",
    "reading_of",
    "step_url",
    "url_of",
    "version_for",
]
