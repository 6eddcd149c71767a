"""How far a person has come in a module, and each try at its quiz."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.editions import ModuleEdition
from courses.models.module import Module


class ModuleProgress(models.Model):
    """One row is one person's way through one module, in whichever language they read.

    Opening a page creates the row and completes nothing. The person keeps the version they
    started: revisions are those shown to them from then on, by language, edition is their number.

    Personal data: person, what was read and when, the reflection they wrote.
    """

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="module_progress",
        verbose_name=_("person"),
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="progress", verbose_name=_("module")
    )
    edition = models.ForeignKey(
        ModuleEdition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="progress",
        verbose_name=_("module version"),
    )
    revisions = models.JSONField(_("versions started, by language"), default=dict)
    parts_read = models.JSONField(_("parts read"), default=list)
    last_part = models.CharField(_("last part opened"), max_length=40, blank=True)
    reflection = models.TextField(_("reflection"), blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last worked on"), default=timezone.now)
    read_at = models.DateTimeField(_("all parts read"), null=True, blank=True)
    quiz_passed_at = models.DateTimeField(_("quiz passed"), null=True, blank=True)
    assignment_accepted_at = models.DateTimeField(_("assignment accepted"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    # What the module's rule asked for when it was completed: the rule may change later.
    needed_parts = models.BooleanField(default=False, editable=False)
    needed_quiz = models.BooleanField(default=True, editable=False)
    needed_assignment = models.BooleanField(default=False, editable=False)
    needed_reflection = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["module__position"]
        verbose_name = _("module progress")
        verbose_name_plural = _("module progress")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="one_progress_per_module"),
            models.CheckConstraint(
                condition=Q(completed_at=None)
                | (
                    (Q(needed_parts=False) | Q(read_at__isnull=False))
                    & (Q(needed_quiz=False) | Q(quiz_passed_at__isnull=False))
                    & (Q(needed_assignment=False) | Q(assignment_accepted_at__isnull=False))
                    & (Q(needed_reflection=False) | ~Q(reflection=""))
                    & (
                        Q(needed_parts=True)
                        | Q(needed_quiz=True)
                        | Q(needed_assignment=True)
                        | Q(needed_reflection=True)
                    )
                ),
                name="module_completes_only_by_its_rule",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "completed_at"], name="completed_modules_of_a_person"),
            models.Index(fields=["person", "-touched_at"], name="modules_last_worked_on"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id}"


class QuizAttempt(models.Model):
    """One row is one try at a module's quiz, running or submitted, with the questions as asked.

    The questions are frozen when the try starts: texts, answers in the order shown, ids, page
    revision and language. What editors change later touches neither it nor its result.

    Personal data: person and the answers given.
    """

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="quiz_attempts",
        verbose_name=_("person"),
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("module")
    )
    questions = models.JSONField(_("questions as asked"))
    answers = models.JSONField(_("answers by question"), default=dict)
    marks = models.JSONField(_("what was right and wrong"), default=list)
    score = models.PositiveSmallIntegerField(_("correct answers"), default=0)
    out_of = models.PositiveSmallIntegerField(_("questions"))
    passed = models.BooleanField(_("passed"), default=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=F("out_of")), name="quiz_score_within_questions"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(score=0, passed=False),
                name="running_attempt_has_no_result",
            ),
            models.UniqueConstraint(
                fields=["person", "module"],
                condition=Q(submitted_at=None),
                name="one_running_attempt_per_module",
            ),
        ]
        indexes = [models.Index(fields=["person", "module"], name="attempts_at_a_module")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id} {self.score}/{self.out_of}"
