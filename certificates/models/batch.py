"""Issuing certificates for a whole group, in the background."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateBatch(models.Model):
    """One row is one order to issue certificates for a group, with how far it has come.

    Personal data: who ordered it; persons by id.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("stopped by a fault")

    group = models.ForeignKey(
        "scheduling.TrainingGroup", on_delete=models.PROTECT, related_name="certificate_batches"
    )
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

    def __str__(self) -> str:
        return f"{self.group_id}: {self.done_count}/{len(self.person_ids)}"
