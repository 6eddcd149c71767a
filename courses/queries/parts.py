"""What counts as a part of a module: a stretch that is read and marked as read on its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from django.utils.translation import gettext

from courses.models import ModulePage

# The rule, here and nowhere else: these blocks begin a part. Every other block belongs to the
# part before it (before the first one: to the aim), so that nobody is asked to mark a picture.
BEGINS_A_PART = {"section", "example", "video", "audio", "sorting", "matching", "worksheet"}
AIM, ACTIVITY, REFLECTION = "aim", "activity", "reflection"

SHORT = 8
_WORDS_A_MINUTE = 180


@dataclass(frozen=True)
class Part:
    """A stretch of a module that is read and marked as read on its own."""

    id: str
    kind: str
    title: str
    block: Any = None
    following: tuple[Any, ...] = field(default=())
    is_read: bool = False

    @property
    def short(self) -> str:
        """The beginning of the id: tells the parts of one module apart, and pages stay light."""
        return self.id[:SHORT]

    @property
    def blocks(self) -> tuple[Any, ...]:
        """Everything the part is made of, in order."""
        return ((self.block,) if self.block else ()) + self.following


def parts_of(version: ModulePage) -> tuple[Part, ...]:
    """Return the parts in reading order; their ids stay the same as long as the block lives."""
    begun: list[tuple[Any, list[Any]]] = [(None, [])]
    for block in version.body:
        if block.block_type in BEGINS_A_PART:
            begun.append((block, []))
        else:
            begun[-1][1].append(block)
    aim, *rest = begun
    return (
        Part(AIM, AIM, gettext("What you will learn"), following=tuple(aim[1])),
        *(
            Part(block.id, block.block_type, _title(block), block, tuple(following))
            for block, following in rest
        ),
        Part(ACTIVITY, ACTIVITY, version.activity_title),
        Part(REFLECTION, REFLECTION, gettext("Reflection")),
    )


def part_ids(stored: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the parts' ids from the blocks as they are stored, which is quicker."""
    return set(part_titles(stored))


def part_titles(stored: Iterable[Mapping[str, Any]], activity: str = "") -> dict[str, str]:
    """Return the parts' titles by id in reading order, from the blocks as they are stored.

    Empty for a part that is called by its kind alone.
    """
    own = {
        block["id"]: block["value"].get("heading") or block["value"].get("title") or ""
        for block in stored
        if block["type"] in BEGINS_A_PART
    }
    return {
        AIM: gettext("What you will learn"),
        **own,
        ACTIVITY: activity,
        REFLECTION: gettext("Reflection"),
    }


def holds(part: Part, block_id: str) -> bool:
    """Tell whether the id is the part's or that of a block in it."""
    return part.id == block_id or any(block.id == block_id for block in part.following)


def reading_minutes(version: ModulePage) -> int:
    """Return how many minutes the text takes to read."""
    texts = [version.aim, version.activity_text, version.reflection_prompt]
    for block in version.body:
        texts += block.block.get_searchable_content(block.value)
    return max(ceil(sum(len(text.split()) for text in texts) / _WORDS_A_MINUTE), 1)


def files_of(version: ModulePage) -> list[Any]:
    """Return the images and files of the page in order, each once: their sources are listed."""
    found = [
        block.value.get("image") or block.value.get("file")
        for block in version.body
        if block.block_type in {"image", "video", "audio", "file"}
    ]
    return list(dict.fromkeys(file for file in found if file))


def _title(block: Any) -> str:
    named = block.value if hasattr(block.value, "get") else {}
    return named.get("heading") or named.get("title") or str(block.block.label)
