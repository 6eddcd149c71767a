"""The form of an assignment's draft, with its files."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from courses.actions.assignments import TEXT_LIMIT, NewFile
from courses.models import MAX_FILES, AssignmentFile
from people.validators import DOCUMENTS, IMAGES, check_upload


class _FilesInput(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked; the good ones are kept in ``passed`` beside the refusals."""

    widget = _FilesInput

    def __init__(self, **kwargs: Any) -> None:
        endings = ",".join(f".{ending}" for ending in (*DOCUMENTS, *IMAGES))
        super().__init__(widget=_FilesInput(attrs={"accept": endings}), **kwargs)
        self.passed: list[NewFile] = []

    def clean(self, data: Any, initial: Any = None) -> list[NewFile]:
        """Return the files that passed; of those that did not, say which and why."""
        self.passed, refusals = [], []
        for upload in data or []:
            try:
                self.passed.append(self._checked(upload))
            except ValidationError as refused:
                refusals += [f"{upload.name}: {text}" for text in refused.messages]
        if refusals:
            raise ValidationError(refusals)
        return self.passed

    def _checked(self, upload: UploadedFile) -> NewFile:
        found = check_upload(upload)
        return NewFile(upload, found.name, found.content_type)


class AssignmentForm(forms.Form):
    """The draft of an assignment: text, link, files to add and to take out."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "max_length": _(
                "The text is too long to save. Shorten it to %(limit_value)d characters."
            )
        },
    )
    link = forms.CharField(
        label=_("Link"),
        required=False,
        max_length=500,
        help_text=_("Only a secure address, for example https://padlet.com/…"),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    remove = forms.TypedMultipleChoiceField(
        label=_("Remove from the draft"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of the files is no longer in the draft. Look through them.")
        },
    )
    added = FilesField(
        label=_("Add files"),
        required=False,
        help_text=_(
            "Up to three files, 10 MB each: documents (PDF, Word, Excel, PowerPoint, OpenDocument,"
            " text) or pictures (JPG, PNG, WebP)."
        ),
    )

    def __init__(self, draft_files: Iterable[AssignmentFile], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft_files = list(draft_files)
        self.fields["remove"].choices = [(row.pk, row.name) for row in self.draft_files]  # type: ignore[attr-defined]
        if not self.draft_files:
            del self.fields["remove"]

    def clean_link(self) -> str:
        """Take a secure address without a hidden account; it is shown and never fetched."""
        link: str = self.cleaned_data["link"].strip()
        if not link:
            return ""
        try:
            URLValidator(schemes=["https"])(link)
            is_plain = "@" not in urlsplit(link).netloc
        except (ValidationError, ValueError):
            is_plain = False
        if not is_plain:
            raise ValidationError(
                _("This is not a secure address. It has to begin with https:// and a host name.")
            )
        return link

    def clean(self) -> dict[str, Any]:
        """Refuse more files than an assignment may have, naming those left out."""
        cleaned = super().clean() or {}
        room = MAX_FILES - len(self.draft_files) + len(cleaned.get("remove") or [])
        left_out = self.fields["added"].passed[max(room, 0) :]  # type: ignore[attr-defined]
        if left_out:
            del self.fields["added"].passed[max(room, 0) :]  # type: ignore[attr-defined]
            names = ", ".join(new.name for new in left_out)
            self.add_error(
                "added",
                _("An assignment has at most three files. Left out: %(names)s") % {"names": names},
            )
        return cleaned

    @property
    def good(self) -> dict[str, Any]:
        """What can be kept even though something else is wrong, so that nothing is lost."""
        return {
            "text": self.cleaned_data.get("text"),
            "link": self.cleaned_data.get("link"),
            "remove": self.cleaned_data.get("remove") or [],
            "add": self.fields["added"].passed,  # type: ignore[attr-defined]
        }
