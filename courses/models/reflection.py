"""What a person takes away from the whole programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.programme import Programme


class FinalReflection(models.Model):
    """One row is one saved version of a person's final reflection and "What I will do on Monday".

    The newest row is the current one; earlier ones stay and are shown to the person alone.

    Personal data: person and what they wrote; the newest is read by the mentor of their team.
    """

    # No usage page of Wagtail's admin may lead from a statement or a person to an answer.
    wagtail_reference_index_ignore = True

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="final_reflections",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="final_reflections",
        verbose_name=_("programme"),
    )
    reflection = models.TextField(_("final reflection"), blank=True)
    monday = models.TextField(_("what I will do on Monday"), blank=True)
    saved_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("final reflection")
        verbose_name_plural = _("final reflections")
        indexes = [models.Index(fields=["person", "programme"], name="reflections_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.programme_id}"
