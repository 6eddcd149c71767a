"""What people say about paper: which files, which sheet, who signed, why something differs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from people.models import Person
from scheduling.actions.signatures import MOST_BLANK_LINES
from scheduling.models import AttendanceSheet
from scheduling.models.paper.sheet import CODE_LENGTH
from scheduling.models.paper.signature import LONGEST_REASON
from scheduling.validators.scans import KINDS

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
MOST_PAGES = 99
MOST_SHEETS = 200  # in the list to choose from; older ones are found by their code


class ScanFilesInput(forms.ClearableFileInput):
    """A control that takes several photographs or files; phones offer the camera too."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        kinds = ",".join(["image/*", *(f".{kind}" for kind in KINDS)])
        super().__init__(attrs={"accept": kinds, "multiple": True})


class ScanUploadForm(forms.Form):
    """The choice of files; what is in them is judged one by one."""

    scans = forms.FileField(
        label=_("Photographs or scans of signed sheets"),
        widget=ScanFilesInput,
        help_text=_(
            "Several at once; JPG, PNG, WebP or PDF, 20 MB each. The whole page with its code on the"
            " picture, flat and in good light."
        ),
    )


class CameraForm(forms.Form):
    """One photograph taken here and now."""

    scans = forms.FileField(
        label=_("Photograph a sheet"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("Opens the camera on a phone."),
    )


def sheet_label(sheet: AttendanceSheet) -> str:
    """Name a sheet by date, group, day and block."""
    groups = ", ".join(group["code"] for group in sheet.printed["groups"])
    date = formats.date_format(sheet.block.session.date, "SHORT_DATE_FORMAT")
    part = sheet.block.block.get_part_display()
    return f"{date} · {groups} · {sheet.printed['day']['code']} · {part} · {sheet.printed_code}"


class AssignForm(forms.Form):
    """By hand: the code below the QR, or the sheet from a list, and the page of it."""

    code = forms.CharField(
        label=_("Code below the QR"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    sheet = forms.ModelChoiceField(
        label=_("Or choose the sheet"), queryset=AttendanceSheet.objects.none(), required=False
    )
    page = forms.IntegerField(
        label=_("Page of the sheet"), min_value=1, max_value=MOST_PAGES, initial=1
    )

    def __init__(self, sheets: QuerySet[AttendanceSheet], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        field = self.fields["sheet"]
        field.queryset = sheets  # type: ignore[attr-defined]  # a model choice
        newest = [(sheet.pk, sheet_label(sheet)) for sheet in sheets[:MOST_SHEETS]]
        field.choices = [("", "–"), *newest]  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        """Find the sheet by the typed code, or take the chosen one."""
        cleaned = super().clean() or {}
        code = clean_code(cleaned.get("code", ""))
        if code:
            cleaned["sheet"] = self.sheets.filter(code=code).first()
            if cleaned["sheet"] is None:
                self.add_error("code", _("No sheet of your sessions has this code. Check it."))
        elif not cleaned.get("sheet") and not self.errors:
            raise ValidationError(_("Type the code or choose the sheet."))
        return cleaned


def clean_code(text: str) -> str:
    """Return a typed code as stored, whatever dashes, spaces, case or look-alikes were typed."""
    letters = "".join(ch for ch in text.upper() if ch.isascii() and ch.isalnum())
    return letters.translate(_MISREAD)[: CODE_LENGTH + 1]


class SupersedeForm(forms.Form):
    """Why a scan no longer counts."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    keep_waiting = forms.BooleanField(
        label=_("The page belongs to another sheet: let it wait for that"), required=False
    )


class CountForm(forms.Form):
    """Who signed: those ticked, or all but those ticked."""

    ticked = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    means = forms.ChoiceField(
        label=_("Ticked means"),
        choices=[
            ("signed", _("signed; whoever is not ticked did not")),
            ("missing", _("did not sign; all others did")),
        ],
        widget=forms.RadioSelect,
    )
    blank_signed = forms.IntegerField(
        label=_("Signatures on blank lines of people who are not in this list"),
        min_value=0,
        max_value=MOST_BLANK_LINES,
        initial=0,
    )

    def __init__(self, people: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["ticked"].choices = [(p.pk, p.full_name) for p in people]  # type: ignore[attr-defined]  # a choice

    @property
    def signed(self) -> set[int]:
        """Return who signed, whichever way it was said."""
        ticked = set(self.cleaned_data["ticked"])
        if self.cleaned_data["means"] == "signed":
            return ticked
        return {person.pk for person in self.people} - ticked


class ExplainForm(forms.Form):
    """Why a difference is as it is."""

    block = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    kind = forms.CharField(max_length=16)
    person = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    reason = forms.CharField(max_length=LONGEST_REASON)
