"""How many certificates there are: by kind, month, region and municipality, in each state."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from certificates.models import Certificate

State = Certificate.State


@dataclass(frozen=True)
class Counts:
    """Certificates of one kind, month or place."""

    label: str
    issued: int
    valid: int
    superseded: int
    revoked: int


@dataclass(frozen=True)
class Table:
    """One way to divide the certificates."""

    code: str
    title: str
    rows: list[Counts]


@dataclass(frozen=True)
class Statistics:
    """All tables, with the totals and how many people hold a valid certificate of competence."""

    total: Counts
    certified: int
    tables: list[Table]


def statistics(found: QuerySet[Certificate]) -> Statistics:
    """Count the given certificates, in a fixed number of queries."""
    plain = found.select_related(None).order_by()
    language = "en" if get_language() == "en" else "lv"
    kinds = dict(Certificate.Kind.choices)
    region = "group__region__name_en" if language == "en" else "group__region__name"
    month = TruncMonth("issued_at")
    return Statistics(
        total=_row(_("All certificates"), plain.aggregate(**_COUNTS)),
        certified=plain.valid().of_competence().values("person").distinct().count(),  # type: ignore[attr-defined]  # our query set
        tables=[
            Table("kind", _("By kind"), _rows(plain, "kind", lambda kind: str(kinds[kind]))),
            Table(
                "month",
                _("By month of issue"),
                _rows(
                    plain.annotate(month=month),
                    "month",
                    lambda day: date_format(day, "YEAR_MONTH_FORMAT"),
                ),
            ),
            Table("region", _("By training region"), _rows(plain, region, str)),
            Table(
                "municipality",
                _("By municipality"),
                _rows(plain, f"snapshot__municipality__{language}", _place),
            ),
        ],
    )


_COUNTS = {"issued": Count("pk")} | {
    state.value: Count("pk", filter=Q(state=state)) for state in State
}


def _rows(found: QuerySet[Certificate], by: str, label: Any) -> list[Counts]:
    counted: Iterable[dict[str, Any]] = found.values(by).annotate(**_COUNTS).order_by(by)
    return [_row(label(row[by]), row) for row in counted]


def _row(label: str, counts: dict[str, Any]) -> Counts:
    return Counts(label, *(counts[name] for name in ("issued", *State.values)))


def _place(name: str | None) -> str:
    return name or pgettext("municipality", "Not stated")
