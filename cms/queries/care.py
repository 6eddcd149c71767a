"""Which pages are due to be checked: what was last looked at more than a year ago."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from cms.models import BasePage

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Card:
    """Something inside a page that carries its own day of checking, such as a tool card."""

    title: str
    checked_on: dt.date


def _checked_models() -> list[type[BasePage]]:
    return [m for m in get_page_models() if issubclass(m, BasePage) and m.needs_check]


def pages_by_age() -> QuerySet[Page]:
    """Return the published pages that need checking, the longest unchecked first.

    `known_on` is the day of the last check; where nobody has entered one, of the last publication.
    """
    models = _checked_models()
    checked = [F(f"{model._meta.model_name}__checked_on") for model in models]  # noqa: SLF001  # Django's own API
    return (
        Page.objects.live()
        .type(*models)
        .annotate(known_on=Coalesce(*checked, TruncDate("last_published_at")))
        .order_by("known_on", "path")
    )


def pages_due(today: dt.date | None = None) -> QuerySet[Page]:
    """Return the pages to check now: themselves too old, or something inside them."""
    limit = (today or timezone.localdate()) - YEAR
    with_old_cards = [pk for pk, cards in old_cards(today).items() if cards]
    return pages_by_age().filter(Q(known_on__lte=limit) | Q(pk__in=with_old_cards))


def old_cards(today: dt.date | None = None) -> dict[int, list[Card]]:
    """Return by page what inside it was last checked more than a year ago; a query per page type."""
    limit = (today or timezone.localdate()) - YEAR
    found: dict[int, list[Card]] = {}
    for model in _checked_models():
        fields = [f.name for f in model._meta.concrete_fields if isinstance(f, StreamField)]  # noqa: SLF001  # Django's own API
        pages = model.objects.live() if fields else model.objects.none()
        for page in pages:
            cards = [card for name in fields for card in _cards(getattr(page, name))]
            found[page.pk] = [card for card in cards if card.checked_on <= limit]
    return found


def _cards(value: Any) -> Iterator[Card]:
    if isinstance(value, StructValue):
        checked_on = value.get("checked_on")
        if isinstance(checked_on, dt.date):
            yield Card(str(value.get("name") or value.get("title") or ""), checked_on)
        for inner in value.values():
            yield from _cards(inner)
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _cards(child.value)
    elif isinstance(value, ListValue):
        for inner in value:
            yield from _cards(inner)
