"""What becomes of certificates: replaced, printed again, revoked, issued singly."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from people.models import Person
from scheduling.models import Enrolment, TrainingGroup

_LONGEST_ID = 15


def read_ids(typed: Iterable[str]) -> list[int]:
    """Return the numbers of rows among what was sent; the rest names nothing."""
    return [
        int(one) for one in typed if one.isascii() and one.isdigit() and len(one) <= _LONGEST_ID
    ]


class ReasonForm(forms.Form):
    """Why a certificate is replaced, printed again or to be revoked; who decides says why too."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class DecisionForm(forms.Form):
    """What a second person decides; only who declines has to say why."""

    reason = forms.CharField(
        label=_("Reason for the decision"),
        help_text=_("Needed when you decline."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    do = forms.ChoiceField(choices=[(one, one) for one in ("accept", "decline", "withdraw")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("do") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the request is declined."))
        return cleaned


class IssueRequestForm(ReasonForm):
    """Asks for a certificate outside a batch."""

    group = forms.ModelChoiceField(
        label=_("Training group"), queryset=TrainingGroup.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Certificate.Kind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Certificate.Language.choices)
    field_order = ("group", "kind", "language", "reason")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Enrolment.objects.seated().filter(person=person).values("group")
        self.fields["group"].queryset = TrainingGroup.objects.filter(  # type: ignore[attr-defined]  # a model choice
            pk__in=seated
        ).select_related("cohort__programme")


class ReplacementForm(ReasonForm):
    """Which certificates are replaced; the nonce makes a second press harmless."""

    certificates = forms.CharField(widget=forms.HiddenInput, max_length=200_000)
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def clean_certificates(self) -> list[int]:
        ids = read_ids(self.cleaned_data["certificates"].split(","))
        if not ids:
            raise forms.ValidationError(_("Choose at least one certificate."))
        return ids
