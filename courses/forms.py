"""Forms of the learning flow, and the check of a quiz before its page is published."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from courses.actions.assignments import TEXT_LIMIT, NewFile
from courses.actions.prerequisites import set_prerequisites
from courses.actions.progress import REFLECTION_LIMIT
from courses.actions.quiz import answers_needed
from courses.models import MAX_FILES, AssignmentFile, Module
from courses.queries import Question
from people.validators import DOCUMENTS, IMAGES, check_upload


class ReflectionForm(forms.Form):
    """What the person writes for themselves."""

    reflection = forms.CharField(
        required=False,
        max_length=REFLECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": _(
                "The text is too long to save. Shorten it to %(limit_value)d characters."
            )
        },
    )


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


class ModuleForm(WagtailAdminModelForm):
    """A module's completion rule and what comes before it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "prerequisites" in self.fields:
            others = Module.objects.filter(programme=self.instance.programme_id)
            self.fields["prerequisites"].queryset = others.exclude(pk=self.instance.pk)

    def save(self, commit: bool = True) -> Module:
        """Store the rule, then the prerequisites by their own action, which may refuse."""
        chosen = self.cleaned_data.pop("prerequisites", None)
        module: Module = super().save(commit=commit)
        if commit and chosen is not None:
            set_prerequisites(module=module, required=chosen, by=self.for_user)
        return module


class QuizForm(forms.Form):
    """One try at a quiz: a radio choice for each question, and the mark of this form."""

    nonce = forms.UUIDField()
    version = forms.CharField(required=False)

    def __init__(
        self, questions: tuple[Question, ...], version: object, data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.questions = questions
        self.expected_version = str(version)
        for n, question in enumerate(questions):
            self.fields[f"q{n}"] = forms.TypedChoiceField(
                choices=[(i, option.text) for i, option in enumerate(question.options)],
                coerce=int,
                error_messages={
                    "required": _("Choose one answer."),
                    "invalid_choice": _(
                        "This answer does not belong to the question. Choose one again."
                    ),
                },
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was not made by us for this version of the quiz."""
        cleaned = super().clean() or {}
        if "nonce" in self.errors or cleaned.get("version") != self.expected_version:
            raise forms.ValidationError(
                _("This form is out of date. Check your answers and submit them again.")
            )
        return cleaned

    @property
    def nonce_sent(self) -> UUID:
        nonce: UUID = self.cleaned_data["nonce"]
        return nonce

    @property
    def answers(self) -> list[int]:
        return [self.cleaned_data[f"q{n}"] for n in range(len(self.questions))]

    def fieldsets(self) -> list[dict[str, Any]]:
        """Return what the template draws: each question with its options and what was chosen."""
        drawn = []
        for n, question in enumerate(self.questions):
            chosen = self.data.get(f"q{n}") if self.is_bound else None
            drawn.append(
                {
                    "name": f"q{n}",
                    "number": n + 1,
                    "text": question.text,
                    "options": [
                        (i, option.text, str(i) == chosen)
                        for i, option in enumerate(question.options)
                    ],
                    "errors": self.errors.get(f"q{n}", []) if self.is_bound else [],
                }
            )
        return drawn


class ModulePageForm(WagtailAdminPageForm):
    """The editor's form of a module page; drafts may be incomplete, what is published may not."""

    def clean(self) -> dict[str, Any]:
        """Check the quiz unless only a draft is saved."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and "questions" in self.formsets:
            questions = self.formsets["questions"]
            questions.is_valid()
            kept = [form for form in questions.forms if not _is_removed(form)]
            for form in kept:
                _check_options(form)
            self._check_number(len(kept), cleaned.get("module"))
        return cleaned

    def _check_number(self, questions: int, module: Any) -> None:
        needed = module.pass_mark if module else 1
        if questions == 0 and module is not None and not module.requires_quiz:
            return
        if questions == 0:
            self.add_error(None, _("Add at least one question to the quiz before publishing."))
        elif answers_needed(needed, questions) < needed:
            self.add_error(
                None,
                ngettext(
                    "The module asks for %(n)d correct answer, but the quiz has fewer questions.",
                    "The module asks for %(n)d correct answers, but the quiz has fewer questions.",
                    needed,
                )
                % {"n": needed},
            )


def _is_removed(form: Any) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get("DELETE"))


def _check_options(question: Any) -> None:
    options = [
        form.cleaned_data
        for form in question.formsets["options"].forms
        if getattr(form, "cleaned_data", None) and not _is_removed(form)
    ]
    if len(options) < 2:  # noqa: PLR2004  # one answer is no choice
        question.add_error("text", _("A question needs at least two answers to choose from."))
    elif sum(bool(option.get("is_correct")) for option in options) != 1:
        question.add_error("text", _("Mark exactly one answer of this question as correct."))
