"""Forms of the cms app."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


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


class RevisionForm(forms.Form):
    """The revision of the source that an editor had before their eyes."""

    revision = forms.ModelChoiceField(Revision.objects.all())
