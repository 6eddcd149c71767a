"""The people who are trained, whether or not they have an account."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.latvian import nfc, search_key, sort_key
from people.models.place import Municipality


class Person(models.Model):
    """One row is a human being known to the programme; attendance and certificates hang here.

    Not an account: a team lead lists people who have never signed in, and several people may
    share a mailbox. No national personal code is stored.

    Personal data: name, birth year, sex, job, employer, municipality, e-mail, phone.
    """

    class JobRole(models.TextChoices):
        YOUTH_WORKER = "youth_worker", _("youth worker")
        YOUTH_AFFAIRS_SPECIALIST = "youth_affairs_specialist", _("youth affairs specialist")
        OTHER = "other", _("other")

    class Sex(models.TextChoices):
        FEMALE = "female", _("woman")
        MALE = "male", _("man")
        UNDISCLOSED = "undisclosed", _("prefer not to say")

    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    birth_year = models.PositiveSmallIntegerField(
        _("birth year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1920), MaxValueValidator(2020)],
    )
    sex = models.CharField(_("sex"), max_length=12, choices=Sex.choices, blank=True)
    job_role = models.CharField(
        _("job"), max_length=30, choices=JobRole.choices, default=JobRole.OTHER
    )
    employer = models.CharField(_("employer"), max_length=160, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("municipality"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_demo = models.BooleanField(_("invented for demonstration"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sort_key = models.CharField(max_length=700, editable=False)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_in_latvian_order")]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name

    @property
    def letter_language(self) -> str:
        """The language of letters to the person: what their account chose, else the first one."""
        account = getattr(self, "account", None)
        return (account.preferred_language if account else "") or settings.LANGUAGE_CODE

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the name composed, with the keys that sorting and searching use."""
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Compute what is derived from the name; call it before bulk_create."""
        self.given_name = nfc(self.given_name)
        self.family_name = nfc(self.family_name)
        self.sort_key = sort_key(f"{self.family_name} {self.given_name}")
        self.search_key = search_key(self.full_name)
