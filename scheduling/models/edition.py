"""Which version of each module a cohort is taught."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from scheduling.models.group import Cohort


class CohortEdition(models.Model):
    """One row pins the version of one module for a cohort, from its first place or start on.

    Corrections of the version (1.1 of 1.0) reach the cohort without a change here.

    Personal data: none.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="editions", verbose_name=_("cohort")
    )
    module = models.ForeignKey(
        "courses.Module",
        on_delete=models.PROTECT,
        related_name="cohort_editions",
        verbose_name=_("training module"),
    )
    edition = models.ForeignKey(
        "courses.ModuleEdition",
        on_delete=models.PROTECT,
        related_name="cohorts",
        verbose_name=_("module version"),
    )
    pinned_at = models.DateTimeField(_("since"), auto_now=True)

    class Meta:
        ordering = ["cohort", "module__position"]
        verbose_name = _("module version of a cohort")
        verbose_name_plural = _("module versions of cohorts")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "module"], name="one_version_of_a_module_per_cohort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.edition_id}"
