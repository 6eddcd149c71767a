"""The targets that the results are held against."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Target(models.Model):
    """One row is an indicator with the value promised for it; T1 is the 300 trained.

    Personal data: none.
    """

    class Counter(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("counter", "registered")
        STARTED = "started", pgettext_lazy("counter", "started")
        COMPLETED = "completed", pgettext_lazy("counter", "completed")
        CERTIFIED = "certified", pgettext_lazy("counter", "certified")

    code = models.SlugField(_("code"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    value = models.PositiveIntegerField(_("target"))
    # Which counter is the official one; empty where the figure is not counted by this system.
    counter = models.CharField(
        _("official counter"), max_length=12, choices=Counter.choices, blank=True
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title
