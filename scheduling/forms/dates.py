"""The right date of a day that was recorded on a wrong one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DateForm(forms.Form):
    """On which date the day really took place, and how that is known."""

    right_date = forms.DateField(
        label=_("The day took place on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."],
        help_text=_("The hours of the day stay as they are. People see both dates."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
