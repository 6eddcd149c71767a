"""Which pages here the links of a travelling programme mean."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from cms.models import HomePage


def pages_by_path(records: dict[str, Any]) -> dict[str, str]:
    """Return the keys of pages here that links in the archive lead to: one query for all."""
    wanted: dict[str, set[str]] = {}
    for reference in _references(records):
        language, _slash, path = reference.removeprefix("page:").partition("/")
        wanted.setdefault(language, set()).add(path)
    known = {}
    for language, paths in wanted.items():
        home = HomePage.objects.filter(locale__language_code=language).first()
        if home is None:
            continue
        by_url = {f"{home.url_path}{path}/" if path else home.url_path: path for path in paths}
        rows = Page.objects.filter(url_path__in=by_url, locale=home.locale_id)
        for pk, url_path in rows.values_list("pk", "url_path"):
            known[f"page:{language}/{by_url[url_path]}"] = str(pk)
    return known


def _references(value: Any) -> Iterator[str]:
    """Yield the references to pages in every rich text."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
    elif isinstance(value, str) and 'ref="page:' in value:
        for piece in value.split('ref="')[1:]:
            reference = piece.partition('"')[0]
            if reference.startswith("page:"):
                yield reference
