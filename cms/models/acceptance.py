"""Which municipality has accepted which edition, and who was reminded to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.editions import GuidelineEdition


class GuidelineAcceptance(models.Model):
    """One row says that a team lead accepted an edition for the municipality. Never changed.

    Personal data: the account that accepted.
    """

    municipality = models.ForeignKey(
        "people.Municipality",
        on_delete=models.PROTECT,
        related_name="guideline_acceptances",
        verbose_name=_("municipality"),
    )
    edition = models.ForeignKey(
        GuidelineEdition,
        on_delete=models.PROTECT,
        related_name="acceptances",
        verbose_name=_("edition of the guidelines"),
    )
    accepted_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"), auto_now_add=True)

    class Meta:
        ordering = ["-accepted_at", "-id"]
        verbose_name = _("acceptance of the guidelines")
        verbose_name_plural = _("acceptances of the guidelines")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "edition"],
                name="one_acceptance_per_municipality_and_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.edition}"


class GuidelineReminder(models.Model):
    """One row says that a municipality's leads were reminded of an edition on a day.

    Personal data: the account that sent it.
    """

    municipality = models.ForeignKey(
        "people.Municipality",
        on_delete=models.PROTECT,
        related_name="guideline_reminders",
        verbose_name=_("municipality"),
    )
    edition = models.ForeignKey(
        GuidelineEdition,
        on_delete=models.PROTECT,
        related_name="reminders",
        verbose_name=_("edition of the guidelines"),
    )
    sent_on = models.DateField(_("sent on"))
    sent_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    recipients = models.PositiveSmallIntegerField(_("number of recipients"))

    class Meta:
        ordering = ["-sent_on", "-id"]
        verbose_name = _("reminder to accept the guidelines")
        verbose_name_plural = _("reminders to accept the guidelines")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sent_on"], name="one_reminder_per_municipality_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.sent_on}"
