"""Forms of the learning flow, and the check of a quiz before its page is published."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from courses.actions.progress import REFLECTION_LIMIT
from courses.actions.quiz import answers_needed
from courses.queries import Question


class ReflectionForm(forms.Form):
    """What the person writes for themselves."""

    reflection = forms.CharField(
        required=False,
        max_length=REFLECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": _(
                "The text is too long to save. Shorten it to %(limit_value)d characters."
            )
        },
    )


class QuizForm(forms.Form):
    """One try at a quiz: a radio choice for each question, and the mark of this form."""

    nonce = forms.UUIDField()
    version = forms.CharField(required=False)

    def __init__(
        self, questions: tuple[Question, ...], version: object, data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.questions = questions
        self.expected_version = str(version)
        for n, question in enumerate(questions):
            self.fields[f"q{n}"] = forms.TypedChoiceField(
                choices=[(i, option.text) for i, option in enumerate(question.options)],
                coerce=int,
                error_messages={
                    "required": _("Choose one answer."),
                    "invalid_choice": _(
                        "This answer does not belong to the question. Choose one again."
                    ),
                },
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was not made by us for this version of the quiz."""
        cleaned = super().clean() or {}
        if "nonce" in self.errors or cleaned.get("version") != self.expected_version:
            raise forms.ValidationError(
                _("This form is out of date. Check your answers and submit them again.")
            )
        return cleaned

    @property
    def nonce_sent(self) -> UUID:
        nonce: UUID = self.cleaned_data["nonce"]
        return nonce

    @property
    def answers(self) -> list[int]:
        return [self.cleaned_data[f"q{n}"] for n in range(len(self.questions))]

    def fieldsets(self) -> list[dict[str, Any]]:
        """Return what the template draws: each question with its options and what was chosen."""
        drawn = []
        for n, question in enumerate(self.questions):
            chosen = self.data.get(f"q{n}") if self.is_bound else None
            drawn.append(
                {
                    "name": f"q{n}",
                    "number": n + 1,
                    "text": question.text,
                    "options": [
                        (i, option.text, str(i) == chosen)
                        for i, option in enumerate(question.options)
                    ],
                    "errors": self.errors.get(f"q{n}", []) if self.is_bound else [],
                }
            )
        return drawn


class ModulePageForm(WagtailAdminPageForm):
    """The editor's form of a module page; drafts may be incomplete, what is published may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was said of the last publication does not hold for the next one.
        if "edition_kind" in self.fields:
            self.fields["edition_kind"].required = False
            if not self.instance.has_unpublished_changes:
                self.initial["edition_kind"] = self.instance.Edition.CORRECTION
                self.initial["edition_note"] = ""

    def clean_edition_kind(self) -> str:
        """Take what was not chosen for what the form proposed."""
        chosen: str = self.cleaned_data["edition_kind"] or self.initial["edition_kind"]
        return chosen

    def clean(self) -> dict[str, Any]:
        """Check the quiz unless only a draft is saved."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and "questions" in self.formsets:
            questions = self.formsets["questions"]
            questions.is_valid()
            kept = [form for form in questions.forms if not _is_removed(form)]
            for form in kept:
                _check_options(form)
            self._check_number(len(kept), cleaned.get("module"))
        return cleaned

    def _check_number(self, questions: int, module: Any) -> None:
        needed = module.pass_mark if module else 1
        if questions == 0:
            self.add_error(None, _("Add at least one question to the quiz before publishing."))
        elif answers_needed(needed, questions) < needed:
            self.add_error(
                None,
                ngettext(
                    "The module asks for %(n)d correct answer, but the quiz has fewer questions.",
                    "The module asks for %(n)d correct answers, but the quiz has fewer questions.",
                    needed,
                )
                % {"n": needed},
            )


def _is_removed(form: Any) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get("DELETE"))


def _check_options(question: Any) -> None:
    options = [
        form.cleaned_data
        for form in question.formsets["options"].forms
        if getattr(form, "cleaned_data", None) and not _is_removed(form)
    ]
    if len(options) < 2:  # noqa: PLR2004  # one answer is no choice
        question.add_error("text", _("A question needs at least two answers to choose from."))
    elif sum(bool(option.get("is_correct")) for option in options) != 1:
        question.add_error("text", _("Mark exactly one answer of this question as correct."))
