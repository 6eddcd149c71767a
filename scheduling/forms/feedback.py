"""The form of feedback about a training and its trainers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from scheduling.actions.feedback import COMMENT_LIMIT, AboutTrainer
from scheduling.models import Agreement, CourseFeedback
from scheduling.queries.feedback import question_label

_TOO_LONG = _("The text is too long to save. Shorten it to %(limit_value)d characters.")


def _choice(label: Any, *, required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=Agreement.choices,
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one answer."),
            "invalid_choice": _("This answer does not belong to the question. Choose one again."),
        },
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _TOO_LONG},
    )


class FeedbackForm(forms.Form):
    """Six sentences to agree with, two open questions, and one sentence for each trainer."""

    def __init__(self, trainers: Iterable[Person], data: Any = None) -> None:
        super().__init__(data)
        self.trainers = list(trainers)
        for name in CourseFeedback.RATED:
            self.fields[name] = _choice(question_label(name), required=True)
        for name in ("most_useful", "to_change"):
            self.fields[name] = _text(question_label(name))
        for trainer in self.trainers:
            label = _("%(name)s helped me to learn.") % {"name": trainer.full_name}
            self.fields[f"trainer{trainer.pk}"] = _choice(label, required=False)
            label = _("Comment: %(name)s") % {"name": trainer.full_name}
            self.fields[f"comment{trainer.pk}"] = _text(label)

    def clean(self) -> dict[str, Any]:
        """Ask for the rating where only a comment was written: it would be lost without."""
        cleaned = super().clean() or {}
        for trainer in self.trainers:
            name = f"trainer{trainer.pk}"
            has_comment = (cleaned.get(f"comment{trainer.pk}") or "").strip()
            if has_comment and cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Choose one answer to go with the comment."))
        return cleaned

    def about_training(self) -> list[forms.BoundField]:
        """Return the fields about the training as a whole."""
        return [self[name] for name in (*CourseFeedback.RATED, "most_useful", "to_change")]

    def about_trainers(self) -> list[forms.BoundField]:
        """Return the fields about the trainers."""
        return [
            self[f"{kind}{trainer.pk}"]
            for trainer in self.trainers
            for kind in ("trainer", "comment")
        ]

    def answers(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = self.cleaned_data
        return {
            "ratings": {name: said[name] for name in CourseFeedback.RATED},
            "most_useful": said["most_useful"],
            "to_change": said["to_change"],
            "trainers": {
                trainer.pk: AboutTrainer(said[f"trainer{trainer.pk}"], said[f"comment{trainer.pk}"])
                for trainer in self.trainers
                if said[f"trainer{trainer.pk}"] is not None
            },
        }
