"""Somebody who came without a place, and who it was."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Municipality, Person
from scheduling.forms.corrections import ReasonForm
from scheduling.models import SessionBlock, WalkIn
from scheduling.models.credit import time_is_inside

_FIRST_YEAR, _LAST_YEAR = 1920, 2020


class WalkInForm(forms.Form):
    """Name, phone, and in which blocks they were there, since when."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    birth_year = forms.IntegerField(
        label=_("Birth year"), required=False, min_value=_FIRST_YEAR, max_value=_LAST_YEAR
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("What helps to find the person, for example the municipality."),
    )

    def __init__(self, blocks: Sequence[SessionBlock], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks
        for block in blocks:
            self.fields[f"there-{block.pk}"] = forms.BooleanField(
                label=_("Was there: %(part)s") % {"part": block.block.get_part_display()},
                required=False,
            )
            self.fields[f"time-{block.pk}"] = forms.TimeField(
                label=_("Time of arrival"),
                required=False,
                help_text=_("Only if the person came late."),
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                input_formats=["%H:%M", "%H.%M"],
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a block at least, and for times within them."""
        cleaned = super().clean() or {}
        for block in self.blocks:
            arrived_at = cleaned.get(f"time-{block.pk}")
            if arrived_at and not time_is_inside(block, arrived_at):
                self.add_error(
                    f"time-{block.pk}", _("Enter a time within the block, for example 10:40.")
                )
        if not self.presence and not self.errors:
            self.add_error(f"there-{self.blocks[0].pk}", _("Tick at least one block."))
        return cleaned

    @property
    def presence(self) -> dict[int, dt.time | None]:
        """The blocks they were in, with the time of arrival; a time says that they were there."""
        return {
            block.pk: self.cleaned_data.get(f"time-{block.pk}")
            for block in self.blocks
            if self.cleaned_data.get(f"there-{block.pk}")
            or self.cleaned_data.get(f"time-{block.pk}")
        }

    @property
    def walk_in(self) -> WalkIn:
        """Who came, unsaved."""
        names = ("given_name", "family_name", "phone", "birth_year", "note")
        return WalkIn(**{name: self.cleaned_data[name] for name in names})


class NewPersonForm(ReasonForm):
    """The walk-in as a person nobody has known before."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    birth_year = forms.IntegerField(
        label=_("Birth year"), required=False, min_value=_FIRST_YEAR, max_value=_LAST_YEAR
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False
    )
    is_another_person = forms.BooleanField(
        label=_("I have compared the records: this is another person."), required=False
    )
    field_order = (
        *("given_name", "family_name", "birth_year", "phone", "email", "municipality"),
        *("is_another_person", "reason"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["municipality"].queryset = Municipality.objects.valid_on(today)  # type: ignore[attr-defined]  # a model choice

    @property
    def person(self) -> Person:
        """The person, unsaved."""
        names = ("given_name", "family_name", "birth_year", "phone", "email", "municipality")
        return Person(**{name: self.cleaned_data[name] for name in names})
