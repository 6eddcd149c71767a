"""How far a person has come in a module, and each try at its quiz."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.editions import ModuleEdition
from courses.models.programme import Module


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
    read_at = models.DateTimeField(_("all parts read"), null=True, blank=True)
    quiz_passed_at = models.DateTimeField(_("quiz passed"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    class Meta:
        ordering = ["module__position"]
        verbose_name = _("module progress")
        verbose_name_plural = _("module progress")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="one_progress_per_module"),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(quiz_passed_at__isnull=False),
                name="module_completes_only_with_the_quiz",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "completed_at"], name="completed_modules_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id}"


class QuizAttempt(models.Model):
    """One row is one submitted try at a module's quiz, with the questions as they then stood.

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
    # Made with the form: sending the same form twice stores one try.
    nonce = models.UUIDField(unique=True, editable=False)
    questions = models.JSONField(_("questions as answered"))
    answers = models.JSONField(_("answers"))
    score = models.PositiveSmallIntegerField(_("correct answers"))
    out_of = models.PositiveSmallIntegerField(_("questions"))
    passed = models.BooleanField(_("passed"))
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=F("out_of")), name="quiz_score_within_questions"
            ),
        ]
        indexes = [models.Index(fields=["person", "module"], name="attempts_at_a_module")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id} {self.score}/{self.out_of}"
