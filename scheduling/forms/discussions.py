"""What people write in discussions, cleaned of what cannot be seen, and how they look for it."""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Module
from courses.queries import Part
from scheduling.models import Discussion, DiscussionLetters, TrainingGroup
from scheduling.models.discussion import LONGEST_POST, LONGEST_REASON

# Control characters but for tab and new line; what turns the direction of reading unseen.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*\n")


class PlainTextField(forms.CharField):
    """Some lines of plain text: one kind of line end, nothing unseen, no heaps of empty lines."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.error_messages["max_length"] = _(
            "The text is too long: it has %(show_value)d characters. Shorten it to %(limit_value)d."
        )

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
        return _EMPTY_LINES.sub("\n\n", text).strip()


class PostForm(forms.Form):
    """A post; the nonce makes a second press harmless."""

    text = PlainTextField(
        label=_("Your text"),
        rows=5,
        max_length=LONGEST_POST,
        help_text=_("Up to 4000 characters. Do not write names or other data of young people."),
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EditPostForm(forms.Form):
    """The new words of a post, in the language it was written in."""

    text = PlainTextField(label=_("Your text"), rows=8, max_length=LONGEST_POST)

    def __init__(self, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = language


class StartForm(PostForm):
    """A new discussion: for whom, about which part, and its first post."""

    kind = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[
            (Discussion.Kind.OPEN, _("Open discussion: everybody in the group and its trainers")),
            (
                Discussion.Kind.QUESTION,
                _("Question to the trainers: only you, the trainers and the programme manager"),
            ),
        ],
        widget=forms.RadioSelect,
    )
    part = forms.ChoiceField(label=_("Part of the module"), required=False)

    field_order = ("kind", "part", "text", "nonce")

    def __init__(self, parts: Sequence[Part], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = {part.id: part for part in parts}
        choices = [("", _("The whole module")), *((part.id, part.title) for part in parts)]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]  # a choice field, declared above

    @property
    def chosen_part(self) -> Part | None:
        """The part chosen; None for the whole module."""
        return self._parts.get(self.cleaned_data["part"])


class HidePostForm(forms.Form):
    """Why a post is hidden."""

    reason = PlainTextField(
        label=_("Reason, which the author will read"), rows=2, max_length=LONGEST_REASON
    )


class RhythmForm(forms.Form):
    """How often letters about discussions come."""

    rhythm = forms.ChoiceField(
        label=_("Letters about new posts"),
        choices=DiscussionLetters.Rhythm.choices,
        widget=forms.RadioSelect,
    )


class DiscussionFilterForm(forms.Form):
    """Narrowing a group's discussions to a module and a part; nonsense narrows nothing."""

    module = forms.ModelChoiceField(
        label=_("Module"),
        queryset=Module.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All modules"),
    )
    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, group: TrainingGroup, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modules = Module.objects.filter(programme=group.cohort.programme_id)
        self.fields["module"].queryset = modules  # type: ignore[attr-defined]  # declared above

    @property
    def chosen(self) -> dict[str, Any]:
        """The module and the part asked for; a part only together with its module."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        module = found.get("module")
        return {"module": module, "part": found.get("part", "") if module else ""}
