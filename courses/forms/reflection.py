"""The forms of the reflections: a module's, and the final one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.actions.final_reflection import FINAL_REFLECTION_LIMIT
from courses.actions.progress import REFLECTION_LIMIT

_TOO_LONG = _("The text is too long to save. Shorten it to %(limit_value)d characters.")


class ReflectionForm(forms.Form):
    """What the person writes for themselves."""

    reflection = forms.CharField(
        required=False,
        max_length=REFLECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _TOO_LONG},
    )


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
