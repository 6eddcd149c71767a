"""The questions of a module's quiz as one version of its page has them."""

from dataclasses import dataclass

from courses.models import ModulePage


@dataclass(frozen=True)
class Option:
    """A possible answer."""

    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """A question with its possible answers, in the editor's order."""

    text: str
    options: tuple[Option, ...]


def quiz_of(version: ModulePage) -> tuple[Question, ...]:
    """Return the questions of this version; two queries for the live page, none for a stored one."""
    return tuple(
        Question(
            question.text,
            tuple(
                Option(option.text, option.is_correct, option.feedback)
                for option in question.options.all()
            ),
        )
        for question in version.questions.prefetch_related("options")
    )
