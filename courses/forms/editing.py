"""What editors and managers enter: a module's page, and its rules."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.actions.prerequisites import set_prerequisites
from courses.models import Module, ModulePage, ProgrammeDay
from courses.queries import Question, questions_in
from courses.queries.question_check import problems, shortage


class ModuleForm(WagtailAdminModelForm):
    """A module's place in the programme, its completion rule and what comes before it.

    The place is chosen once: progress and certificates rest on it.
    """

    identity = ("programme", "code", "day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.identity:
            if name in self.fields:
                self.fields[name].disabled = self.instance.pk is not None
        if "day" in self.fields:
            self.fields["day"].queryset = ProgrammeDay.objects.select_related("programme")
            self.fields["day"].label_from_instance = _named_day
        if "prerequisites" in self.fields:
            others = Module.objects.exclude(pk=self.instance.pk)
            if self.instance.pk is not None:
                others = others.filter(programme=self.instance.programme_id)
            self.fields["prerequisites"].queryset = others

    def clean(self) -> dict[str, Any]:
        """Refuse prerequisites of another programme, which a new module could still choose."""
        cleaned: dict[str, Any] = super().clean()
        programme, chosen = cleaned.get("programme"), cleaned.get("prerequisites") or ()
        if programme and any(module.programme_id != programme.pk for module in chosen):
            self.add_error("prerequisites", _("Choose modules of the same programme."))
        return cleaned

    def save(self, commit: bool = True) -> Module:
        """Store the rule, then the prerequisites by their own action, which may refuse."""
        chosen = self.cleaned_data.pop("prerequisites", None)
        if self.instance.position is None:  # a new one stands last
            last = Module.objects.filter(programme=self.instance.programme_id).last()
            self.instance.position = last.position + 1 if last else 1
        module: Module = super().save(commit=commit)
        if commit and chosen is not None:
            set_prerequisites(module=module, required=chosen, by=self.for_user)
        return module


def _named_day(day: ProgrammeDay) -> str:
    return f"{day.code} · {day.local_title} ({day.programme})"


def _named_module(module: Module) -> str:
    return f"{module.code} · {module.day.code} ({module.programme})"


class ModulePageForm(WagtailAdminPageForm):
    """The editor's form of a module page; drafts may be incomplete, what is published may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "module" in self.fields:
            self._offer_modules(self.fields["module"])
        # What was said of the last publication does not hold for the next one.
        if "edition_kind" in self.fields:
            self.fields["edition_kind"].required = False
            if not self.instance.has_unpublished_changes:
                self.initial["edition_kind"] = self.instance.Edition.CORRECTION
                self.initial["edition_note"] = ""

    def _offer_modules(self, field: Any) -> None:
        """Offer the modules that have no page in this language yet; a published page keeps its own."""
        here = self.instance.locale_id or self.parent_page.locale_id
        taken = ModulePage.objects.filter(locale=here).exclude(pk=self.instance.pk)
        field.queryset = (
            Module.objects.exclude(pk__in=taken.values("module"))
            .select_related("day", "programme")
            .order_by("programme", "position")
        )
        field.label_from_instance = _named_module
        field.disabled = self.instance.first_published_at is not None

    def clean_edition_kind(self) -> str:
        """Take what was not chosen for what the form proposed."""
        chosen: str = self.cleaned_data["edition_kind"] or self.initial["edition_kind"]
        return chosen

    def clean(self) -> dict[str, Any]:
        """Check the quiz unless only a draft is saved."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and "quiz" in cleaned:
            outcomes = len(cleaned["outcomes"]) if "outcomes" in cleaned else None
            bank = questions_in(cleaned["quiz"].get_prep_value())
            self._check_questions(bank, outcomes)
            if lack := shortage(len(bank), cleaned.get("module")):
                self.add_error(None, lack)
        return cleaned

    def _check_questions(self, bank: Sequence[Question], outcomes: int | None) -> None:
        wrong = {n: problems(question, outcomes) for n, question in enumerate(bank)}
        errors = {
            n: StructBlockValidationError(non_block_errors=[ValidationError(s) for s in sentences])
            for n, sentences in wrong.items()
            if sentences
        }
        if errors:
            self.add_error("quiz", StreamBlockValidationError(block_errors=errors))
