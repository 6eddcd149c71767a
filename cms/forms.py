"""Forms of the cms app, among them those by which editors upload files."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from people.validators import check_upload


def _check_first(field: forms.Field, extensions: Collection[str], **limits: int) -> None:
    """Let the field look at an uploaded file only after our check has passed it."""
    parse = field.to_python

    def to_python(data: Any) -> Any:
        if isinstance(data, UploadedFile):
            check_upload(data, extensions=extensions, **limits)
        return parse(data)

    field.to_python = to_python  # type: ignore[method-assign, assignment]  # this form's own copy of the field


class DocumentForm(BaseDocumentForm):
    """Wagtail's form of a document, with the file checked by its content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            _check_first(
                self.fields["file"],
                settings.WAGTAILDOCS_EXTENSIONS,
                max_recording_bytes=settings.WAGTAILDOCS_MAX_UPLOAD_SIZE,
            )

    def full_clean(self) -> None:
        """Say once what is wrong with the file: the model finds fault with the missing one too."""
        super().full_clean()
        del self.errors.get("file", ErrorList()).data[1:]


class ImageForm(BaseImageForm):
    """Wagtail's form of an image, with the file checked by its content before it is opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            _check_first(
                self.fields["file"],
                settings.WAGTAILIMAGES_EXTENSIONS,
                max_bytes=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
                max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
            )


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
