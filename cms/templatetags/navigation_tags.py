"""What every page links to: menu by role, sections, the same page in the other language."""

from dataclasses import dataclass
from functools import cache

import rules
from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.queries import Sections, page_url, sections, translated_urls
from people.models import User

register = template.Library()

_MENU_LENGTH = 6  # more do not fit beside the brand
_LOGO_TYPES = (".svg", ".png", ".webp")


@dataclass(frozen=True)
class Entry:
    """A menu entry: the name of an address or the kind of a section, and who sees it."""

    label: str | Promise
    target: str
    permission: str = ""


@dataclass(frozen=True)
class Link:
    """A link ready to be drawn."""

    label: str | Promise
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Language:
    """The same page in one of the languages; without an address of its own, the form sets it."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """Everything the frame of a page links to, and what it says of itself."""

    title: str
    description: str
    home_url: str
    menu: list[Link]
    public: list[Link]
    more: list[Link]
    sections: Sections
    languages: list[Language]
    by_form: bool
    canonical: str
    alternates: list[tuple[str, str]]


HOME = Entry(_("Home"), "home")
WORK = [
    Entry(_("Dashboard"), "monitoring:dashboard", "monitoring.see_dashboard"),
    Entry(_("Sessions"), "scheduling:session_list", "scheduling.list_sessions"),
    Entry(_("Groups"), "scheduling:group_list", "scheduling.list_groups"),
    Entry(_("Assignments"), "scheduling:assignment_list", "scheduling.list_assignments"),
    Entry(_("Questions"), "scheduling:unanswered", "scheduling.list_unanswered"),
    Entry(_("People"), "people:person_list", "people.list_people"),
    Entry(_("Certificates"), "certificates:register", "certificates.see_register"),
    Entry(_("Municipalities"), "plans:my_municipalities", "plans.accompany_teams"),
    Entry(_("Publishing"), "wagtailadmin_home", "cms.publish_pages"),
    Entry(_("Reviewing"), "wagtailadmin_home", "cms.review_pages"),
]
LEARNING = [
    Entry(_("My training"), "scheduling:my_training", "scheduling.enrol"),
    Entry(_("My team"), "people:my_team", "people.lead_a_team"),
]
PUBLIC = [
    Entry(_("Schedule"), "scheduling:schedule"),
    Entry(_("Modules"), "moduleindexpage"),
    Entry(_("Guidelines"), "guidelineindexpage"),
    Entry(_("News"), "newsindexpage"),
    Entry(_("Verify a certificate"), "verify_form"),
]
MORE = [
    Entry(_("Glossary"), "glossarypage"),
    Entry(_("Questions and answers"), "faqpage"),
    Entry(_("Search"), "cms:search"),
]


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Navigation:
    """Put together what the frame of this page links to; at most one query, two on a CMS page."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    language = translation.get_language() or settings.LANGUAGE_CODE
    page = context.get("page")
    page = page if isinstance(page, Page) else None  # elsewhere "page" is a part of a long list
    found = sections(language)
    home_url = page_url(language)
    public = _links(PUBLIC, found, path)
    urls = translated_urls(page) if page else {}
    return Navigation(
        title=(page.seo_title or page.title) if page else "",
        description=(page.search_description or getattr(page, "intro", "")) if page else "",
        home_url=home_url,
        menu=_menu(getattr(request, "user", AnonymousUser()), public, found, path),
        public=public,
        more=_links(MORE, found, path),
        sections=found,
        languages=[
            Language(code, name, _address(request, code, urls), code == language)
            for code, name in settings.LANGUAGES
        ],
        by_form=bool(request)
        and _prefix(path) is None
        and bool(_reverse("set_language", language)),
        canonical=f"{settings.SITE_BASE_URL}{path}",
        alternates=[(code, f"{settings.SITE_BASE_URL}{url}") for code, url in urls.items()],
    )


@register.simple_tag
def logo(name: str) -> str:
    """Find the static path of an official logo, or nothing while the operator has put none there."""
    return _logo(name)


@cache
def _logo(name: str) -> str:
    paths = (f"look/logos/{name}{ending}" for ending in _LOGO_TYPES)
    return next((path for path in paths if finders.find(path)), "")


def _menu(user: User | AnonymousUser, public: list[Link], found: Sections, path: str) -> list[Link]:
    if not user.is_authenticated:
        return [*_links([HOME], found, path), *public]
    own = _links([entry for entry in WORK if _may(user, entry)], found, path)
    if not own or _may(user, LEARNING[1]):
        own = [*_links([entry for entry in LEARNING if _may(user, entry)], found, path), *own]
    return [*own, *public[: max(_MENU_LENGTH - len(own), 0)][:3]]


def _may(user: User | AnonymousUser, entry: Entry) -> bool:
    # Not user.has_perm: each "no" would go on to ask Django's own permission tables, twice a page.
    return user.is_superuser or rules.has_perm(entry.permission, user)


def _links(entries: list[Entry], found: Sections, path: str) -> list[Link]:
    """Keep the entries that lead somewhere, the one the reader is in marked."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    links = []
    for entry in entries:
        url = found[entry.target].url if entry.target in found else _reverse(entry.target, language)
        if url:
            is_current = path == url if entry is HOME else path.startswith(url)
            links.append(Link(entry.label, url, is_current))
    return links


@cache
def _reverse(name: str, language: str) -> str:
    """Find the address behind a name in a language, or nothing where no app has it."""
    with translation.override(language):
        if name == HOME.target:
            return page_url(language)
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""


def _prefix(path: str) -> str | None:
    first = path.split("/")[1] if "/" in path else ""
    return first if first in dict(settings.LANGUAGES) else None


def _address(request: HttpRequest | None, code: str, urls: dict[str, str]) -> str:
    """Find the same page in a language; its home page where the page is not translated."""
    if urls or request is None:
        return urls.get(code) or page_url(code)
    prefix = _prefix(request.path)
    if prefix is None:
        return request.path if _reverse("set_language", code) else page_url(code)
    return f"/{code}{request.get_full_path()[len(prefix) + 1 :]}"
