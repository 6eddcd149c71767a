"""People who came to a session without being on its list."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.models.decided import DecidedWithReason
from scheduling.models.session import Session, SessionBlock


class WalkIn(DecidedWithReason):
    """One row is somebody who came without a place, until a manager says who it is.

    Never deleted: it earns nothing by itself, and once it is matched the ledger holds the marks.

    Personal data: name, phone, birth year, presence, who recorded it and who decided.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a decision")
        MATCHED = "matched", _("matched to a person")
        DISMISSED = "dismissed", _("not accepted")

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="walk_ins", verbose_name=_("session")
    )
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=30, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    recorded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    # Given by the device that recorded it, so that sending it again changes nothing.
    nonce = models.CharField(max_length=36, blank=True, default="", editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="walk_ins",
        verbose_name=_("person"),
    )

    class Meta:
        ordering = ["recorded_at", "id"]
        verbose_name = _("walk-in")
        verbose_name_plural = _("walk-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "recorded_by", "nonce"],
                condition=~Q(nonce=""),
                name="one_walk_in_per_nonce",
            ),
            models.CheckConstraint(
                condition=Q(state="matched", person__isnull=False)
                | (~Q(state="matched") & Q(person__isnull=True)),
                name="matched_walk_in_names_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    ~Q(decision_reason=""),
                    state__in=["matched", "dismissed"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="decided_walk_in_says_who_and_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "recorded_at"], name="walk_ins_that_wait")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class WalkInPresence(models.Model):
    """One row says that a walk-in was there in a block, and since when if late.

    Personal data: presence.
    """

    walk_in = models.ForeignKey(
        WalkIn, on_delete=models.PROTECT, related_name="presences", verbose_name=_("walk-in")
    )
    block = models.ForeignKey(
        SessionBlock, on_delete=models.PROTECT, related_name="+", verbose_name=_("session block")
    )
    arrived_at = models.TimeField(_("time of arrival"), null=True, blank=True)

    class Meta:
        ordering = ["block__starts_at"]
        verbose_name = _("presence of a walk-in")
        verbose_name_plural = _("presences of walk-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["walk_in", "block"], name="one_presence_per_walk_in_and_block"
            )
        ]

    def __str__(self) -> str:
        return f"{self.walk_in_id}/{self.block_id}"
