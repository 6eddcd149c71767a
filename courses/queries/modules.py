"""The catalogue of modules, and how far people have come in them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction, Revision

from cms.queries import page_url, sections
from courses.models import Module, ModulePage, ModuleProgress, Programme, ProgrammeDay
from courses.queries.assignments import with_assignment_state
from courses.queries.completion import Condition, completion_state
from courses.queries.parts import part_ids
from courses.queries.prerequisites import unmet_codes
from courses.queries.reading import QUIZ, Reading
from people.models import Person


@dataclass(frozen=True)
class ModuleState:
    """How far one person is in one module."""

    module: Module
    title: str
    url: str
    state: str  # "not_started", "in_progress" or "completed"
    steps_done: int
    steps_total: int
    missing: tuple[Condition, ...] = ()  # what completion still asks for, once started
    first: tuple[str, ...] = ()  # codes of the modules to complete before starting


@dataclass(frozen=True)
class ModuleCard:
    """A module as the catalogue shows it."""

    module: Module
    page: ModulePage


@dataclass(frozen=True)
class CatalogueDay:
    """A programme day with the modules taught on it."""

    day: ProgrammeDay
    cards: tuple[ModuleCard, ...]


def current_programme() -> Programme | None:
    """Return the programme whose modules are offered now."""
    return Programme.objects.offered_first().first()


def find_module(address: str) -> Module | None:
    """Return the module that has this word in its addresses."""
    return Module.objects.filter(address=address).select_related("day").first()


def live_pages(language: str | None = None) -> QuerySet[ModulePage]:
    """Return published module pages in the language, or in all of them."""
    # The question bank is long, and only the start of a quiz needs it.
    pages = ModulePage.objects.live().select_related("module__day", "locale").defer("quiz")
    return pages.filter(locale__language_code=language) if language else pages


def find_page(index: str, slug: str) -> ModulePage | None:
    """Return the published page at this address in the active language, in one query."""
    restricted = Exists(PageViewRestriction.objects.all())  # asked of every page that is served
    pages = live_pages(get_language()).filter(slug=slug).order_by()
    pages = pages.annotate(is_any_restricted=restricted)
    path = f"/{index}/{slug}/"
    return next((page for page in pages if page.url_path.endswith(path)), None)


def index_slug() -> str:
    """Return the catalogue's part of the address in the active language; kept, so no query."""
    section = sections(get_language() or "").get("moduleindexpage")
    return section.url.strip("/").rpartition("/")[2] if section else ""


def url_of(page: ModulePage) -> str:
    """Return the page's address; Wagtail's own way asks the cache table for it each time."""
    # The first part of a page's path is the slug of its home page, which no address shows.
    return page_url(page.locale.language_code, *page.url_path.strip("/").split("/")[1:])


def step_url(page: ModulePage, progress: ModuleProgress | None) -> str:
    """Return where the person goes on: at the step they are at, or on the whole page."""
    url = url_of(page)
    if progress is None or progress.completed_at or not progress.last_part:
        return url
    if progress.last_part == QUIZ:
        left = [c for c in completion_state(page.module, progress, url=url) if not c.is_met]
        return next((c.link for c in left if c.code != "parts" and not c.awaits_trainer), url)
    return f"{url}?part={progress.last_part}"


def module_page_of(module: Module, language: str | None = None) -> ModulePage | None:
    """Return the module's published page in the language, else in any other."""
    pages = {page.locale.language_code: page for page in live_pages().filter(module=module)}
    wanted = pages.get(language or get_language() or "")
    return wanted or next(iter(pages.values()), None)


def conditions_of(reading: Reading) -> tuple[Condition, ...]:
    """Return the conditions of the module's rule for this reader; none before the start."""
    if reading.progress is None:
        return ()
    url, unread = url_of(reading.page), reading.first_unread
    return completion_state(reading.module, reading.progress, url=url, unread=unread)


def next_module_page(page: ModulePage) -> ModulePage | None:
    """Return the page after this one in the programme, in the same language."""
    return (
        live_pages(page.locale.language_code)
        .filter(
            module__programme=page.module.programme_id, module__position__gt=page.module.position
        )
        .order_by("module__position")
        .first()
    )


