"""Questions of readers at a paragraph of the guidelines, and the answers to them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models.editions import GuidelineEdition, GuidelineParagraph

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 2000
LONGEST_REASON = 300


class ParagraphQuestionQuerySet(models.QuerySet["ParagraphQuestion"]):
    """Questions, narrowed by who reads."""

    def shown_to_all(self) -> Self:
        return self.filter(is_public=True, hidden_at=None)

    def shown_to(self, user: Any) -> Self:
        """Keep what everybody may read and what the reader asked."""
        everybody = Q(is_public=True, hidden_at=None)
        return self.filter(everybody | Q(asked_by=user.pk) if user.is_authenticated else everybody)

    def open(self) -> Self:
        return self.filter(answered_at=None, hidden_at=None)


class ParagraphQuestion(models.Model):
    """One row is a reader's question or comment at a paragraph as it stood in an edition.

    The asker and the editors see it; everybody does once it is answered and made public. The
    asker is never named to other readers.

    Personal data: the account that asked, and whatever the words say.
    """

    paragraph = models.ForeignKey(
        GuidelineParagraph,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("paragraph of the guidelines"),
    )
    edition = models.ForeignKey(
        GuidelineEdition,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("edition of the guidelines"),
    )
    text = models.CharField(_("question or comment"), max_length=LONGEST_QUESTION)
    asked_by = models.ForeignKey(
        "people.User",
        on_delete=models.CASCADE,
        related_name="guideline_questions",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    hidden_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hidden by"),
    )
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    objects = ParagraphQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["asked_by", "asked_at"], name="questions_of_one_reader")]
        verbose_name = _("question at a paragraph")
        verbose_name_plural = _("questions at paragraphs")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="answer_has_words_time_and_author",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="hidden_question_has_reason_and_author",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(answered_at__isnull=False),
                name="public_question_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.text[:40]}"

    @property
    def state(self) -> str:
        if self.hidden_at is not None:
            return "hidden"
        return "answered" if self.answered_at is not None else "asked"
