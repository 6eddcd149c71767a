"""What managers enter to take a programme out, bring one in or copy one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.models import Programme

_MAX_VERSION = 32767  # what the column holds


class ExportForm(forms.Form):
    """Which text leaves the house."""

    drafts = forms.BooleanField(
        label=_("Texts as last saved, drafts included"),
        help_text=_("Otherwise only what is published, as it is published."),
        required=False,
    )


class UploadForm(forms.Form):
    """The file of a programme."""

    file = forms.FileField(
        label=_("File of a programme"),
        help_text=_("A .zip file that “Export” made here or in another installation."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )


class TargetForm(forms.Form):
    """Under which name a programme arrives."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=30,
        help_text=_("Latin letters, digits, hyphens. The same for all versions of a programme."),
    )
    version = forms.IntegerField(label=_("Version"), min_value=1, max_value=_MAX_VERSION)


class CopyForm(ExportForm, TargetForm):
    """A new name, and which text is copied."""

    field_order = ["code", "version", "drafts"]

    def clean(self) -> dict[str, Any]:
        """Refuse a name that is taken, before anything is copied."""
        cleaned: dict[str, Any] = super().clean() or {}
        code, version = cleaned.get("code"), cleaned.get("version")
        if code and version and Programme.objects.filter(code=code, version=version).exists():
            raise ValidationError(
                _("There is a programme with this code and version already. Choose another one.")
            )
        return cleaned
