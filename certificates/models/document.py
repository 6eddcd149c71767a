"""The bytes that were issued: the original, and copies marked as duplicates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CertificateDocument(models.Model):
    """One row holds the bytes of a certificate's PDF, so that issuing is one transaction.

    The bytes change once at most: when a seal that could not be had at issue arrives.

    Personal data: the printed certificate.
    """

    certificate = models.OneToOneField(
        "Certificate", on_delete=models.PROTECT, related_name="document", primary_key=True
    )
    pdf = models.BinaryField()
    awaits_seal = models.BooleanField(_("waits for the seal"), default=False)
    seal = models.CharField(_("seal"), max_length=40, blank=True, default="")  # who sealed it
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True)
    # When a worker took it to the seal; so long nobody else does.
    sealing_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("certificate document")
        verbose_name_plural = _("certificate documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(seal="", sealed_at__isnull=True)
                | (~Q(seal="") & Q(sealed_at__isnull=False, awaits_seal=False)),
                name="seal_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.certificate_id)


class CertificateDuplicate(models.Model):
    """One row is a duplicate: the certificate printed again, marked as such, under its number.

    Personal data: the printed certificate; who asked for it is in the reason.
    """

    certificate = models.ForeignKey(
        "Certificate",
        on_delete=models.PROTECT,
        related_name="duplicates",
        verbose_name=_("certificate"),
    )
    ordinal = models.PositiveSmallIntegerField(_("number of the duplicate"))
    pdf = models.BinaryField()
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    reason = models.TextField(_("reason"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    class Meta:
        ordering = ["certificate", "ordinal"]
        verbose_name = _("duplicate")
        verbose_name_plural = _("duplicates")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "ordinal"], name="duplicates_of_a_certificate_are_numbered"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duplicate_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}/{self.ordinal}"
