"""Ordering certificates and warnings for the people of a group or cohort."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateTemplate
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
