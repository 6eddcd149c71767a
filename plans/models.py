"""Which mentor accompanies which municipality."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MentorAssignment(models.Model):
    """One row gives a mentor a municipal team to accompany.

    Personal data: mentor.
    """

    mentor = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="mentor_assignments",
        verbose_name=_("mentor"),
    )
    team = models.ForeignKey(
        "people.MunicipalTeam",
        on_delete=models.PROTECT,
        related_name="mentor_assignments",
        verbose_name=_("municipal team"),
    )

    class Meta:
        ordering = ["team__municipality__sort_key"]
        verbose_name = _("mentor assignment")
        verbose_name_plural = _("mentor assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "team"], name="one_assignment_per_mentor_and_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor}: {self.team}"
