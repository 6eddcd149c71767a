"""The code that somebody typed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code printed on a certificate."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=60,
        help_text=_("Enter the verification code printed on the certificate"),
        error_messages={"required": _("Enter the verification code printed on the certificate")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
