"""Screens of the learning flow."""

from courses.views.assignment import assignment, assignment_file
from courses.views.attempt import quiz_answer, quiz_submit
from courses.views.module import module, module_page, read, reflection, show_module, start
from courses.views.offline import away, copy, reader, receive, worker
from courses.views.quiz import quiz, quiz_result
from courses.views.worksheet import worksheet

__all__ = [
    "assignment",
    "assignment_file",
    "away",
    "copy",
    "module",
    "module_page",
    "quiz",
    "quiz_answer",
    "quiz_result",
    "quiz_submit",
    "read",
    "reader",
    "receive",
    "reflection",
    "show_module",
    "start",
    "worker",
    "worksheet",
]
