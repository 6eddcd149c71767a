"""The links in published pages: those inside the site are checked at once, others as last asked."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.models import BasePage, LinkCheck
from cms.queries.pages import page_url

_ADDRESS = re.compile(r"https?://\S+")
_ID = re.compile(r"""\sid=["']([^"']+)["']""")
_OK = 200
# Published pages have addresses of their own to be looked up; every other address is a view's.
_PAGE_VIEW = "wagtail_serve"


@dataclass(frozen=True)
class Link:
    """A link as it stands in a page: to a page or document by its number, or to an address."""

    page: Page
    address: str
    to_page: int | None = None
    to_document: int | None = None

    @property
    def is_external(self) -> bool:
        return bool(_ADDRESS.match(self.address)) and not self.address.startswith(
            f"{settings.SITE_BASE_URL}/"
        )


@dataclass(frozen=True)
class Finding:
    """A line of the report on links."""

    page: Page
    address: str
    state: str
    is_broken: bool
    checked_at: Any = None
    status: int | None = None


class _Anchors(HTMLParser):
    """Collects the attributes of the links in a piece of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append({name: value or "" for name, value in attrs})


def links() -> list[Link]:
    """Return every link of every published page, in the order of the pages."""
    pages = Page.objects.live().order_by("path").specific()
    return [link for page in pages if isinstance(page, BasePage) for link in links_of(page)]


def external_addresses() -> list[str]:
    """Return the addresses on other sites that published pages lead to, each once."""
    return list(dict.fromkeys(link.address for link in links() if link.is_external))


def links_of(page: BasePage) -> Iterator[Link]:
    """Yield the links of a page, from whatever fields and blocks it is made of."""
    for text in texts_of(page):
        if _ADDRESS.fullmatch(text):
            yield Link(page, text)
        elif "<a" in text:
            parser = _Anchors()
            parser.feed(text)
            yield from (_link(page, attributes) for attributes in parser.found)


def texts_of(page: BasePage) -> Iterator[str]:
    """Yield every text of a page as it is stored, from its fields, blocks and child rows."""
    yield from _strings(page.serializable_data())


def _link(page: BasePage, attributes: dict[str, str]) -> Link:
    number = int(attributes["id"]) if attributes.get("id", "").isdecimal() else None
    kind = attributes.get("linktype")
    return Link(
        page=page,
        address=attributes.get("href", ""),
        to_page=number if kind == "page" else None,
        to_document=number if kind == "document" else None,
    )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield from _strings(json.loads(value)) if _is_stream(value) else [value]


def _is_stream(value: str) -> bool:
    if not value.startswith("["):
        return False
    try:
        return isinstance(json.loads(value), list)
    except ValueError:
        return False


def findings() -> list[Finding]:
    """Return broken links first, then the external ones with what was last answered."""
    found = links()
    inside = _Inside(found)
    asked = {check.address: check for check in LinkCheck.objects.all()}
    lines = []
    for link in found:
        if link.is_external:
            lines.append(_external(link, asked.get(link.address)))
        elif problem := inside.problem(link):
            lines.append(Finding(link.page, link.address, problem, is_broken=True))
    return sorted(lines, key=lambda line: not line.is_broken)


def _external(link: Link, check: LinkCheck | None) -> Finding:
    if check is None:
        return Finding(link.page, link.address, gettext("Not asked yet"), is_broken=False)
    return Finding(
        link.page,
        link.address,
        str(check.get_result_display()),
        check.result != LinkCheck.Result.OK,
        check.checked_at,
        check.status,
    )


class _Inside:
    """What exists inside the site; three queries, and one rendering for each page with anchors."""

    def __init__(self, found: list[Link]) -> None:
        rows = Page.objects.live().values_list("pk", "url_path", "locale__language_code")
        self.addresses = {
            page_url(language, *path.strip("/").split("/")[1:]): pk for pk, path, language in rows
        }
        self.pages = set(self.addresses.values())
        numbers = {link.to_document for link in found if link.to_document}
        documents = get_document_model().objects.filter(pk__in=numbers)
        self.documents = set(documents.values_list("pk", flat=True))
        self.anchors: dict[int, set[str] | None] = {}

    def problem(self, link: Link) -> str:
        """Return in words what is wrong with a link, or nothing."""
        if link.to_page is not None:
            is_there = link.to_page in self.pages
            return "" if is_there else gettext("The page is not published or was deleted")
        if link.to_document is not None:
            return "" if link.to_document in self.documents else gettext("The document was deleted")
        return self._address_problem(link)

    def _address_problem(self, link: Link) -> str:
        address = link.address.removeprefix(settings.SITE_BASE_URL)
        if not address:
            return gettext("The link leads nowhere")
        try:
            parts = urlsplit(address)
        except ValueError:
            return gettext("The address is not written correctly")
        if parts.scheme or parts.netloc:  # mailto:, tel:
            return ""
        target = self.addresses.get(parts.path) if parts.path else link.page.pk
        if target is None:
            return "" if _is_view(parts.path) else gettext("There is no such page")
        if parts.fragment and not self._has_anchor(target, unquote(parts.fragment)):
            return gettext("The page has no such place")
        return ""

    def _has_anchor(self, pk: int, anchor: str) -> bool:
        if pk not in self.anchors:
            self.anchors[pk] = _anchors_of(pk)
        known = self.anchors[pk]
        return known is None or anchor in known


def _is_view(path: str) -> bool:
    try:
        return resolve(path).url_name != _PAGE_VIEW
    except Resolver404:
        return False


def _anchors_of(pk: int) -> set[str] | None:
    """Return the anchors a reader finds on a page; None where it cannot be drawn just now."""
    response = Page.objects.get(pk=pk).specific.make_preview_request()
    if response.status_code != _OK:
        return None
    return set(_ID.findall(response.content.decode()))
