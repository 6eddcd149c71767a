"""The training programme: its days, blocks and the rule by which it is completed."""

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes by what readers find of them."""

    def offered_first(self, *before: str) -> Self:
        """Put first what readers can open: the newest with a published page, or else the newest.

        A programme just copied or imported has drafts only and takes nothing over. What is in
        ``before`` counts more.
        """
        published = Programme.objects.filter(pk=OuterRef("pk"), modules__pages__live=True)
        return self.annotate(is_offered=Exists(published)).order_by(*before, "-is_offered", "-pk")


class Programme(models.Model):
    """One row is one version of a training programme with its completion rule.

    The six attributes outcomes, form, language, content, volume and resources are those that a
    non-formal education programme states in Latvia.

    Personal data: none.
    """

    code = models.SlugField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    outcomes = models.TextField(_("learning outcomes"))
    outcomes_en = models.TextField(_("learning outcomes in English"))
    form = models.CharField(_("form"), max_length=200)
    form_en = models.CharField(_("form in English"), max_length=200)
    language = models.CharField(_("language of instruction"), max_length=60)
    language_en = models.CharField(_("language of instruction in English"), max_length=60)
    content = models.TextField(_("content"))
    content_en = models.TextField(_("content in English"))
    resources = models.TextField(_("resources needed"))
    resources_en = models.TextField(_("resources needed in English"))
    academic_hours = models.DecimalField(_("academic hours"), max_digits=5, decimal_places=2)
    # The completion rule, as data.
    min_hours_share = models.DecimalField(
        _("share of hours needed"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.80"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Of the planned hours, for example 0.80 for 80 %."),
    )
    min_modules = models.PositiveSmallIntegerField(_("completed modules needed"), default=10)
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes late without loss"),
        default=10,
        help_text=_("Arriving this late still earns the whole block."),
    )
    credit_step = models.DecimalField(
        _("smallest part of an hour credited"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.25"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(1)],
        help_text=_("In academic hours; 0.25 credits quarters of an hour."),
    )
    online_min_minutes = models.PositiveSmallIntegerField(
        _("minutes online to count as present"),
        default=10,
        help_text=_("Who was connected for less in a block is absent from it."),
    )
    lock_hours = models.PositiveSmallIntegerField(
        _("hours until a closed sheet is locked"),
        default=24,
        help_text=_("Until then a trainer may open it again."),
    )
    dispute_days = models.PositiveSmallIntegerField(
        _("days to object to a mark"),
        default=7,
        help_text=_("Counted from the closing of the sheet."),
    )
    certificate_series = models.CharField(_("certificate series"), max_length=12, default="DDJ")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="one_row_per_programme_version"
            ),
            models.CheckConstraint(
                condition=Q(min_hours_share__gte=0, min_hours_share__lte=1),
                name="programme_hours_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(credit_step__gt=0), name="programme_credit_step_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title

    @property
    def hours_needed(self) -> Decimal:
        """Academic hours that the completion rule asks for."""
        return (self.academic_hours * self.min_hours_share).quantize(Decimal("0.01"))


class ProgrammeDay(models.Model):
    """One row is a day of the programme, K1 to K3 in person or T1 to T2 online.

    Personal data: none.
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="days", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=4)
    position = models.PositiveSmallIntegerField(_("position"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)

    class Meta:
        ordering = ["position"]
        verbose_name = _("programme day")
        verbose_name_plural = _("programme days")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_row_per_day_code"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" else self.title


class ProgrammeBlock(models.Model):
    """One row is a half of a programme day with the academic hours it is worth.

    Personal data: none.
    """

    class Part(models.IntegerChoices):
        MORNING = 1, _("morning block")
        AFTERNOON = 2, _("afternoon block")

    day = models.ForeignKey(
        ProgrammeDay, on_delete=models.PROTECT, related_name="blocks", verbose_name=_("day")
    )
    part = models.PositiveSmallIntegerField(_("part"), choices=Part.choices)
    academic_hours = models.DecimalField(
        _("academic hours"), max_digits=4, decimal_places=2, default=Decimal(4)
    )

    class Meta:
        ordering = ["day__position", "part"]
        verbose_name = _("programme block")
        verbose_name_plural = _("programme blocks")
        constraints = [
            models.UniqueConstraint(fields=["day", "part"], name="one_row_per_block_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day.code}/{self.part}"
