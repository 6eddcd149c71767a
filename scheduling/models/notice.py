"""A participant's word, given in advance, that they will not come to a training day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.session import Session


class AbsenceNotice(models.Model):
    """One row says that a person will not come to a session, written before it began.

    It is no mark and credits nothing: the trainer sees it beside the name on the day. The reason
    is a category and never a diagnosis. Taking it back deletes the row; the audit trail keeps both.

    Personal data: person, the day they will be absent, category of the reason.
    """

    class Reason(models.TextChoices):
        HEALTH = "health", _("illness, one's own or in the family")
        FAMILY = "family", _("family matters")
        WORK = "work", _("work duties")
        TRAVEL = "travel", _("the journey")
        OTHER = "other", _("another reason")

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="absence_notices",
        verbose_name=_("person"),
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.CASCADE,
        related_name="absence_notices",
        verbose_name=_("session"),
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        ordering = ["session", "written_at"]
        verbose_name = _("notice of absence")
        verbose_name_plural = _("notices of absence")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="one_absence_notice_per_person_and_session"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["health", "family", "work", "travel", "other"]),
                name="absence_notice_reason_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.person_id}: {self.reason}"
