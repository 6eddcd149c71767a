"""The form of the reflection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.actions.progress import REFLECTION_LIMIT


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
