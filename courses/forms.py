"""Forms of the learning flow, and the check of a quiz before its page is published."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from courses.actions.final_reflection import FINAL_REFLECTION_LIMIT
from courses.actions.progress import REFLECTION_LIMIT
from courses.actions.quiz import answers_needed
from courses.models import Rating
from courses.queries import Question
from courses.queries.competences import Area

_TOO_LONG = _("The text is too long to save. Shorten it to %(limit_value)d characters.")


class ReflectionForm(forms.Form):
    """What the person writes for themselves."""

    reflection = forms.CharField(
        required=False,
        max_length=REFLECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _TOO_LONG},
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


class AreaForm(forms.Form):
    """The statements of one competence area, each with the four steps of the scale."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, area: Area, chosen: dict[int, int], data: Any = None) -> None:
        initial = {f"r{pk}": rating for pk, rating in chosen.items()}
        super().__init__(data, initial=initial)
        self.area = area
        texts = [f"{one.pk} {one.text} {one.text_en}" for one in area.statements]
        self.expected_version = sha256("\n".join(texts).encode()).hexdigest()[:16]
        for statement in area.statements:
            self.fields[f"r{statement.pk}"] = forms.TypedChoiceField(
                choices=Rating.choices,
                coerce=int,
                error_messages={
                    "required": _("Choose one answer."),
                    "invalid_choice": _(
                        "This answer does not belong to the statement. Choose one again."
                    ),
                },
            )

    def clean(self) -> dict[str, Any]:
        """Refuse answers to statements that were reworded while the page was open."""
        cleaned = super().clean() or {}
        if cleaned.get("version") != self.expected_version:
            raise forms.ValidationError(
                _("The statements have been reworded. Read them again and save once more.")
            )
        return cleaned

    @property
    def ratings(self) -> dict[int, Rating]:
        """What was chosen well, by statement, also when something is missing."""
        if self.non_field_errors():
            return {}
        return {
            one.pk: Rating(self.cleaned_data[f"r{one.pk}"])
            for one in self.area.statements
            if self.cleaned_data.get(f"r{one.pk}")
        }

    def fieldsets(self) -> list[dict[str, Any]]:
        """Return what the template draws: each statement with the steps and what was chosen."""
        return [
            {
                "name": f"r{one.pk}",
                "statement": one,
                "options": [
                    (step, str(step.value) == str(self[f"r{one.pk}"].value())) for step in Rating
                ],
                "errors": self.errors.get(f"r{one.pk}", []) if self.is_bound else [],
            }
            for one in self.area.statements
        ]


class FinalReflectionForm(forms.Form):
    """The two texts at the end of the programme."""

    reflection = forms.CharField(
        label=_("What did you learn, and what will you do differently?"),
        required=False,
        max_length=FINAL_REFLECTION_LIMIT,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    monday = forms.CharField(
        label=_("What will you do on Monday?"),
        help_text=_("One thing that you can begin in your municipality at once."),
        required=False,
        max_length=FINAL_REFLECTION_LIMIT,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
