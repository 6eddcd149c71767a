"""Cohorts and the training groups in them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Programme


class Cohort(models.Model):
    """One row is a run of a programme version, such as 2024.

    Personal data: none.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("programme")
    )
    code = models.SlugField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)

    class Meta:
        ordering = ["-code"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title


class TrainingGroupQuerySet(models.QuerySet["TrainingGroup"]):
    """Groups, narrowed by state and annotated with seats."""

    def open_for_enrolment(self) -> Self:
        now = timezone.now()
        return self.filter(
            Q(enrolment_opens_at=None) | Q(enrolment_opens_at__lte=now),
            Q(enrolment_closes_at=None) | Q(enrolment_closes_at__gt=now),
            is_open=True,
        )

    def with_seats(self) -> Self:
        """Annotate ``confirmed_count`` and ``waiting_count``."""
        return self.annotate(
            confirmed_count=_count_of("confirmed", "completed"), waiting_count=_count_of("waiting")
        )


def _count_of(*states: str) -> Coalesce:
    """Count a group's enrolments within the index; a join would read every row of every group."""
    enrolments: Any = TrainingGroup.enrolments.rel.related_model  # type: ignore[attr-defined]
    counted = (
        enrolments.objects.filter(group=models.OuterRef("pk"), state__in=states)
        .order_by()
        .values("group")
        .annotate(n=models.Count("*"))
        .values("n")
    )
    return Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


class TrainingGroup(models.Model):
    """One row is a training group such as LAT-1, "Latgale I". Its row is the lock for its seats.

    Personal data: its trainers.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="groups", verbose_name=_("cohort")
    )
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(
        "people.TrainingRegion",
        on_delete=models.PROTECT,
        related_name="groups",
        verbose_name=_("training region"),
    )
    seats = models.PositiveSmallIntegerField(_("seats"), default=30)
    is_open = models.BooleanField(_("open for enrolment"), default=True)
    enrolment_opens_at = models.DateTimeField(_("enrolment opens"), null=True, blank=True)
    enrolment_closes_at = models.DateTimeField(_("enrolment closes"), null=True, blank=True)
    trainers = models.ManyToManyField(
        "people.Person", blank=True, related_name="training_groups", verbose_name=_("trainers")
    )

    objects = TrainingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["region__position", "code"]
        verbose_name = _("training group")
        verbose_name_plural = _("training groups")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "code"], name="one_row_per_group_code"),
        ]

    def __str__(self) -> str:
        return self.name
