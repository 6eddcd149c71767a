"""Screens of the learning flow."""

from courses.views.assignment import assignment, assignment_file
from courses.views.module import module, module_page, read, reflection, show_module, start
from courses.views.quiz import quiz, quiz_result

__all__ = [
    "assignment",
    "assignment_file",
    "module",
    "module_page",
    "quiz",
    "quiz_result",
    "read",
    "reflection",
    "show_module",
    "start",
]
