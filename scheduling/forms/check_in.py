"""The code that was said aloud, as it is typed."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SpokenCodeForm(forms.Form):
    """Six digits, with or without a space between."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits, for example 482 913."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """Return the digits alone."""
        digits = re.sub(r"[\s–-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("Type the six digits of the code."))
        return digits
