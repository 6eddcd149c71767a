"""How pages stand in the other language: missing, behind or up to date, block by block."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import get_text_for_indexing

from cms.models import TranslationCheck

MISSING, BEHIND, UP_TO_DATE = "missing", "behind", "up_to_date"
NEW, CHANGED, REMOVED, ONLY_HERE = "new", "changed", "removed", "only_here"
_OF_EVERY_PAGE = ("title", "seo_title", "search_description")
# Keys of stored blocks that are not text somebody reads.
_NOT_TEXT = {"id", "type", "tone"}
_A_SENTENCE = 4  # words; shorter texts may well be the same in both languages

Content = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """A piece of a page that is translated as one: a field or a block."""

    label: str | Promise
    stored: str
    text: str


@dataclass
class TranslationState:
    """A page, its page in the other language, and what changed since that was brought up to date."""

    page: Page
    translation: Page | None = None
    check: TranslationCheck | None = None
    current: int | None = None  # revision of the source that readers or editors see
    baseline: int | None = None  # revision up to which it is translated
    changes: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        if self.translation is None:
            return MISSING
        return BEHIND if self.changes else UP_TO_DATE

    def count(self, change: str) -> int:
        return sum(kind == change for kind in self.changes.values())

    @property
    def new(self) -> int:
        return self.count(NEW)

    @property
    def changed(self) -> int:
        return self.count(CHANGED)

    @property
    def removed(self) -> int:
        return self.count(REMOVED)


@dataclass(frozen=True)
class ComparedUnit:
    """One piece in both languages, with what happened to it."""

    label: str | Promise
    source: str
    translation: str
    change: str

    @property
    def is_copied(self) -> bool:
        """Whether a sentence stands there in the same words: it was copied and not translated."""
        return self.source == self.translation and len(self.source.split()) >= _A_SENTENCE


def units_of(model: type[Page], content: Content) -> dict[str, Unit]:
    """Return what is to be translated in a stored revision, in the page's order."""
    found: dict[str, Unit] = {}
    for known in _text_fields(model):
        stored = content.get(known.name)
        label = known.verbose_name
        if isinstance(known, StreamField):
            for block in json.loads(stored or "[]"):
                child = known.stream_block.child_blocks.get(block["type"])
                found[f"{known.name}:{block['id']}"] = Unit(
                    child.label if child else block["type"],
                    json.dumps([block["type"], _without_ids(block["value"])], sort_keys=True),
                    "\n".join(_texts(block["value"])),
                )
        elif stored:
            found[known.name] = Unit(label, stored, get_text_for_indexing(stored))
    return found


def changes_between(old: dict[str, Unit], new: dict[str, Unit]) -> dict[str, str]:
    """Return what is new, changed or removed, by the piece's key."""
    changes = {
        key: NEW if key not in old else CHANGED
        for key, unit in new.items()
        if key not in old or old[key].stored != unit.stored
    }
    return changes | {key: REMOVED for key in old if key not in new}


def translation_states(pages: Iterable[Page]) -> list[TranslationState]:
    """Return how each page stands in the other language; at most four queries."""
    states = [TranslationState(page) for page in pages]
    mine = [state.page.pk for state in states]
    keys = [state.page.translation_key for state in states]
    others = {
        other.translation_key: other
        for other in Page.objects.filter(translation_key__in=keys)
        .exclude(pk__in=mine)
        .select_related("locale")
    }
    checks = {
        check.page_id: check
        for check in TranslationCheck.objects.filter(page__in=others.values()).select_related(
            "marked_by__person"
        )
    }
    for state in states:
        state.translation = others.get(state.page.translation_key)
        state.check = checks.get(state.translation.pk) if state.translation else None
        live = state.page.live_revision_id if state.page.live else None
        state.current = live or state.page.latest_revision_id
    _find_baselines(states)
    _find_changes(states)
    return states


def compare(state: TranslationState) -> list[ComparedUnit]:
    """Return the page's pieces in both languages side by side; what was removed stands last."""
    model = state.page.specific_class
    wanted = {state.current, state.baseline}
    if state.translation is not None:
        wanted.add(state.translation.latest_revision_id)
    contents = _contents(wanted)
    source = units_of(model, contents.get(state.current, {}))
    before = units_of(model, contents.get(state.baseline, {}))
    latest = state.translation.latest_revision_id if state.translation else None
    other = units_of(model, contents.get(latest, {}))
    rows = [
        ComparedUnit(
            unit.label,
            unit.text,
            other[key].text if key in other else "",
            state.changes.get(key, ""),
        )
        for key, unit in source.items()
    ]
    gone = [key for key in {**before, **other} if key not in source]
    return rows + [
        ComparedUnit(
            (before.get(key) or other[key]).label,
            before[key].text if key in before else "",
            other[key].text if key in other else "",
            REMOVED if key in before else ONLY_HERE,
        )
        for key in gone
    ]


def _find_baselines(states: list[TranslationState]) -> None:
    """Take the revision marked; without a mark, the source as it was when both were first public."""
    unmarked = []
    for state in states:
        if state.check is not None:
            state.baseline = state.check.source_revision_id
        elif state.translation is not None and state.translation.first_published_at:
            unmarked.append(state)
    ids = [str(state.page.pk) for state in unmarked]
    written: dict[str, list[tuple[int, Any]]] = {}
    rows = Revision.page_revisions.filter(object_id__in=ids).order_by("created_at", "pk")
    for pk, page, created_at in rows.values_list("pk", "object_id", "created_at"):
        written.setdefault(page, []).append((pk, created_at))
    for state in unmarked:
        revisions = written.get(str(state.page.pk), [])
        public_at = state.translation.first_published_at if state.translation else None
        earlier = [pk for pk, created_at in revisions if public_at and created_at <= public_at]
        state.baseline = earlier[-1] if earlier else next((pk for pk, _at in revisions), None)


def _find_changes(states: list[TranslationState]) -> None:
    behind = [
        state
        for state in states
        if state.translation is not None and state.current != state.baseline
    ]
    contents = _contents({pk for state in behind for pk in (state.current, state.baseline)})
    for state in behind:
        model = state.page.specific_class
        old = units_of(model, contents.get(state.baseline, {}))
        state.changes = changes_between(old, units_of(model, contents.get(state.current, {})))


def _contents(revisions: set[int | None]) -> dict[int | None, Content]:
    rows = Revision.objects.filter(pk__in=[pk for pk in revisions if pk is not None])
    return dict(rows.values_list("pk", "content"))


def _text_fields(model: type[Page]) -> Iterator[Any]:
    untranslated = getattr(model, "untranslated_fields", ())
    inherited = {known.name for known in Page._meta.get_fields()}  # noqa: SLF001  # Django's documented door
    for known in model._meta.concrete_fields:  # noqa: SLF001
        if known.name in _OF_EVERY_PAGE or (
            isinstance(known, models.CharField | models.TextField | StreamField)
            and known.name not in inherited
            and known.name not in untranslated
            and known.editable
            and not known.choices
        ):
            yield known


def _without_ids(value: Any) -> Any:
    """Leave out the ids of inner blocks: they tell nothing of the text."""
    if isinstance(value, dict):
        return {key: _without_ids(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_TEXT:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str) and value:
        yield get_text_for_indexing(value)
