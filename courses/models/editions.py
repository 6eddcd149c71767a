"""Published versions of modules, by the numbers that people read."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.module import Module


class ModuleEditionQuerySet(models.QuerySet["ModuleEdition"]):
    """Versions, in the order of their numbers."""

    def newest_first(self) -> Self:
        return self.order_by("-major", "-minor")


class ModuleEdition(models.Model):
    """One row is a published version of a module: which revision of its page in each language.

    Versions 1.0 and 2.0 differ in what is taught; 1.1 corrects 1.0 and reaches everybody who
    takes 1.0 and has not completed it.

    Personal data: none.
    """

    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="editions", verbose_name=_("training module")
    )
    major = models.PositiveSmallIntegerField(_("version"))
    minor = models.PositiveSmallIntegerField(_("correction"), default=0)
    revisions = models.JSONField(_("page revisions by language"), default=dict)
    note = models.TextField(_("what changed"), blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)

    objects = ModuleEditionQuerySet.as_manager()

    class Meta:
        ordering = ["module", "major", "minor"]
        verbose_name = _("module version")
        verbose_name_plural = _("module versions")
        constraints = [
            models.UniqueConstraint(
                fields=["module", "major", "minor"], name="one_row_per_module_version"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def is_minor(self) -> bool:
        return self.minor > 0
