"""Guests, make-ups and substitutes, as people type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from scheduling.forms.corrections import ReasonForm
from scheduling.models import MakeUp, Session
from scheduling.queries.session_desk import possible_trainers

TEXT_LIMIT = 20_000


class GuestForm(ReasonForm):
    """Who makes up in another group's session, and why."""

    person = forms.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose a person.")},
    )


class MakeUpForm(forms.Form):
    """A task for a missed block, or what is equivalent to it."""

    kind = forms.ChoiceField(
        label=_("How the block is made up for"),
        choices=MakeUp.Kind.choices,
        widget=forms.RadioSelect,
    )
    description = forms.CharField(
        label=_("The task, or what is equivalent and why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    deadline = forms.DateField(
        label=_("Deadline of the task"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."],
    )


class HandInForm(forms.Form):
    """What a participant did."""

    text = forms.CharField(
        label=_("What you did"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class SubstitutesForm(forms.Form):
    """Who teaches this day only."""

    trainers = forms.ModelMultipleChoiceField(
        label=_("Trainers of this day only"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People whose account has the role of trainer."),
    )

    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Person.objects.filter(training_groups__sessions=session).values("pk")
        field: Any = self.fields["trainers"]
        field.queryset = possible_trainers().exclude(pk__in=own)
