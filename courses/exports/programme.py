"""A programme as one zip archive: its rows, the pages of its modules, the media they show.

The same content gives the same bytes; only the manifest names the day. Nobody's name, account or
result is in it, but the author of a medium, whom its licence makes us name.
"""

import datetime as dt
import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from django.conf import settings
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from courses.exports.media import Files, Medium, member_of
from courses.models import Module, ModulePage, ModulePrerequisite, Programme
from courses.queries.portable import (
    AREA,
    BLOCK,
    COMPETENCE,
    DAY,
    MODULE,
    PAGE,
    PROGRAMME,
    RICH_TEXTS,
    STREAMS,
    BlockWrong,
    label_of,
    record_of,
    rewrite,
    walk_field,
)
from courses.validators import (
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    Problem,
    TransferRefused,
    content_hash,
)

_LONGEST_KEY = 18  # digits that both databases hold


@dataclass(frozen=True)
class Exported:
    """What went into the file."""

    modules: int
    pages: int
    media: int
    content_sha256: str


def write_programme(
    programme: Programme, out: IO[bytes], *, drafts: bool, made_at: dt.datetime
) -> Exported:
    """Write the archive into an open file; with drafts, the text as editors last saved it.

    Without them only what is published goes along. Raises TransferRefused if a medium has no
    file, or a page holds what its blocks do not know.
    """
    return _Writer(programme, drafts=drafts).write(out, made_at)


