"""What people type about certificates: orders, filters, codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.queries.batches import years_of_issue
from scheduling.models import TrainingGroup


class WarningForm(forms.Form):
    """Who of a group is told that the certificate is in danger."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("Somebody in the list is not in this group. Check the list again."),
        },
    )

    def __init__(self, *args: Any, group: TrainingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = group.enrolments.seated().values_list("person", flat=True)
        self.fields["people"].choices = [(pk, pk) for pk in seated]  # type: ignore[attr-defined]  # a choice


class OrderForm(WarningForm):
    """Who of a group gets a certificate; the nonce makes a second press harmless."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)


class RegisterForm(forms.Form):
    """Narrows the register."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    group = forms.ModelChoiceField(
        label=_("Training group"),
        required=False,
        queryset=TrainingGroup.objects.none(),
        empty_label=_("All"),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    year = forms.TypedChoiceField(
        label=_("Year of issue"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = TrainingGroup.objects.filter(  # type: ignore[attr-defined]  # a model choice
            certificates__isnull=False
        ).distinct()
        self.fields["state"].choices = [("", _("All")), *Certificate.State.choices]  # type: ignore[attr-defined]  # a choice
        self.fields["year"].choices = [("", _("All")), *((y, y) for y in years_of_issue())]  # type: ignore[attr-defined]  # a choice


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
