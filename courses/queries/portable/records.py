"""Which fields of each row go along, how they are written, and whether what comes is of their kind."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.models import LicensedDocument, LicensedImage
from courses.models import (
    Competence,
    CompetenceArea,
    Module,
    ModulePage,
    Programme,
    ProgrammeBlock,
    ProgrammeDay,
)

# Keys of rows and of what they hang on are given anew where they arrive; the rest is here.
PROGRAMME = (
    *("code", "version", "title", "title_en", "outcomes", "outcomes_en", "form", "form_en"),
    *("language", "language_en", "content", "content_en", "resources", "resources_en"),
    *("academic_hours", "min_hours_share", "min_modules", "grace_minutes", "certificate_series"),
    *("credit_step", "online_min_minutes", "lock_hours", "dispute_days"),
)
DAY = ("code", "position", "mode", "title", "title_en")
BLOCK = ("part", "academic_hours")
MODULE = (
    *("code", "position", "academic_hours", "areas", "pass_mark", "requires_all_parts"),
    *("requires_quiz", "requires_assignment", "requires_reflection", "quiz_draw"),
    *("shuffle_answers", "max_attempts", "waiting_minutes", "result_rule"),
)
AREA = ("code", "letter", "position", "title", "title_en")
COMPETENCE = ("level", "text", "text_en")
# StreamFields and rich text are written by their own rules; tags by their words.
STREAMS = ("outcomes", "body", "quiz")
RICH_TEXTS = ("activity_text",)
PAGE = (
    *("title", "slug", "seo_title", "search_description", "show_in_menus", "intro", "checked_on"),
    *("explain_terms", "aim", "activity_title", "activity_minutes", "reflection_prompt"),
)
MEDIUM = {
    "image": (
        *("title", "description", "author", "licence", "source"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    ),
    "document": ("title", "author", "licence", "source"),
}
_MODELS: dict[tuple[str, ...], type[Model]] = {
    PROGRAMME: Programme,
    DAY: ProgrammeDay,
    BLOCK: ProgrammeBlock,
    MODULE: Module,
    AREA: CompetenceArea,
    COMPETENCE: Competence,
    PAGE: ModulePage,
    MEDIUM["image"]: LicensedImage,
    MEDIUM["document"]: LicensedDocument,
}


class RecordWrong(Exception):
    """A row is not one of ours: the field and a sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def record_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return these fields of the row as JSON; numbers with a point and days as text."""
    return {name: _written(getattr(row, name)) for name in names}


def _written(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def checked_record(
    raw: Any, names: tuple[str, ...], *, beside: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the fields of a row if exactly these came, each of its kind; raises RecordWrong.

    Names in ``beside`` may stand there too and are left to the caller. The model's own check says
    whether the values are allowed.
    """
    model = _MODELS[names]
    if not isinstance(raw, dict):
        raise RecordWrong("", _("This is not what is stored here."))
    for name in (*names, *beside):
        if name not in raw:
            raise RecordWrong(name, _("“%(name)s” is missing.") % {"name": name})
    for name in raw:
        if name not in {*names, *beside}:
            raise RecordWrong(name[:40], _("“%(name)s” is unknown here.") % {"name": name[:40]})
    return {name: _read(model, name, raw[name]) for name in names}


def _read(model: type[Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)  # noqa: SLF001  # Django's documented door
    if not _is_of_kind(field, value):
        raise RecordWrong(label_of(model, name), _("This is not what is stored here."))
    if isinstance(value, str) and not value.strip():
        value = ""  # nothing but spaces is nothing, as in a form
    try:
        return field.to_python(value)  # type: ignore[union-attr]  # none of ours is a relation
    except ValidationError as wrong:
        raise RecordWrong(label_of(model, name), " ".join(wrong.messages)) from wrong


def _is_of_kind(field: Any, value: Any) -> bool:
    if value is None:
        return bool(field.null)
    if isinstance(field, models.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, models.IntegerField):
        # SQLite would take more than PostgreSQL has room for.
        least, most = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return isinstance(value, str)


def label_of(model: type[Model], name: str) -> str:
    """Return what the field is called, to name it in a sentence."""
    try:
        field = model._meta.get_field(name)  # noqa: SLF001  # Django's documented door
    except FieldDoesNotExist:
        return name
    return str(capfirst(getattr(field, "verbose_name", name)))
