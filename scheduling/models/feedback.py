"""Feedback about a training: that somebody gave it, and what was said, kept apart."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.group import TrainingGroup


class Agreement(models.IntegerChoices):
    """How far somebody agrees with a sentence of the form."""

    DISAGREE = 1, _("Disagree")
    RATHER_DISAGREE = 2, _("Rather disagree")
    RATHER_AGREE = 3, _("Rather agree")
    AGREE = 4, _("Agree")


class FeedbackGiven(models.Model):
    """One row says that a person has given feedback about a group, so that each does it once.

    Nothing leads from here to the answers: they are in CourseFeedback and TrainerFeedback, which
    know no person and no time; all three have random keys instead of numbers in order of arrival,
    and no audit line is written. Who holds the database file itself could still guess from the
    order in which rows lie on the disk; the product shows that order to nobody.

    Personal data: person, that they answered.
    """

    # No usage page of Wagtail's admin may lead from a statement or a person to an answer.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        TrainingGroup,
        on_delete=models.PROTECT,
        related_name="feedback_given",
        verbose_name=_("training group"),
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="feedback_given",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("feedback given")
        verbose_name_plural = _("feedback given")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], name="one_feedback_per_person_and_group"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CourseFeedback(models.Model):
    """One row is somebody's answers about the training of a group; whose, nobody can tell.

    Personal data: none, unless somebody writes it into an open answer.
    """

    # No usage page of Wagtail's admin may lead from a statement or a person to an answer.
    wagtail_reference_index_ignore = True

    RATED = ("content", "methods", "pace", "materials", "organisation", "safety")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        TrainingGroup,
        on_delete=models.PROTECT,
        related_name="feedback",
        verbose_name=_("training group"),
    )
    content = models.PositiveSmallIntegerField(
        _("The content is of use in my work."), choices=Agreement.choices
    )
    methods = models.PositiveSmallIntegerField(
        _("The methods helped me to learn."), choices=Agreement.choices
    )
    pace = models.PositiveSmallIntegerField(
        _("The pace was right for me."), choices=Agreement.choices
    )
    materials = models.PositiveSmallIntegerField(
        _("The modules and materials are clear."), choices=Agreement.choices
    )
    organisation = models.PositiveSmallIntegerField(
        _("The days were well organised."), choices=Agreement.choices
    )
    safety = models.PositiveSmallIntegerField(
        _("I could ask, try and make mistakes."), choices=Agreement.choices
    )
    most_useful = models.TextField(_("What was most useful?"), blank=True)
    to_change = models.TextField(_("What should be changed?"), blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("course feedback")
        verbose_name_plural = _("course feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    content__range=(1, 4),
                    methods__range=(1, 4),
                    pace__range=(1, 4),
                    materials__range=(1, 4),
                    organisation__range=(1, 4),
                    safety__range=(1, 4),
                ),
                name="course_feedback_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TrainerFeedback(models.Model):
    """One row is somebody's answer about one trainer of a group; no row leads to their others.

    Personal data: the trainer; whatever is written about them.
    """

    # No usage page of Wagtail's admin may lead from a statement or a person to an answer.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        TrainingGroup,
        on_delete=models.PROTECT,
        related_name="trainer_feedback",
        verbose_name=_("training group"),
    )
    trainer = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="feedback_about",
        verbose_name=_("trainer"),
    )
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Agreement.choices)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("feedback about a trainer")
        verbose_name_plural = _("feedback about trainers")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__range=(1, 4)), name="trainer_feedback_is_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
