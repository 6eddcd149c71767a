"""Template tags that show modules on pages of other apps and in previews."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from django import template
from django.template import Context

from courses.models import ModulePage, Programme
from courses.queries import (
    CatalogueDay,
    ModuleCard,
    Reading,
    module_catalogue,
    module_overview,
    reader_key,
    reading_of,
    url_of,
)
from people.models import Person

register = template.Library()


@register.inclusion_tag("courses/parts/module_cards.html")
def module_cards(n: int) -> dict[str, Any]:
    """Draw the first n modules of the programme as cards in the page's language."""
    cards = chain.from_iterable(day.cards for day in module_catalogue())
    return {"cards": _with_urls(islice(cards, n))}


@register.inclusion_tag("courses/parts/module_list.html")
def module_list(person: Person, programme: Programme) -> dict[str, Any]:
    """Draw the person's modules with progress, state and the link to go on."""
    modules = module_overview(person, programme)
    return {
        "modules": modules,
        "completed": sum(module.state == "completed" for module in modules),
        "reader": reader_key(person.pk),
    }


@register.inclusion_tag("courses/parts/offline_state.html", takes_context=True)
def offline_state(context: Context, reading: Reading) -> dict[str, Any]:
    """Say whether the module can be read without connection, to who has started it."""
    key = reader_key(reading.progress.person_id if reading.progress else None)
    return {
        "reader": key,
        "page_url": url_of(reading.page),
        "code": reading.module.code,
        "is_copy": context.get("is_copy", False),
    }


@register.simple_tag
def module_days() -> list[dict[str, Any]]:
    """Return the programme's days with their modules' cards, for the catalogue."""
    days: list[CatalogueDay] = module_catalogue()
    return [{"day": day.day, "cards": _with_urls(day.cards)} for day in days]


@register.simple_tag(takes_context=True)
def module_reading(context: Context, page: ModulePage) -> Reading:
    """Return the view's reading; in the editor's preview, that of a reader without account."""
    reading: Reading | None = context.get("reading")
    return reading if reading is not None else reading_of(page)


@register.simple_tag
def module_index_url(page: ModulePage) -> str:
    """Return the address of the catalogue the page belongs to: the page's own without its end."""
    return url_of(page).removesuffix(f"{page.slug}/")


def _with_urls(cards: Iterable[ModuleCard]) -> list[dict[str, Any]]:
    return [{"module": card.module, "page": card.page, "url": url_of(card.page)} for card in cards]
