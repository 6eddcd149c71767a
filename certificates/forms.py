"""What people type about certificates: orders, filters, codes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.queries.batches import years_of_issue
from certificates.queries.register import municipalities_of_issue
from courses.models import Programme
from people.models import Person
from scheduling.models import Cohort, Enrolment, TrainingGroup


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


_LONGEST_ID = 15


def read_ids(typed: Iterable[str]) -> list[int]:
    """Return the numbers of rows among what was sent; the rest names nothing."""
    return [
        int(one) for one in typed if one.isascii() and one.isdigit() and len(one) <= _LONGEST_ID
    ]


class RegisterForm(forms.Form):
    """Narrows and sorts the register."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    programme = forms.ModelChoiceField(
        label=_("Training programme"),
        required=False,
        queryset=Programme.objects.none(),
        empty_label=_("All"),
    )
    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        required=False,
        queryset=Cohort.objects.none(),
        empty_label=_("All"),
    )
    group = forms.ModelChoiceField(
        label=_("Training group"),
        required=False,
        queryset=TrainingGroup.objects.none(),
        empty_label=_("All"),
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    year = forms.TypedChoiceField(
        label=_("Year of issue"), required=False, coerce=int, empty_value=None
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    order = forms.ChoiceField(
        label=pgettext_lazy("register", "Sorted"),
        required=False,
        choices=[
            ("", _("Newest first")),
            ("oldest", _("Oldest first")),
            ("name", _("By surname")),
            ("group", _("By training group")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        issued = Certificate.objects.order_by()
        fields["programme"].queryset = Programme.objects.filter(pk__in=issued.values("programme"))
        fields["cohort"].queryset = Cohort.objects.filter(pk__in=issued.values("group__cohort"))
        fields["group"].queryset = TrainingGroup.objects.filter(pk__in=issued.values("group"))
        in_english = get_language() == "en"
        choices: dict[str, list[tuple[Any, Any]]] = {
            "municipality": [
                (name, english if in_english else name)
                for name, english in municipalities_of_issue()
            ],
            "kind": list(Certificate.Kind.choices),
            "state": list(Certificate.State.choices),
            "year": [(year, year) for year in years_of_issue()],
            "language": list(Certificate.Language.choices),
        }
        for name, found in choices.items():
            fields[name].choices = [("", _("All")), *found]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was typed well; a filter that makes no sense narrows nothing."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    @property
    def foremost(self) -> list[forms.BoundField]:
        """The filters always in sight."""
        return [self[name] for name in _FOREMOST]

    @property
    def others(self) -> list[forms.BoundField]:
        """The filters that unfold."""
        return [field for field in self if field.name not in _FOREMOST]

    @property
    def is_narrowed_further(self) -> bool:
        """Whether one of those that unfold is in use."""
        return bool(self.chosen.keys() - set(_FOREMOST))


_FOREMOST = ("q", "group", "state", "order")


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
