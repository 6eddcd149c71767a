"""The competence framework of a programme, and how people rate themselves against it."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.models.programme import Programme


class CompetenceArea(models.Model):
    """One row is an area of the competence framework, such as A "needs".

    Personal data: none.
    """

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="competence_areas",
        verbose_name=_("programme"),
    )
    code = models.SlugField(_("code"), max_length=20)
    letter = models.CharField(_("letter"), max_length=1)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)

    class Meta:
        ordering = ["position"]
        verbose_name = _("competence area")
        verbose_name_plural = _("competence areas")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="one_row_per_competence_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.local_title}"

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" else self.title


class Competence(models.Model):
    """One row is a statement of the framework: what a person can do at one level of an area.

    Its text may be reworded: whoever has answered keeps the text they answered to.

    Personal data: none.
    """

    class Level(models.IntegerChoices):
        FOUNDATION = 1, pgettext_lazy("competence level", "Foundation")
        PRACTICE = 2, pgettext_lazy("competence level", "Practice")
        LEADERSHIP = 3, pgettext_lazy("competence level", "Leadership")

    area = models.ForeignKey(
        CompetenceArea,
        on_delete=models.PROTECT,
        related_name="competences",
        verbose_name=_("competence area"),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    text = models.CharField(_("statement"), max_length=300)
    text_en = models.CharField(_("statement in English"), max_length=300)

    class Meta:
        ordering = ["area__position", "level"]
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "level"], name="one_statement_per_area_and_level"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="competence_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.local_text}"

    @property
    def code(self) -> str:
        return f"{self.area.letter}{self.level}"

    @property
    def local_text(self) -> str:
        return self.text_en if get_language() == "en" else self.text


class Rating(models.IntegerChoices):
    """The four steps by which a person rates a statement."""

    NOT_YET = 1, pgettext_lazy("self-assessment", "Not yet")
    PARTLY = 2, pgettext_lazy("self-assessment", "Partly")
    MOSTLY = 3, pgettext_lazy("self-assessment", "Mostly")
    FULLY = 4, pgettext_lazy("self-assessment", "Fully")

    @property
    def meaning(self) -> str | Promise:
        """What the step says about the person, in a sentence."""
        return _MEANINGS[self]


_MEANINGS = {
    Rating.NOT_YET: _("This is still to be learnt."),
    Rating.PARTLY: _("It works with help or in a familiar situation."),
    Rating.MOSTLY: _("It usually works without help."),
    Rating.FULLY: _("It also works in a new situation, and there is an example to show."),
}


class SelfAssessment(models.Model):
    """One row is one person's self-assessment before or after the training, a draft until sent.

    Personal data: person and when; the answers are in SelfAssessmentRating.
    """

    # No usage page of Wagtail's admin may lead from a statement or a person to an answer.
    wagtail_reference_index_ignore = True

    class Moment(models.TextChoices):
        BEFORE = "before", _("before training")
        AFTER = "after", _("after training")

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="self_assessments",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="self_assessments",
        verbose_name=_("programme"),
    )
    moment = models.CharField(_("moment"), max_length=6, choices=Moment.choices)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "moment"], name="one_self_assessment_per_moment"
            ),
            models.CheckConstraint(
                condition=Q(moment__in=["before", "after"]), name="self_assessment_moment_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.moment}"


class SelfAssessmentRating(models.Model):
    """One row is the step a person chose for one statement, with the statement as they read it.

    Personal data: the person's answer.
    """

    # No usage page of Wagtail's admin may lead from a statement or a person to an answer.
    wagtail_reference_index_ignore = True

    assessment = models.ForeignKey(
        SelfAssessment,
        on_delete=models.CASCADE,
        related_name="ratings",
        verbose_name=_("self-assessment"),
    )
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        related_name="ratings",
        verbose_name=_("competence"),
    )
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating.choices)
    # Frozen when answered: rewording the statement changes no answer.
    text = models.CharField(_("statement as answered"), max_length=300)
    text_en = models.CharField(_("statement as answered in English"), max_length=300)

    class Meta:
        ordering = ["id"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "competence"], name="one_rating_per_statement"
            ),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=4),
                name="self_assessment_rating_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.competence_id} {self.rating}"

    @property
    def local_text(self) -> str:
        return self.text_en if get_language() == "en" else self.text
