"""Narrowing and sorting the register."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.queries.batches import years_of_issue
from certificates.queries.register import municipalities_of_issue
from courses.models import Programme
from scheduling.models import Cohort, TrainingGroup

_FOREMOST = ("q", "group", "state", "order")


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
