"""What background work needs to remember: outgoing mail, scheduled runs, the worker's pulse."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One row is a message that was decided on in the same transaction as the change it tells of.

    Personal data: recipient and text; deleted 30 days after sending.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DEAD = "dead", _("given up")

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    to = models.JSONField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    message = models.BinaryField()  # the whole message as it will leave, in MIME form
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.TextField(_("last fault"), blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")

    def __str__(self) -> str:
        return self.subject


class ScheduledRun(models.Model):
    """One row remembers when a recurring task last ran; its lock lets one worker start it.

    Personal data: none.
    """

    name = models.CharField(max_length=80, unique=True)
    last_run_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")

    def __str__(self) -> str:
        return self.name


class WorkerHeartbeat(models.Model):
    """One row is a worker process and when it last said that it lives.

    Personal data: none.
    """

    worker_id = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("worker heartbeat")
        verbose_name_plural = _("worker heartbeats")

    def __str__(self) -> str:
        return self.worker_id
