"""Modules of a programme: their place in it, the rule by which each is completed, and their order."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.programme import Programme, ProgrammeDay


class Module(models.Model):
    """One row is a module of the programme: the lasting identity behind its pages and versions.

    Progress and certificates point here; the text, quiz and reflection are in ModulePage, one
    page for each language.

    Personal data: none.
    """

    class ResultRule(models.TextChoices):
        BEST = "best", _("the best one")
        LAST = "last", _("the last one")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="modules", verbose_name=_("programme")
    )
    code = models.CharField(
        _("code"),
        max_length=8,
        validators=[
            RegexValidator(
                r"^[A-Z][0-9]{1,3}$",
                _("A code is one Latin capital letter and a number, for example M11."),
            )
        ],
    )
    # Given once and never changed: two programmes may both have an M01, and links must not move.
    address = models.SlugField(_("word in addresses"), max_length=30, unique=True, editable=False)
    day = models.ForeignKey(
        ProgrammeDay, on_delete=models.PROTECT, related_name="modules", verbose_name=_("day")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    academic_hours = models.DecimalField(
        _("academic hours"), max_digits=4, decimal_places=2, default=Decimal(4)
    )
    areas = models.CharField(_("competence areas"), max_length=40, blank=True)
    # The completion rule of a module, as data.
    pass_mark = models.PositiveSmallIntegerField(_("correct answers needed"), default=4)
    requires_all_parts = models.BooleanField(_("all parts must be read"), default=True)
    requires_quiz = models.BooleanField(_("quiz must be passed"), default=True)
    requires_assignment = models.BooleanField(
        _("assignment must be accepted"),
        default=False,
        help_text=_("A trainer of the person's group accepts it."),
    )
    requires_reflection = models.BooleanField(_("reflection must be written"), default=False)
    # The rules of its quiz, as data.
    quiz_draw = models.PositiveSmallIntegerField(
        _("questions drawn"),
        default=5,
        help_text=_("For each attempt, at random and evenly over the outcomes; 0 asks all."),
    )
    shuffle_answers = models.BooleanField(
        _("answers are mixed"),
        default=True,
        help_text=_("What is to be put in order or joined is always mixed."),
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"), null=True, blank=True, help_text=_("Empty for any number.")
    )
    waiting_minutes = models.PositiveIntegerField(
        _("minutes to wait after a failed attempt"), default=0
    )
    result_rule = models.CharField(
        _("attempt that counts"), max_length=4, choices=ResultRule.choices, default=ResultRule.BEST
    )
    prerequisites = models.ManyToManyField(
        "self",
        through="ModulePrerequisite",
        symmetrical=False,
        blank=True,
        related_name="prepares_for",
        verbose_name=_("modules to complete before"),
        help_text=_("Nobody starts this module before completing these. Reading stays open."),
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("training module")
        verbose_name_plural = _("training modules")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_row_per_module_code"),
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1) & (Q(quiz_draw=0) | Q(pass_mark__lte=F("quiz_draw"))),
                name="module_pass_mark_within_draw",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts=None) | Q(max_attempts__gte=1),
                name="module_allows_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(result_rule__in=["best", "last"]), name="module_result_rule_is_known"
            ),
            models.CheckConstraint(
                condition=Q(requires_all_parts=True)
                | Q(requires_quiz=True)
                | Q(requires_assignment=True)
                | Q(requires_reflection=True),
                name="module_asks_for_something",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new module the word in its addresses: its code, unless another has that already."""
        if not self.address:
            is_taken = Module.objects.filter(address=self.code).exists()
            self.address = f"{self.code}-{self.programme_id}" if is_taken else self.code
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a quiz that everybody passes or nobody can, and a rule that asks for nothing."""
        super().clean()
        if self.day_id and self.day.programme_id != self.programme_id:
            raise ValidationError({"day": _("This day belongs to another programme.")})
        if self.pass_mark == 0:
            raise ValidationError({"pass_mark": _("At least one answer must be correct.")})
        if self.max_attempts == 0:
            raise ValidationError({"max_attempts": _("Allow at least one attempt.")})
        if self.quiz_draw and (self.pass_mark or 0) > self.quiz_draw:
            raise ValidationError(
                {"pass_mark": _("More correct answers are asked for than questions drawn.")}
            )
        rule = (self.requires_all_parts, self.requires_quiz)
        if not any((*rule, self.requires_assignment, self.requires_reflection)):
            raise ValidationError(
                _("A module must ask for something. Choose at least one condition.")
            )
        self._check_banks()

    def _check_banks(self) -> None:
        """Refuse a draw, or where all are asked a pass mark, that a published bank cannot fill."""
        field = "quiz_draw" if self.quiz_draw else "pass_mark"
        needed = getattr(self, field) or 0
        pages = self.pages.filter(live=True) if self.pk else ()
        if any(len(page.quiz) < needed for page in pages):
            raise ValidationError({field: _("A published page has fewer questions than this.")})


class ModulePrerequisite(models.Model):
    """One row says that a module is started only after another one is completed. No circles.

    Personal data: none.
    """

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="needs", verbose_name=_("module")
    )
    required = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="needed_by", verbose_name=_("needed before")
    )

    class Meta:
        ordering = ["required__position"]
        verbose_name = _("module to complete before")
        verbose_name_plural = _("modules to complete before")
        constraints = [
            models.UniqueConstraint(
                fields=["module", "required"], name="one_row_per_module_prerequisite"
            ),
            models.CheckConstraint(
                condition=~Q(module=models.F("required")), name="no_module_needs_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} < {self.required_id}"
