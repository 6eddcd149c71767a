"""Forms of the cms app, among them those by which editors upload files."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Revision

from cms.actions.editions import MAJOR, MINOR
from cms.models.questions import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_REASON
from cms.validators import check_document, check_image
from people.validators import check_upload


def _check_first(field: forms.Field, check: Callable[[File], object]) -> None:
    """Let the field look at an uploaded file only after our check has passed it."""
    parse = field.to_python

    def to_python(data: Any) -> Any:
        if isinstance(data, UploadedFile):
            check(data)
        return parse(data)

    field.to_python = to_python  # type: ignore[method-assign, assignment]  # this form's own copy of the field


class DocumentForm(BaseDocumentForm):
    """Wagtail's form of a document, with the file checked by its content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            _check_first(self.fields["file"], check_document)

    def full_clean(self) -> None:
        """Say once what is wrong with the file: the model finds fault with the missing one too."""
        super().full_clean()
        del self.errors.get("file", ErrorList()).data[1:]


class ImageForm(BaseImageForm):
    """Wagtail's form of an image, with the file checked by its content before it is opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            _check_first(self.fields["file"], check_image)


class SampleForm(forms.Form):
    """Every kind of field, for the page that shows the components."""

    name = forms.CharField(
        label=_("Name and surname as in the identity document"),
        help_text=_("With all diacritical marks, for example Liepa Ābele"),
    )
    email = forms.EmailField(label=_("E-mail address"))
    region = forms.ChoiceField(
        label=_("Training region"), choices=[("latgale", "Latgale"), ("zemgale", "Zemgale")]
    )
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    way = forms.ChoiceField(
        label=_("How will you take part"),
        choices=[("in_person", _("In person")), ("online", _("Online"))],
        widget=forms.RadioSelect,
    )
    reminders = forms.BooleanField(label=_("Send reminders"), required=False)


class PublishEditionForm(forms.Form):
    """What a new version of the guidelines is called and what it says about itself."""

    kind = forms.ChoiceField(
        label=_("What kind of change is it"),
        choices=[
            (MINOR, _("Small: wording, examples, corrections. Nobody has to accept it anew.")),
            (
                MAJOR,
                _("Large: municipalities have to do something differently and accept it anew."),
            ),
        ],
        widget=forms.RadioSelect,
        initial=MINOR,
    )
    note = forms.CharField(
        label=_("What has changed, in Latvian"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_en = forms.CharField(
        label=_("What has changed, in English"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    after = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """A reader's question or comment at a paragraph."""

    text = forms.CharField(
        label=_("Question or comment"),
        help_text=_("Up to 1000 characters. Do not write names or other data of young people."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """An editor's answer and who may read it."""

    answer = forms.CharField(
        label=_("Answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 6})
    )
    is_public = forms.BooleanField(
        label=_("Show the question and the answer to everybody at the paragraph"), required=False
    )


class HideForm(forms.Form):
    """Why a question is hidden."""

    reason = forms.CharField(
        label=_("Reason, which the asker will read"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WordFileForm(forms.Form):
    """A Word document to be imported, checked by its content."""

    file = forms.FileField(
        label=_("Word document"),
        help_text=_("A .docx file of up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is no harmless document; nothing is unpacked before its size is known."""
        file: UploadedFile = self.cleaned_data["file"]
        check_upload(file, extensions=["docx"])
        return file


class WordImportForm(forms.Form):
    """Where the imported content goes, and the draft that the editor had before their eyes."""

    APPEND, REPLACE = "append", "replace"

    way = forms.ChoiceField(
        label=_("Where to put it"),
        choices=[
            (APPEND, _("After the present content")),
            (REPLACE, _("In place of the present content; it stays in the page's history")),
        ],
        widget=forms.RadioSelect,
        initial=APPEND,
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """The revision of the source that an editor had before their eyes."""

    revision = forms.ModelChoiceField(Revision.objects.all())
