"""Template tags that show modules on pages of other apps and in previews."""

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses.models import ModuleNote, ModulePage, Programme
from courses.queries import (
    CatalogueDay,
    ModuleCard,
    Part,
    Prerequisite,
    Reading,
    continue_at,
    module_catalogue,
    module_overview,
    modules_with_tags,
    prerequisites_of,
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
        "address": reading.module.address,
        "is_copy": context.get("is_copy", False),
    }


@register.inclusion_tag("courses/parts/continue_card.html")
def continue_card(person: Person) -> dict[str, Any]:
    """Draw the way back to where the person stopped last, in whichever module that was."""
    return {"place": continue_at(person)}


@register.simple_tag(takes_context=True)
def module_prerequisites(context: Context, reading: Reading) -> tuple[Prerequisite, ...]:
    """Return what comes before the module, for who has not started it."""
    if reading.progress is not None:
        return ()
    user = context.get("user")
    return prerequisites_of(reading.module, getattr(user, "person_id", None))


@register.filter
def unmet(prerequisites: Iterable[Prerequisite]) -> bool:
    """Whether something still has to be completed first."""
    return any(not one.is_met for one in prerequisites)


@register.filter
def file_size(size: int) -> str:
    """Say how large a file is, in whole kilobytes or tenths of a megabyte."""
    if size < 1024 * 1024:
        return _("%(n)s kB") % {"n": max(1, size // 1024)}
    return _("%(n)s MB") % {"n": number_format(size / 1024 / 1024, 1)}


@register.filter
def host(link: str) -> str:
    """Return the host of a link as the network spells it, so that look-alike letters show."""
    name = urlsplit(link).hostname or ""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


@register.inclusion_tag("courses/parts/related_modules.html")
def related_modules(tags: list[str]) -> dict[str, Any]:
    """Draw the modules of the page's language that share the most of these tags."""
    return {"modules": _with_urls(modules_with_tags(tags))}


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


@register.simple_tag(takes_context=True)
def part_note(context: Context, part: Part) -> ModuleNote | None:
    """Return what the reader keeps at the part; the view has read the whole module's."""
    notes: Mapping[str, ModuleNote] = context["notes"]
    return notes.get(part.id)


@register.simple_tag
def module_index_url(page: ModulePage) -> str:
    """Return the address of the catalogue the page belongs to: the page's own without its end."""
    return url_of(page).removesuffix(f"{page.slug}/")


def _with_urls(cards: Iterable[ModuleCard]) -> list[dict[str, Any]]:
    return [{"module": card.module, "page": card.page, "url": url_of(card.page)} for card in cards]
