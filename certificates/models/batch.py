"""Issuing or replacing many certificates, in the background."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate


class CertificateBatch(models.Model):
    """One row is one order to issue or replace certificates, with how far it has come.

    It is for people of one cohort; where it was ordered for one group only, it names the group.

    Personal data: who ordered it; persons by id.
    """

    class Purpose(models.TextChoices):
        ISSUE = "issue", _("issue")
        REPLACE = "replace", _("replace")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("stopped by a fault")

    cohort = models.ForeignKey(
        "scheduling.Cohort", on_delete=models.PROTECT, related_name="certificate_batches"
    )
    group = models.ForeignKey(
        "scheduling.TrainingGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificate_batches",
    )
    purpose = models.CharField(max_length=7, choices=Purpose.choices, default=Purpose.ISSUE)
    kind = models.CharField(
        max_length=10, choices=Certificate.Kind.choices, default=Certificate.Kind.COMPETENCE
    )
    language = models.CharField(
        max_length=4, choices=Certificate.Language.choices, default=Certificate.Language.LATVIAN
    )
    # Whose words are printed; None: those that come with the product.
    template = models.ForeignKey(
        "CertificateTemplate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, default="")  # of a replacement
    requested_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    # Made with the confirmation form: pressing the button twice starts one batch.
    nonce = models.UUIDField(unique=True, editable=False)
    person_ids = models.JSONField(default=list)
    done_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    refusals = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("certificate batch")
        verbose_name_plural = _("certificate batches")
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="replace") | ~Q(reason=""),
                name="batch_replacement_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.done_count}/{len(self.person_ids)}"
