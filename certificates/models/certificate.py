"""The certificate, frozen at issue, and the counter its number comes from."""

import hashlib
from typing import Any, Self

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
    """Certificates, narrowed by state and kind."""

    def valid(self) -> Self:
        return self.filter(state=Certificate.State.VALID)

    def of_competence(self) -> Self:
        """Those that say that the rule was met; only they count as certified."""
        return self.filter(kind=Certificate.Kind.COMPETENCE)


class Certificate(models.Model):
    """One row is an issued certificate. What it says and rests on never changes; its state may.

    Personal data: person; the snapshot holds the name and hours as printed.
    """

    class Kind(models.TextChoices):
        COMPETENCE = "competence", _("competence certificate")
        ATTENDANCE = "attendance", _("confirmation of attendance")

    class Language(models.TextChoices):
        LATVIAN = "lv", _("Latvian")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Latvian and English")

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
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.COMPETENCE)
    series = models.CharField(_("series"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    number = models.CharField(_("number"), max_length=30, unique=True)
    verification_code = models.CharField(_("verification code"), max_length=32)
    # Strangers' codes are looked up by this: how long an index takes says nothing of a code.
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(
        _("language"), max_length=4, choices=Language.choices, default=Language.LATVIAN
    )
    snapshot = models.JSONField(_("data as issued"))
    evidence = models.JSONField(_("numbers of the attendance marks it rests on"))
    # The same facts in short, signed, for the QR; empty on certificates from before it existed.
    statement = models.TextField(_("signed statement"), blank=True, default="", editable=False)
    statement_key = models.ForeignKey(
        "StatementKey",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        editable=False,
    )
    # Empty only while the document waits for its seal.
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64, blank=True)
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
    superseded_at = models.DateTimeField(_("replaced on"), null=True, blank=True)
    supersession_reason = models.TextField(_("reason of replacement"), blank=True, default="")
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
                fields=["person", "programme", "kind"],
                condition=Q(state="valid"),
                name="one_valid_certificate_per_person_and_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revocation_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded")
                | (Q(superseded_at__isnull=False) & ~Q(supersession_reason="")),
                name="replacement_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", revoked_at__isnull=True)
                | (
                    Q(superseded_at__isnull=True, superseded_by__isnull=True)
                    & (Q(state="revoked") | Q(state="valid", revoked_at__isnull=True))
                ),
                name="dates_belong_to_the_state",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=models.F("id")),
                name="no_certificate_replaces_itself",
            ),
            models.CheckConstraint(
                condition=Q(statement="", statement_key__isnull=True)
                | (~Q(statement="") & Q(statement_key__isnull=False)),
                name="statement_has_its_key",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def awaits_seal(self) -> bool:
        return not self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the digest with the code."""
        self.code_digest = digest_of(self.verification_code)
        super().save(*args, **kwargs)


def digest_of(code: str) -> str:
    """Return what a verification code is looked up by."""
    return hashlib.sha256(code.encode()).hexdigest()
