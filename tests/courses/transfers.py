"""Programmes written to files, files changed on the way, and files read back."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from wagtail.models import Page, Revision

from cms.models import LicensedDocument, LicensedImage
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
from courses.validators import content_hash, open_archive

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
