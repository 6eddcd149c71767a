"""What stands on page 2: a person's own words, and levels that trainers confirm."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.queries.supplement import LevelTable
from courses.models import Competence, CompetenceArea
from people.models import Person


class DetailsForm(forms.Form):
    """What a person wants printed on their own certificate."""

    outcomes = forms.CharField(
        label=_("What I have learnt, in my own words"),
        required=False,
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Two or three sentences that an employer understands: what you can do now, and where"
            " you have tried it. Printed on page 2 as written."
        ),
    )
    name_dative = forms.CharField(
        label=_("Name and surname in the dative"),
        required=False,
        max_length=170,
        help_text=_(
            "To whom the certificate is issued. Leave it empty if the name should stand in the"
            " nominative only."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "lv"}),
    )
    prints_self_assessment = forms.BooleanField(
        label=_("Print the levels of my own self-assessment beside those a trainer has confirmed"),
        required=False,
    )

    def clean_name_dative(self) -> str:
        """Refuse what cannot be a name."""
        name: str = self.cleaned_data["name_dative"]
        if any(ch.isdigit() or ch in "<>{}" for ch in name):
            raise forms.ValidationError(_("A name has letters only. Check the dative."))
        return name


class LevelsForm(forms.Form):
    """A level for each person and competence area of a group."""

    def __init__(self, *args: Any, table: LevelTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for row in table.rows:
            for area, level in zip(table.areas, row.levels, strict=True):
                self.fields[f"{row.person.pk}-{area.pk}"] = forms.TypedChoiceField(
                    coerce=int,
                    required=False,
                    label=area.letter,
                    choices=[(0, "–"), *Competence.Level.choices],
                    initial=level,
                    widget=forms.Select(
                        attrs={"aria-label": f"{row.person.full_name}: {area.local_title}"}
                    ),
                )

    def rows(self) -> list[tuple[Person, list[forms.BoundField]]]:
        """Return each person with the fields of their areas."""
        return [
            (row.person, [self[f"{row.person.pk}-{area.pk}"] for area in self.table.areas])
            for row in self.table.rows
        ]

    def levels(self) -> dict[tuple[Person, CompetenceArea], int]:
        """Return what was chosen; whoever was not on the form is left out."""
        return {
            (row.person, area): self.cleaned_data[name] or 0
            for row in self.table.rows
            for area in self.table.areas
            if (name := f"{row.person.pk}-{area.pk}") in self.data
        }
