"""Reads over modules, their pages and people's progress."""

from courses.queries.editions import newest_edition, newest_editions, pages_people_rely_on
from courses.queries.modules import (
    CatalogueDay,
    ModuleCard,
    ModuleState,
    completed_module_count,
    completed_modules,
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
from courses.queries.parts import Part, part_ids, parts_of
from courses.queries.quiz import Option, Question, quiz_of
from courses.queries.reading import (
    QUIZ,
    Reading,
    find_progress,
    reading_of,
    version_for,
)

__all__ = [
    "QUIZ",
    "CatalogueDay",
    "ModuleCard",
    "ModuleState",
    "Option",
    "Part",
    "Question",
    "Reading",
    "completed_module_count",
    "completed_modules",
    "current_programme",
    "find_module",
    "find_page",
    "find_progress",
    "index_slug",
    "module_catalogue",
    "module_overview",
    "module_page_of",
    "newest_edition",
    "newest_editions",
    "next_module_page",
    "pages_people_rely_on",
    "part_ids",
    "parts_of",
    "quiz_of",
    "reading_of",
    "step_url",
    "url_of",
    "version_for",
]
