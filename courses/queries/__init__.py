"""Reads over modules, their pages and people's progress."""

from courses.queries.assignments import AssignmentView, assignment_view, find_assignment
from courses.queries.attempts import Standing, asked, frozen_quiz, standing, unanswered
from courses.queries.completion import (
    Condition,
    completion_state,
    conditions_asked,
    conditions_met,
)
from courses.queries.drawing import draw
from courses.queries.editions import (
    edition_of_training,
    newest_edition,
    newest_editions,
    pages_people_rely_on,
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
    modules_with_tags,
    next_module_page,
    step_url,
    url_of,
)
from courses.queries.notes import (
    ListedNote,
    listed_note,
    listed_notes,
    notes_by_module,
    notes_in,
)
from courses.queries.offline import reader_key
from courses.queries.parts import Part, part_ids, parts_of
from courses.queries.prerequisites import Prerequisite, prerequisites_of
from courses.queries.quiz import Option, Question, questions_in, quiz_of
from courses.queries.reading import (
    QUIZ,
    Reading,
    find_progress,
    reading_of,
    version_for,
)
from courses.queries.resume import Continuation, continue_at
from courses.queries.review import Review, review_of
from courses.queries.scoring import answers_needed, is_answered, mark, read_number, score
from courses.queries.statistics import item_statistics
from courses.queries.titles import module_titles

__all__ = [
    "QUIZ",
    "AssignmentView",
    "CatalogueDay",
    "Condition",
    "Continuation",
    "ListedNote",
    "ModuleCard",
    "ModuleState",
    "Option",
    "Part",
    "Prerequisite",
    "Question",
    "Reading",
    "Review",
    "Standing",
    "answers_needed",
    "asked",
    "assignment_view",
    "completed_module_count",
    "completed_modules",
    "completion_state",
    "conditions_asked",
    "conditions_met",
    "conditions_of",
    "continue_at",
    "current_programme",
    "draw",
    "edition_of_training",
    "find_assignment",
    "find_module",
    "find_page",
    "find_progress",
    "frozen_quiz",
    "index_slug",
    "is_answered",
    "item_statistics",
    "listed_note",
    "listed_notes",
    "mark",
    "module_catalogue",
    "module_overview",
    "module_page_of",
    "module_titles",
    "modules_with_tags",
    "newest_edition",
    "newest_editions",
    "next_module_page",
    "notes_by_module",
    "notes_in",
    "pages_people_rely_on",
    "part_ids",
    "parts_of",
    "prerequisites_of",
    "questions_in",
    "quiz_of",
    "read_number",
    "reader_key",
    "reading_of",
    "review_of",
    "score",
    "standing",
    "step_url",
    "unanswered",
    "url_of",
    "version_for",
]
