"""What only a second person may put into effect: revocations and certificates issued singly."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduling.models.decided import DecidedWithReason


class CertificateRequest(DecidedWithReason):
    """One row asks a second person to revoke a certificate, or to issue one outside a batch.

    Personal data: person, reason, the accounts of both who acted.
    """

    class Kind(models.TextChoices):
        REVOKE = "revoke", _("revoke")
        ISSUE = "issue", _("issue")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        ACCEPTED = "accepted", _("carried out")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("what is asked for"), max_length=7, choices=Kind.choices)
    # The one to be revoked, or the one that was issued when the request was accepted.
    certificate = models.ForeignKey(
        "Certificate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("certificate"),
    )
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="certificate_requests",
        verbose_name=_("person"),
    )
    group = models.ForeignKey(
        "scheduling.TrainingGroup",
        on_delete=models.PROTECT,
        related_name="certificate_requests",
        verbose_name=_("training group"),
    )
    certificate_kind = models.CharField(_("kind"), max_length=10, default="competence")
    language = models.CharField(_("language"), max_length=4, default="lv")
    reason = models.TextField(_("reason"))
    requested_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("request about a certificate")
        verbose_name_plural = _("requests about certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "group", "certificate_kind"],
                condition=Q(state="waiting"),
                name="one_waiting_request_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="revoke") | Q(certificate__isnull=False),
                name="revocation_names_its_certificate",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="request_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="request_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(decided_by=F("requested_by")),
                name="request_is_accepted_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person_id}"
