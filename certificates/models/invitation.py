"""Invitations to write, before a certificate is issued, what one has learnt."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WritingInvitation(models.Model):
    """One row says that a person was invited by mail to complete the details for a certificate.

    Personal data: person, that a certificate was due, the account that sent it.
    """

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="writing_invitations",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        "courses.Programme",
        on_delete=models.PROTECT,
        related_name="writing_invitations",
        verbose_name=_("programme"),
    )
    sent_on = models.DateField(_("sent on"))
    sent_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        ordering = ["-sent_on", "-id"]
        verbose_name = _("invitation to write about one's learning")
        verbose_name_plural = _("invitations to write about one's learning")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "sent_on"], name="one_writing_invitation_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.programme_id}: {self.sent_on}"
