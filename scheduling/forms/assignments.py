"""What a trainer looks for among assignments, and what they answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.actions.assignments import FEEDBACK_LIMIT
from courses.models import Module
from people.models import Person
from scheduling.models import TrainingGroup


class AssignmentFilterForm(forms.Form):
    """Narrowing the list to a group or a module; what makes no sense narrows nothing."""

    group = forms.ModelChoiceField(
        label=_("Training group"),
        queryset=TrainingGroup.objects.none(),
        required=False,
        empty_label=_("All groups"),
    )
    module = forms.ModelChoiceField(
        label=_("Module"),
        queryset=Module.objects.none(),
        required=False,
        empty_label=_("All modules"),
    )

    def __init__(self, trainer: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = TrainingGroup.objects.filter(trainers=trainer)
        modules = Module.objects.filter(programme__cohorts__groups__trainers=trainer).distinct()
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]  # a model choice
        self.fields["module"].queryset = modules  # type: ignore[attr-defined]  # a model choice

    @property
    def chosen(self) -> dict[str, int | None]:
        """The ids asked for."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        return {name: found[name].pk if found.get(name) else None for name in ("group", "module")}


class AnswerForm(forms.Form):
    """A trainer's answer: the version read, and the feedback."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    feedback = forms.CharField(
        label=_("Feedback"),
        required=False,
        max_length=FEEDBACK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is good, and what to improve. Needed when the assignment is returned."),
        error_messages={
            "max_length": _(
                "The text is too long to save. Shorten it to %(limit_value)d characters."
            )
        },
    )
