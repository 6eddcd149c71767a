"""What people type about certificates: orders, filters, codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateTemplate
from certificates.queries.batches import years_of_issue
from certificates.queries.supplement import LevelTable
from courses.models import Competence, CompetenceArea
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


class OrderForm(forms.Form):
    """Who gets which certificate; the nonce makes a second press harmless."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("Somebody in the list has no place here. Check the list again."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the certificate"),
        required=False,
        choices=Certificate.Language.choices,
    )
    template = forms.ModelChoiceField(
        label=_("Template"),
        required=False,
        queryset=CertificateTemplate.objects.none(),
        empty_label=_("Words that come with the system"),
        error_messages={
            "invalid_choice": _("This template is no longer in use. Choose another one.")
        },
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, cohort: Cohort, group: TrainingGroup | None, kind: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        seated = Enrolment.objects.seated().filter(cohort=cohort)
        if group is not None:
            seated = seated.filter(group=group)
        people: Any = self.fields["people"]
        people.choices = [(pk, pk) for pk in seated.values_list("person", flat=True)]
        template: Any = self.fields["template"]
        template.queryset = CertificateTemplate.objects.in_use().filter(
            programme=cohort.programme_id, kind=kind
        )
        if not self.is_bound:
            self.initial["template"] = template.queryset.first()

    def clean_language(self) -> str:
        """Take Latvian where nothing was chosen."""
        return self.cleaned_data["language"] or Certificate.Language.LATVIAN


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
