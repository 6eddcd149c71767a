"""A correction of one mark, and the reason that every change of a settled sheet needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.models import AbsenceNotice, AttendanceMark, SessionBlock
from scheduling.models.credit import time_is_inside, times_are_sound
from scheduling.queries.objections import CLAIMABLE


class ReasonForm(forms.Form):
    """Why a settled sheet is opened or changed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


_CORRECTABLE = [
    (status.value, status.label)
    for status in AttendanceMark.Status
    if status != AttendanceMark.Status.MADE_UP
]


class CorrectionForm(forms.Form):
    """A correction of one mark after the day was closed."""

    status = forms.ChoiceField(label=_("Mark"), choices=_CORRECTABLE)
    arrived_at = forms.TimeField(
        label=_("Time of arrival"),
        required=False,
        help_text=_("Only with late, for example 10:40."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
    )
    left_at = forms.TimeField(
        label=_("Time of leaving"),
        required=False,
        help_text=_("With left early; with late, if the person also left before the end."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
    )
    reason = forms.CharField(
        label=_("Reason for correction"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, block: SessionBlock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.block = block

    def clean(self) -> dict[str, Any]:
        """Ask for a time within the block where the mark needs one."""
        cleaned = super().clean() or {}
        status = cleaned.get("status", "")
        arrived_at, left_at = cleaned.get("arrived_at"), cleaned.get("left_at")
        if not self.errors and not times_are_sound(self.block, status, arrived_at, left_at):
            name = "left_at" if time_is_inside(self.block, arrived_at) else "arrived_at"
            name = "left_at" if status == AttendanceMark.Status.LEFT_EARLY else name
            self.add_error(name, _("Enter a time within the block, for example 10:40."))
        return cleaned


_CLAIMABLE = [(status.value, status.label) for status in CLAIMABLE]


class ObjectionForm(CorrectionForm):
    """What the participant says instead of the mark, and why."""

    status = forms.ChoiceField(
        label=_("What it was in truth"), choices=_CLAIMABLE, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why you object"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class AbsenceForm(forms.Form):
    """Why somebody will not come: a category, no more."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=AbsenceNotice.Reason.choices, widget=forms.RadioSelect
    )
