"""Self check-in: a block opened for it, and the code that changes every half minute."""

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.models.session import SessionBlock

STEP_SECONDS = 30
_TOKEN_BYTES = 15  # 120 bits, 20 letters
_SPOKEN_DIGITS = 6


def new_secret() -> str:
    """Make the key that the codes of one opening are derived from."""
    return secrets.token_hex(32)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Openings, narrowed by whether they still stand."""

    def standing(self) -> Self:
        """Only those that nobody has closed."""
        return self.filter(closed_at=None)


class CheckIn(models.Model):
    """One row is a block opened for self check-in: by whom, from when to when, with its key.

    The codes are derived from the key and the half minute; the one of the half minute before
    holds too, so that a photographed code is worthless a minute after it came up. The key never
    leaves the server, and a new opening has a new one.

    Personal data: who opened it, who closed it.
    """

    block = models.ForeignKey(
        SessionBlock,
        on_delete=models.CASCADE,
        related_name="check_ins",
        verbose_name=_("session block"),
    )
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    minutes_before = models.PositiveSmallIntegerField(_("minutes before the start"), default=30)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("self check-in")
        verbose_name_plural = _("self check-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["block"],
                condition=Q(closed_at=None),
                name="one_standing_check_in_per_block",
            ),
            models.CheckConstraint(condition=~Q(secret=""), name="check_in_has_a_secret"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(
                    closed_at__isnull=False,
                    closed_at__gte=F("opened_at"),
                    closed_by__isnull=False,
                ),
                name="closed_check_in_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block_id} {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def opens_at(self) -> dt.datetime:
        """The moment from which a code is taken."""
        # In UTC: Python subtracts within one zone by the clock, which is wrong across a change.
        start = self.block.starts_at.astimezone(dt.UTC)
        return start - dt.timedelta(minutes=self.minutes_before)

    def is_early(self, now: dt.datetime) -> bool:
        return now < self.opens_at

    def is_over(self, now: dt.datetime) -> bool:
        return self.closed_at is not None or now > self.block.ends_at

    def takes_codes(self, now: dt.datetime) -> bool:
        """Whether the moment lies between half an hour before the block and its end."""
        return not self.is_early(now) and not self.is_over(now)

    def token(self, now: dt.datetime) -> str:
        """Return what the drawn code carries at the moment."""
        return self._token(_step(now))

    def spoken(self, now: dt.datetime) -> str:
        """Return the six digits to be said aloud at the moment."""
        return self._spoken(_step(now))

    def accepts_token(self, token: str, now: dt.datetime) -> bool:
        step = _step(now)
        return _is_one_of(token, [self._token(step), self._token(step - 1)])

    def accepts_spoken(self, code: str, now: dt.datetime) -> bool:
        step = _step(now)
        return _is_one_of(code, [self._spoken(step), self._spoken(step - 1)])

    def _token(self, step: int) -> str:
        code = base64.urlsafe_b64encode(self._digest("drawn", step)[:_TOKEN_BYTES]).decode()
        return f"{self.pk}.{code}"

    def _spoken(self, step: int) -> str:
        number = int.from_bytes(self._digest("spoken", step)) % 10**_SPOKEN_DIGITS
        return f"{number:0{_SPOKEN_DIGITS}}"

    def _digest(self, kind: str, step: int) -> bytes:
        key = bytes.fromhex(self.secret)
        return hmac.digest(key, f"{kind} {step}".encode(), hashlib.sha256)


def _step(now: dt.datetime) -> int:
    return int(now.timestamp() // STEP_SECONDS)


def _is_one_of(text: str, codes: list[str]) -> bool:
    """Compare with all of them, always taking the same time."""
    given = text.encode(errors="replace")
    return True in [hmac.compare_digest(given, code.encode()) for code in codes]
