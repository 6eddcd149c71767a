"""Publishing the guidelines: what the pages hold becomes a new edition that never changes."""

import hashlib
import json
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from cms.actions.search import index_tree
from cms.models import GuidelineEdition, GuidelineIndexPage, GuidelineParagraph
from cms.queries.editions import (
    LANGUAGES,
    document_of,
    drafted_document,
    next_serial,
    stored,
)
from people.actions.audit import record
from people.models import User

MAJOR, MINOR = "major", "minor"
_NOTHING: dict[str, Any] = {"title": "", "intro": "", "chapters": []}


class NothingToPublish(Exception):
    """No chapter is published in Wagtail in any language."""


class NothingChanged(Exception):
    """The pages hold exactly what the newest edition holds."""


class PublishedMeanwhile(Exception):
    """Somebody else published an edition at this moment, or since the page was opened."""


def next_number(kind: str, newest: GuidelineEdition | None) -> tuple[int, int]:
    """Return the number of the next edition; the first one is 1.0 whatever its kind."""
    if newest is None:
        return 1, 0
    return (newest.major + 1, 0) if kind == MAJOR else (newest.major, newest.minor + 1)


def drafted_content() -> tuple[dict[str, Any], dict[str, list[int]]]:
    """Return what would be published now in each language, and the serials that would be new."""
    newest = GuidelineEdition.objects.newest()
    content: dict[str, Any] = {}
    new: dict[str, list[int]] = {}
    unused = next_serial()
    for language in LANGUAGES:
        last = document_of(newest, language)
        drafted = drafted_document(language, last, unused)
        content[language] = stored(drafted[0]) if drafted else _NOTHING
        new[language] = drafted[1] if drafted else []
        unused += len(new[language])
    return content, new


@transaction.atomic
def publish_edition(
    *, kind: str, note: str, note_en: str, by: User | None, after: str | None = None
) -> GuidelineEdition:
    """Freeze the published pages of all chapters in both languages as the next edition.

    ``after`` names the edition that the editor saw as the newest one.
    """
    newest = GuidelineEdition.objects.select_for_update().newest()
    if after is not None and after != (newest.number if newest else ""):
        raise PublishedMeanwhile
    content, new = drafted_content()
    if not any(content[language]["chapters"] for language in LANGUAGES):
        raise NothingToPublish
    digest = checksum(content)
    if newest is not None and newest.sha256 == digest:
        raise NothingChanged
    major, minor = next_number(kind, newest)
    try:
        with transaction.atomic():
            edition = GuidelineEdition.objects.create(
                major=major,
                minor=minor,
                published_by=by,
                note=note,
                note_en=note_en,
                content=content,
                sha256=digest,
            )
    except IntegrityError as fault:  # another process took the number
        raise PublishedMeanwhile from fault
    _keep_identities(edition, newest, new)
    for index in GuidelineIndexPage.objects.all():
        index_tree(page=index)
    record(
        actor=by,
        action="guidelines_published",
        subject=edition,
        before={"edition": newest.number if newest else None},
        after={"edition": edition.number, "sha256": digest},
    )
    return edition


def checksum(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content written in one fixed way."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def _keep_identities(
    edition: GuidelineEdition, earlier: GuidelineEdition | None, new: dict[str, list[int]]
) -> None:
    """Give new paragraphs their rows and note where the others stood last."""
    GuidelineParagraph.objects.bulk_create(
        GuidelineParagraph(language=language, serial=serial, since=edition)
        for language, serials in new.items()
        for serial in serials
    )
    gone = []
    for language in LANGUAGES:
        there = document_of(edition, language).by_serial
        last = document_of(earlier, language).by_serial
        removed = GuidelineParagraph.objects.filter(
            language=language, serial__in=[serial for serial in last if serial not in there]
        )
        for row in removed:
            chapter, paragraph = last[row.serial]
            row.removed_in = edition
            row.last_chapter = uuid.UUID(chapter.key)
            row.last_number = paragraph.number
            gone.append(row)
    GuidelineParagraph.objects.bulk_update(gone, ["removed_in", "last_chapter", "last_number"])
