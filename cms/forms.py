"""Forms of the cms app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.actions.editions import MAJOR, MINOR
from cms.models.questions import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_REASON


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
