"""Warnings that the certificate is in danger, and to whom they went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskWarning(models.Model):
    """One row says that a person was told by mail that the certificate is in danger.

    Personal data: person, that hours were missing, the account that sent it.
    """

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="risk_warnings",
        verbose_name=_("person"),
    )
    group = models.ForeignKey(
        "scheduling.TrainingGroup",
        on_delete=models.PROTECT,
        related_name="risk_warnings",
        verbose_name=_("training group"),
    )
    sent_on = models.DateField(_("sent on"))
    sent_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        ordering = ["-sent_on", "-id"]
        verbose_name = _("warning about the certificate")
        verbose_name_plural = _("warnings about the certificate")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sent_on"], name="one_risk_warning_per_person_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.group_id}: {self.sent_on}"
