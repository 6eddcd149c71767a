"""A decision about marks that wait: which of them counts, and why."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.forms.corrections import ReasonForm
from scheduling.queries.decisions import Case

KEEP = "keep"
_NUMBERS = r"\A[0-9]{1,18}(\.[0-9]{1,18}){0,99}\Z"


class CaseForm(ReasonForm):
    """What counts of one person in one block: one of the marks that wait, or what was before."""

    choice = forms.ChoiceField(
        label=_("What counts"),
        error_messages={
            "required": _("Choose what counts."),
            "invalid_choice": _("Choose one of the marks shown."),
        },
    )
    seen = forms.RegexField(_NUMBERS, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = [(str(one.mark.pk), str(one.mark)) for one in case.waiting]
        self.fields["choice"].choices = [*marks, (KEEP, KEEP)]  # type: ignore[attr-defined]  # a choice

    @property
    def chosen(self) -> int | None:
        """The number of the chosen mark; None: what counted before."""
        choice = self.cleaned_data["choice"]
        return None if choice == KEEP else int(choice)

    @property
    def seen_marks(self) -> set[int]:
        """The marks that the form showed."""
        return {int(number) for number in self.cleaned_data["seen"].split(".")}


def read_ticked(values: Iterable[str]) -> list[int]:
    """Read the numbers of ticked marks; what is none is left out."""
    return [int(v) for v in values if re.fullmatch(r"[0-9]{1,18}", v)]
