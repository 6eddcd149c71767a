"""What a certificate says of a person beyond the rule: in their own words, and by a trainer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Competence


class CertificateDetails(models.Model):
    """One row holds what a person wants printed on their certificates of a programme.

    Personal data: person, the dative of their name, what they wrote about their learning.
    """

    # No usage page of Wagtail's admin may lead from a person to what they wrote.
    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="certificate_details",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        "courses.Programme",
        on_delete=models.PROTECT,
        related_name="certificate_details",
        verbose_name=_("programme"),
    )
    name_dative = models.CharField(_("name in the dative"), max_length=170, blank=True)
    # The name the dative was confirmed for: after a change of name it is asked for anew.
    dative_of = models.CharField(max_length=170, blank=True, editable=False)
    outcomes = models.TextField(_("what I have learnt"), blank=True, max_length=900)
    prints_self_assessment = models.BooleanField(_("print my self-assessed levels"), default=False)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("details for the certificate")
        verbose_name_plural = _("details for certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], name="one_row_of_details_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.programme_id}"


class ConfirmedLevel(models.Model):
    """One row says that a trainer saw a person work at a level of a competence area.

    Personal data: person, level, the account that confirmed it.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="confirmed_levels",
        verbose_name=_("person"),
    )
    area = models.ForeignKey(
        "courses.CompetenceArea",
        on_delete=models.PROTECT,
        related_name="confirmed_levels",
        verbose_name=_("competence area"),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Competence.Level.choices)
    confirmed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), auto_now=True)

    class Meta:
        verbose_name = _("confirmed level")
        verbose_name_plural = _("confirmed levels")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "area"], name="one_confirmed_level_per_person_and_area"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="confirmed_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.area_id}: {self.level}"
