"""The form of one competence area in a self-assessment."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Rating
from courses.queries.competences import Area


class AreaForm(forms.Form):
    """The statements of one competence area, each with the four steps of the scale."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, area: Area, chosen: dict[int, int], data: Any = None) -> None:
        initial = {f"r{pk}": rating for pk, rating in chosen.items()}
        super().__init__(data, initial=initial)
        self.area = area
        texts = [f"{one.pk} {one.text} {one.text_en}" for one in area.statements]
        self.expected_version = sha256("\n".join(texts).encode()).hexdigest()[:16]
        for statement in area.statements:
            self.fields[f"r{statement.pk}"] = forms.TypedChoiceField(
                choices=Rating.choices,
                coerce=int,
                error_messages={
                    "required": _("Choose one answer."),
                    "invalid_choice": _(
                        "This answer does not belong to the statement. Choose one again."
                    ),
                },
            )

    def clean(self) -> dict[str, Any]:
        """Refuse answers to statements that were reworded while the page was open."""
        cleaned = super().clean() or {}
        if cleaned.get("version") != self.expected_version:
            raise forms.ValidationError(
                _("The statements have been reworded. Read them again and save once more.")
            )
        return cleaned

    @property
    def ratings(self) -> dict[int, Rating]:
        """What was chosen well, by statement, also when something is missing."""
        if self.non_field_errors():
            return {}
        return {
            one.pk: Rating(self.cleaned_data[f"r{one.pk}"])
            for one in self.area.statements
            if self.cleaned_data.get(f"r{one.pk}")
        }

    def fieldsets(self) -> list[dict[str, Any]]:
        """Return what the template draws: each statement with the steps and what was chosen."""
        return [
            {
                "name": f"r{one.pk}",
                "statement": one,
                "options": [
                    (step, str(step.value) == str(self[f"r{one.pk}"].value())) for step in Rating
                ],
                "errors": self.errors.get(f"r{one.pk}", []) if self.is_bound else [],
            }
            for one in self.area.statements
        ]
