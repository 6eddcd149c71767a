"""What an answer about entitlement is made of, and its words."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Hours:
    """Credited hours against the planned programme, and what can still be added."""

    done: Decimal
    possible: Decimal
    needed: Decimal
    total: Decimal

    @property
    def missing(self) -> Decimal:
        return max(self.needed - self.done, Decimal(0))

    @property
    def is_met(self) -> bool:
        return self.done >= self.needed

    @property
    def can_be_met(self) -> bool:
        return self.done + self.possible >= self.needed

    @property
    def is_close(self) -> bool:
        """Fewer than one programme day (8 hours) short."""
        return not self.is_met and self.missing < Decimal(8)


@dataclass(frozen=True)
class Condition:
    """One condition of the certificate, answered for one person in the reader's language."""

    code: str
    is_met: bool
    can_be_met: bool
    label: str
    detail: str
    next_steps: tuple[str, ...] = ()

    @property
    def next_step(self) -> str:
        return self.next_steps[0] if self.next_steps else ""


@dataclass(frozen=True)
class Eligibility:
    """All conditions of one person; the certificate is due when every one is met."""

    hours: Hours
    conditions: list[Condition] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        return all(condition.is_met for condition in self.conditions)

    @property
    def can_be_met(self) -> bool:
        return all(condition.can_be_met for condition in self.conditions)

    @property
    def unmet(self) -> list[Condition]:
        return [condition for condition in self.conditions if not condition.is_met]

    @property
    def may_be_confirmed(self) -> bool:
        """Hours were credited and are final: enough for a confirmation of attendance."""
        return self.hours.done > 0 and all(c.is_met for c in self.conditions if c.code == "sheets")

    @property
    def is_just_short(self) -> bool:
        """Only hours are missing, and fewer than a day of them."""
        return [condition.code for condition in self.unmet] == ["hours"] and self.hours.is_close


def condition_label(code: str) -> str:
    """Name a condition in the reader's language."""
    return {
        "place": _("Confirmed place in a group"),
        "hours": _("Credited hours"),
        "modules": _("Completed modules"),
        "sheets": _("Closed attendance sheets"),
    }[code]


def hours_text(hours: Decimal) -> str:
    """Write hours as people do: 36, 31.5; without trailing zeros."""
    text = f"{hours:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return number_format(Decimal(text), use_l10n=True)


def date_text(date: dt.date) -> str:
    """Write a date in the reader's short form."""
    return date_format(date, "SHORT_DATE_FORMAT")
