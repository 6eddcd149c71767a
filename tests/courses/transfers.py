"""Programmes written to files, files changed on the way, and files read back."""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from wagtail.models import Page, Revision

from cms.models import LicensedDocument, LicensedImage
from courses.actions.competences import load_competences
from courses.actions.prerequisites import set_prerequisites
from courses.actions.transfer import ImportReport, export_programme, import_programme
from courses.models import (
    Competence,
    CompetenceArea,
    Module,
    ModuleEdition,
    ModulePage,
    Programme,
    ProgrammeBlock,
    ProgrammeDay,
)
from courses.queries import portable
from courses.validators import content_hash, open_archive
from people.models import User
from tests.factories import blocks, courses

Changes = dict[str, Callable[[Any], Any] | bytes | None]


def stated(programme: Programme) -> Programme:
    """The programme with every text its form asks for."""
    texts = ("outcomes", "form", "language", "content", "resources")
    Programme.objects.filter(pk=programme.pk).update(
        **{name: f"{name} latviski" for name in texts},
        **{f"{name}_en": f"{name} in English" for name in texts},
    )
    programme.refresh_from_db()
    return programme


def exported(programme: Programme, **how: Any) -> bytes:
    out = io.BytesIO()
    export_programme(programme=programme, out=out, **({"by": None} | how))
    return out.getvalue()


def imported(file: bytes, **how: Any) -> ImportReport:
    with open_archive(io.BytesIO(file)) as archive:
        return import_programme(archive=archive, **({"by": None} | how))


def members(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def record(file: bytes, name: str) -> Any:
    return json.loads(members(file)[name])


def changed(file: bytes, changes: Changes, manifest: dict[str, Any] | None = None) -> bytes:
    """The file with members changed by a function, replaced, or left out; checksums set right."""
    held = members(file)
    for name, change in changes.items():
        if change is None:
            del held[name]
        elif isinstance(change, bytes):
            held[name] = change
        else:
            held[name] = json.dumps(change(json.loads(held[name]))).encode()
    said = json.loads(held.pop("manifest.json"))
    said["members"] = {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    said["content_sha256"] = content_hash(said["members"])
    return packed({"manifest.json": json.dumps(said | (manifest or {})).encode()} | held)


def packed(held: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_value(*way: Any, value: Any) -> Callable[[Any], Any]:
    """A change that sets what stands at the end of the way."""

    def change(found: Any) -> Any:
        inner = found
        for step in way[:-1]:
            inner = inner[step]
        inner[way[-1]] = value
        return found

    return change


def forget(programme: Programme) -> None:
    """Take the programme, its pages and all media away, as if they had never been here."""
    for page in ModulePage.objects.filter(module__programme=programme):
        page.get_parent().refresh_from_db()
        page.delete()
    ModuleEdition.objects.filter(module__programme=programme).delete()
    for model, way in (
        (Module, "programme"),
        (ProgrammeBlock, "day__programme"),
        (ProgrammeDay, "programme"),
        (Competence, "area__programme"),
        (CompetenceArea, "programme"),
    ):
        model.objects.filter(**{way: programme}).delete()
    programme.delete()
    for model in (LicensedImage, LicensedDocument):
        for row in model.objects.all():
            row.file.delete(save=False)
            row.delete()


def everything() -> dict[str, int]:
    """How many rows there are of what an import could leave behind."""
    models = (
        *(Programme, ProgrammeDay, ProgrammeBlock, Module, CompetenceArea, Competence),
        *(ModulePage, Page, Revision, LicensedImage, LicensedDocument),
    )
    return {model.__name__: model.objects.count() for model in models}


def told(raw: Any) -> Any:
    """A stored value with the keys of media and pages replaced by what they are called."""
    if isinstance(raw, dict):
        return {key: _named(key, inner) or told(inner) for key, inner in raw.items()}
    if isinstance(raw, list):
        return [told(inner) for inner in raw]
    if isinstance(raw, str):
        return re.sub(r'linktype="(page|document)" id="(\d+)"', _linked, raw)
    return raw


def _named(key: str, value: Any) -> str | None:
    model = {"image": LicensedImage, "file": LicensedDocument, "captions": LicensedDocument}.get(
        key
    )
    return model.objects.get(pk=value).title if model and isinstance(value, int) else None


def _linked(found: re.Match) -> str:
    model = {"page": Page, "document": LicensedDocument}[found[1]]
    return f'{found[1]} "{model.objects.get(pk=found[2]).title}"'


def told_of(programme: Programme) -> dict[str, Any]:
    """All that travels of the programme, read from the database and not by the export."""

    def values(rows, names):
        return [{name: getattr(row, name) for name in names} for row in rows]

    pages = ModulePage.objects.filter(module__programme=programme).order_by(
        "module__position", "locale__language_code"
    )
    return {
        "programme": values([programme], portable.PROGRAMME),
        "days": [
            (day, values(row.blocks.all(), portable.BLOCK))
            for row, day in zip(
                programme.days.all(), values(programme.days.all(), portable.DAY), strict=True
            )
        ],
        "modules": [
            (
                row.day.code,
                sorted(row.prerequisites.values_list("code", flat=True)),
                values([row], portable.MODULE),
            )
            for row in programme.modules.all()
        ],
        "competences": [
            (values([area], portable.AREA), values(area.competences.all(), portable.COMPETENCE))
            for area in programme.competence_areas.all()
        ],
        "pages": [
            (
                page.module.code,
                page.locale.language_code,
                values([page], portable.PAGE),
                sorted(page.tags.names()),
                told([getattr(page, name) for name in portable.RICH_TEXTS]),
                {name: told(list(getattr(page, name).raw_data)) for name in portable.STREAMS},
            )
            for page in pages
        ],
    }


def rich(manager: User) -> Programme:
    """Two modules in two languages: every block, media, links to each other and elsewhere."""
    programme = stated(courses.programme())
    load_competences(programme)
    first, second = programme.modules.all()
    set_prerequisites(module=second, required=[first], by=None)
    Module.objects.filter(pk=second.pk).update(max_attempts=3, waiting_minutes=15)
    body = blocks.body()
    file = LicensedDocument.objects.get(file__endswith=".pdf")
    lv = courses.module_page(first)
    pages = [
        lv,
        courses.module_page(first, "en", slug="m01-en"),
        courses.module_page(second),
        courses.module_page(second, "en", slug="m02-en"),
    ]
    for page in pages:
        page.body = json.dumps(body)
        page.checked_on = dt.date(2026, 1, 2)
        page.owner = manager
        page.tags.set(["droša vide", "spēles"])
        page.activity_text = (
            f'<p>Skat. <a linktype="page" id="{pages[2].pk}">otro</a>, '
            f'<a linktype="page" id="{lv.get_parent().pk}">visus</a>, '
            f'<a linktype="document" id="{file.pk}">failu</a> &amp; <b>dariet</b></p>'
        )
        page.save_revision(user=manager).publish()
    return Programme.objects.get()
