"""What rows that wait for a decision have in common: who decided, when and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decided(models.Model):
    """Who decided about the row, and when; both are empty while it waits."""

    decided_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        abstract = True


class DecidedWithReason(Decided):
    """Who decided about the row, when, and why."""

    decision_reason = models.TextField(_("reason for the decision"), blank=True, default="")

    class Meta:
        abstract = True
