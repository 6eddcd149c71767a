"""Municipalities and the two vocabularies of regions."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TrainingRegion(models.Model):
    """One row is a region where teams attend the training (five).

    Personal data: none.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("training region")
        verbose_name_plural = _("training regions")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class PlanningRegion(models.Model):
    """One row is a planning region by law (five).

    Personal data: none.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = _("planning region")
        verbose_name_plural = _("planning regions")

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Municipalities, narrowed by date."""

    def valid_on(self, day: dt.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Municipality(models.Model):
    """One row is a municipality as a legal unit for as long as it existed.

    A merged municipality stays, with its last day and its successor: its people, plans and
    money of that time still point to it.

    Personal data: none.
    """

    class Kind(models.TextChoices):
        STATE_CITY = "state_city", _("state city")
        COUNTY = "county", _("county municipality")

    code = models.CharField(_("ATVK code"), max_length=7, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_official = models.CharField(_("official name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    planning_region = models.ForeignKey(
        PlanningRegion, on_delete=models.PROTECT, verbose_name=_("planning region")
    )
    training_region = models.ForeignKey(
        TrainingRegion, on_delete=models.PROTECT, verbose_name=_("default training region")
    )
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("successor")
    )
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="municipality_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="municipality_with_successor_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name
