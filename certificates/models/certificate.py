"""The certificate, frozen at issue, and the counter its number comes from."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NumberCounter(models.Model):
    """One row holds the last number given in a series and year; its lock keeps them gapless.

    Personal data: none.
    """

    series = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year"], name="one_counter_per_series_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last_number}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates, narrowed by state."""

    def valid(self) -> Self:
        return self.filter(state=Certificate.State.VALID)


class Certificate(models.Model):
    """One row is an issued certificate. What it says and rests on never changes; its state may.

    Personal data: person; the snapshot holds the name and hours as printed.
    """

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        SUPERSEDED = "superseded", _("replaced")
        REVOKED = "revoked", _("revoked")

    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        "courses.Programme",
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("programme"),
    )
    group = models.ForeignKey(
        "scheduling.TrainingGroup",
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("training group"),
    )
    series = models.CharField(_("series"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    number = models.CharField(_("number"), max_length=30, unique=True)
    verification_code = models.CharField(_("verification code"), max_length=32, unique=True)
    language = models.CharField(_("language"), max_length=2, default="lv")
    snapshot = models.JSONField(_("data as issued"))
    evidence = models.JSONField(_("numbers of the attendance marks it rests on"))
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.VALID)
    superseded_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("replaced by"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revocation_reason = models.TextField(_("reason of revocation"), blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "sequence"], name="one_certificate_per_number"
            ),
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state="valid"),
                name="one_valid_certificate_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revocation_has_date_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateDocument(models.Model):
    """One row holds the bytes of a certificate's PDF, so that issuing is one transaction.

    Personal data: the printed certificate.
    """

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="document", primary_key=True
    )
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("certificate document")
        verbose_name_plural = _("certificate documents")

    def __str__(self) -> str:
        return str(self.certificate_id)
