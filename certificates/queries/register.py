"""The register of issued certificates."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from certificates.models import Certificate
from people.latvian import search_key
from people.models import Person

ORDERS = {
    "newest": ("-year", "-sequence"),
    "oldest": ("year", "sequence"),
    "name": ("person__sort_key", "person", "year", "sequence"),
    "group": ("group__name", "person__sort_key", "person", "year", "sequence"),
}
# What a filter of the register looks at; the municipality is the one printed.
_FIELDS = {
    "group": "group",
    "cohort": "group__cohort",
    "programme": "programme",
    "municipality": "snapshot__municipality__lv",
    "kind": "kind",
    "state": "state",
    "year": "year",
    "language": "language",
}


def register(
    *, text: str = "", order: str = "newest", filters: Mapping[str, Any] | None = None
) -> QuerySet[Certificate]:
    """Return certificates narrowed by name or number and by filters; empty ones narrow nothing."""
    found = Certificate.objects.select_related(
        "person", "group", "issued_by__person", "superseded_by"
    ).defer("evidence", "superseded_by__snapshot", "superseded_by__evidence")
    for word in search_key(text).split():
        found = found.filter(Q(person__search_key__contains=word) | Q(number__icontains=word))
    for name, value in (filters or {}).items():
        if value:
            found = found.filter(**{_FIELDS[name]: value})
    return found.order_by(*ORDERS.get(order, ORDERS["newest"]))


def municipalities_of_issue() -> list[tuple[str, str]]:
    """Return the municipalities printed on certificates, as (Latvian, English)."""
    rows = Certificate.objects.exclude(snapshot__municipality=None).order_by(
        "snapshot__municipality__lv"
    )
    return list(
        rows.values_list("snapshot__municipality__lv", "snapshot__municipality__en").distinct()
    )


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """Return the person's certificates, newest first."""
    return Certificate.objects.filter(person=person).select_related("programme", "superseded_by")
