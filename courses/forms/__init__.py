"""Forms of the learning flow, and the checks of what editors and managers enter."""

from courses.forms.answers import LONGEST_TYPED, AnswerForm
from courses.forms.assignments import AssignmentForm, FilesField
from courses.forms.competences import AreaForm
from courses.forms.editing import ModuleForm, ModulePageForm
from courses.forms.reflection import FinalReflectionForm, ReflectionForm

__all__ = [
    "LONGEST_TYPED",
    "AnswerForm",
    "AreaForm",
    "AssignmentForm",
    "FilesField",
    "FinalReflectionForm",
    "ModuleForm",
    "ModulePageForm",
    "ReflectionForm",
]
