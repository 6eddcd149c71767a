"""The register of issued certificates."""

from django.db.models import Q, QuerySet

from certificates.models import Certificate
from people.latvian import search_key
from people.models import Person


def register(
    *,
    text: str = "",
    group: int | None = None,
    state: str = "",
    year: int | None = None,
) -> QuerySet[Certificate]:
    """Return certificates, newest first, narrowed by name or number, group, state and year."""
    found = Certificate.objects.select_related("person", "group", "issued_by__person").defer(
        "evidence"
    )
    for word in search_key(text).split():
        found = found.filter(Q(person__search_key__contains=word) | Q(number__icontains=word))
    if group is not None:
        found = found.filter(group=group)
    if state:
        found = found.filter(state=state)
    if year is not None:
        found = found.filter(year=year)
    return found


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """Return the person's certificates, newest first."""
    return Certificate.objects.filter(person=person).select_related("programme", "superseded_by")