def module_catalogue(language: str | None = None) -> list[CatalogueDay]:
    """Return the days of the programme offered now with their published modules, in one query."""
    offered = Programme.objects.offered_first().values("pk")[:1]
    pages = (
        live_pages(language or get_language())
        .filter(module__programme__in=offered)
        .defer("body", "outcomes", "activity_text")
        .order_by("module__day__position", "module__position")
    )
    days: dict[int, tuple[ProgrammeDay, list[ModuleCard]]] = {}
    for page in pages:
        day = page.module.day
        days.setdefault(day.pk, (day, []))[1].append(ModuleCard(page.module, page))
    return [CatalogueDay(day, tuple(cards)) for day, cards in days.values()]


def modules_with_tags(tags: list[str], most: int = 3) -> list[ModuleCard]:
    """Return the offered programme's modules that share the most tags with these; one query."""
    if not tags:
        return []
    offered = Programme.objects.offered_first().values("pk")[:1]
    pages = (
        live_pages(get_language())
        .filter(module__programme__in=offered, tagged__tag__name__in=tags)
        .defer("body", "outcomes", "activity_text")
        .annotate(shared=Count("tagged"))
        .order_by("-shared", "module__position")
    )
    return [ModuleCard(page.module, page) for page in pages[:most]]


def module_overview(person: Person, programme: Programme) -> list[ModuleState]:
    """Return every module of the programme with the person's state; at most five queries."""
    modules = list(programme.modules.select_related("day"))
    pages = pages_in_my_language([module.pk for module in modules])
    rows = ModuleProgress.objects.filter(person=person, module__programme=programme)
    progress = {row.module_id: row for row in with_assignment_state(rows)}
    stored = bodies_started(pages, progress)
    first = unmet_codes(person.pk, programme.pk)
    return [
        _state(module, pages.get(module.pk), progress.get(module.pk), stored, first)
        for module in modules
    ]


def completed_module_count(person_ids: Iterable[int], programme: Programme) -> dict[int, int]:
    """Return how many modules each person has completed; nobody's zero is left out. One query."""
    wanted = list(person_ids)
    counted = dict(
        ModuleProgress.objects.filter(
            person__in=wanted, module__programme=programme, completed_at__isnull=False
        )
        .order_by()
        .values_list("person")
        .annotate(Count("pk"))
    )
    return {person_id: counted.get(person_id, 0) for person_id in wanted}


def completed_modules(person: Person, programme: Programme) -> list[Module]:
    """Return the modules the person has completed, in the programme's order."""
    return list(
        programme.modules.filter(
            progress__person=person, progress__completed_at__isnull=False
        ).select_related("day")
    )


def pages_in_my_language(module_ids: Iterable[int]) -> dict[int, ModulePage]:
    """Return the modules' published pages in the active language, else in another; one query."""
    language = get_language()
    found: dict[int, ModulePage] = {}
    for page in live_pages().filter(module__in=module_ids):
        if page.module_id not in found or page.locale.language_code == language:
            found[page.module_id] = page
    return found


def bodies_started(
    pages: dict[int, ModulePage], progress: dict[int, ModuleProgress]
) -> dict[int, list[dict[str, str]]]:
    """Blocks of the versions people started that are no longer the live ones."""
    started = {}
    for module_id, page in pages.items():
        row = progress.get(module_id)
        revision = row.revisions.get(page.locale.language_code) if row else None
        if revision is not None and revision != page.live_revision_id:
            started[revision] = module_id
    if not started:
        return {}
    contents = Revision.objects.filter(pk__in=started).values_list("pk", "content")
    return {started[pk]: json.loads(content["body"]) for pk, content in contents}


def _state(
    module: Module,
    page: ModulePage | None,
    progress: ModuleProgress | None,
    stored: dict[int, list[dict[str, str]]],
    first: dict[int, list[str]],
) -> ModuleState:
    blocks = stored.get(module.pk) or (page.body.raw_data if page else [])
    parts = part_ids(blocks)
    missing: tuple[Condition, ...] = ()
    if progress is None:
        state, done = "not_started", 0
    else:
        state = "completed" if progress.completed_at else "in_progress"
        unread = [part for part in parts if part not in progress.parts_read]
        passed = module.requires_quiz and progress.quiz_passed_at is not None
        done = len(parts) - len(unread) + passed
        if page and not progress.completed_at:
            met = completion_state(
                module, progress, url=url_of(page), unread=next(iter(unread), "")
            )
            missing = tuple(condition for condition in met if not condition.is_met)
    return ModuleState(
        module=module,
        title=page.title if page else module.code,
        url=step_url(page, progress) if page else reverse("courses:module", args=[module.address]),
        state=state,
        steps_done=done,
        steps_total=len(parts) + module.requires_quiz,
        missing=missing,
        first=tuple(first.get(module.pk, ())) if progress is None else (),
    )