class _Writer:
    """Gathers a programme, then writes it."""

    def __init__(self, programme: Programme, *, drafts: bool) -> None:
        self.programme = programme
        self.modules = list(programme.modules.select_related("day"))
        self.pages = list(_pages(programme, drafts=drafts))
        self.names = _page_references(programme, self.pages)
        self.files = Files(chain.from_iterable(map(_media_in, self.pages)))

    def write(self, out: IO[bytes], made_at: dt.datetime) -> Exported:
        records = {"programme.json": self._programme(), "media.json": self.files.records}
        for page in self.pages:
            language = page.locale.language_code
            records[f"modules/{page.module.code}/{language}.json"] = self._page(page)
        texts = {name: _json(record) for name, record in records.items()}
        hashes = {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()}
        hashes |= {self.files.member(sha256): sha256 for sha256 in self.files.records}
        exported = Exported(
            len(self.modules), len(self.pages), len(self.files.records), content_hash(hashes)
        )
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            texts[MANIFEST] = _json(self._manifest(made_at, hashes, exported))
            for name in sorted(texts):
                archive.writestr(member_of(name, zipfile.ZIP_DEFLATED), texts[name])
            for sha256 in sorted(self.files.records):
                self.files.copy(sha256, archive)
        return exported

    def _manifest(
        self, made_at: dt.datetime, hashes: Mapping[str, str], exported: Exported
    ) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "product_version": settings.PRODUCT_VERSION,
            "made_at": made_at.isoformat(timespec="seconds"),
            "programme": {"code": self.programme.code, "version": self.programme.version},
            "counts": {
                "modules": exported.modules,
                "pages": dict(sorted(Counter(p.locale.language_code for p in self.pages).items())),
                "media": exported.media,
            },
            "members": dict(hashes),
            "content_sha256": exported.content_sha256,
        }

    def _programme(self) -> dict[str, Any]:
        days = self.programme.days.prefetch_related("blocks")
        areas = self.programme.competence_areas.prefetch_related("competences")
        needed: dict[int, list[str]] = {}
        rows = ModulePrerequisite.objects.filter(module__programme=self.programme)
        for module, code in rows.order_by("required__code").values_list("module", "required__code"):
            needed.setdefault(module, []).append(code)
        return record_of(self.programme, PROGRAMME) | {
            "days": [
                record_of(day, DAY)
                | {"blocks": [record_of(block, BLOCK) for block in day.blocks.all()]}
                for day in days.order_by("position", "code")
            ],
            "competence_areas": [
                record_of(area, AREA)
                | {"competences": [record_of(one, COMPETENCE) for one in area.competences.all()]}
                for area in areas.order_by("position", "code")
            ],
            "modules": [
                self._module(module, needed.get(module.pk, []))
                for module in sorted(self.modules, key=lambda one: (one.position, one.code))
            ],
        }

    def _module(self, module: Module, needed: list[str]) -> dict[str, Any]:
        return record_of(module, MODULE) | {"day": module.day.code, "prerequisites": needed}

    def _page(self, page: ModulePage) -> dict[str, Any]:
        record = record_of(page, PAGE)
        for name in RICH_TEXTS:
            record[name] = self._rich_text(getattr(page, name))
        for name in STREAMS:
            record[name] = _walked(page, name, self._visit)
        return record | {"tags": sorted(tag.name for tag in page.tags.all())}

    def _visit(self, block: blocks.Block, raw: Any, _place: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return self._rich_text(raw)
        return self.files.reference(_kind(block), raw)

    def _rich_text(self, html: str) -> str:
        return rewrite(html, self._refer, has="id", gets="ref", strict=False)

    def _refer(self, kind: str, key: str) -> str | None:
        number = _number(key)
        if kind == "document":
            return self.files.reference("document", number)
        return self.names.get(number)


def _pages(programme: Programme, *, drafts: bool) -> Iterable[ModulePage]:
    rows = (
        ModulePage.objects.filter(module__programme=programme)
        .select_related("module", "locale", "latest_revision")
        .prefetch_related("tagged__tag")
        .order_by("module__position", "module__code", "locale__language_code")
    )
    languages = dict(settings.LANGUAGES)
    for page in rows:
        if page.locale.language_code not in languages:
            continue
        if drafts and page.latest_revision_id is not None and page.has_unpublished_changes:
            draft = page.latest_revision.as_object()
            draft.module, draft.locale = page.module, page.locale
            yield draft
        elif drafts or page.live:
            yield page


def _page_references(programme: Programme, pages: list[ModulePage]) -> dict[int, str]:
    """Return what links to pages are called in the file: a module's by its code, others by path."""
    linked: set[int] = set()

    def note(kind: str, key: str) -> None:
        if kind == "page":
            linked.add(_number(key))

    for page in pages:
        for html in _rich_texts(page):
            rewrite(html, note, has="id", gets="ref", strict=False)
    names = {page.pk: f"module:{page.module.code}/{page.locale.language_code}" for page in pages}
    rows = Page.objects.filter(pk__in=linked - set(names), depth__gt=1)
    for pk, language, path in rows.values_list("pk", "locale__language_code", "url_path"):
        # The first part of a path is the slug of the home page, which is each site's own.
        names[pk] = f"page:{language}/{'/'.join(path.strip('/').split('/')[1:])}"
    return names


def _rich_texts(page: ModulePage) -> list[str]:
    found = [getattr(page, name) for name in RICH_TEXTS]

    def keep(block: blocks.Block, raw: Any, _place: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            found.append(raw)
        return raw

    for name in STREAMS:
        _walked(page, name, keep)
    return found


def _media_in(page: ModulePage) -> list[Medium]:
    found: list[Medium] = []

    def keep(block: blocks.Block, raw: Any, _place: str) -> Any:
        if not isinstance(block, blocks.RichTextBlock):
            found.append((_kind(block), raw))
        return raw

    def note(kind: str, key: str) -> None:
        if kind == "document":
            found.append(("document", _number(key)))

    for name in STREAMS:
        _walked(page, name, keep)
    for html in _rich_texts(page):
        rewrite(html, note, has="id", gets="ref", strict=False)
    return found


def _number(key: str) -> int:
    """Return the key that a link names, or 0, which no row has."""
    return int(key) if key.isdecimal() and len(key) <= _LONGEST_KEY else 0


def _walked(page: ModulePage, name: str, visit: Any) -> list[dict[str, Any]]:
    place = f"{page.module.code} ({page.locale}): {label_of(ModulePage, name)}"
    stream = getattr(page, name)
    try:
        # As it is stored: ids that members of old lists lack would be made up anew each time.
        return walk_field(stream.stream_block, list(stream.raw_data), visit, place, inner_ids=False)
    except BlockWrong as wrong:
        raise TransferRefused(Problem(wrong.place, wrong.sentence)) from wrong


def _kind(block: blocks.Block) -> str:
    if isinstance(block, ImageChooserBlock):
        return "image"
    if isinstance(block, DocumentChooserBlock):
        return "document"
    raise BlockWrong(str(block.label), type(block).__name__)


def _json(record: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode()
