"""Questions at paragraphs, for their readers and for those who answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cms.models import GuidelineEdition, GuidelineParagraph, ParagraphQuestion
from cms.queries.editions import Chapter, Document, Paragraph, document_of

OPEN, ALL = "open", "all"


@dataclass(frozen=True)
class PlacedQuestion:
    """A question with the paragraph as it stood when it was asked."""

    question: ParagraphQuestion
    paragraph: Paragraph


def question_counts(user: Any, language: str) -> Counter[int]:
    """Return how many questions the reader may read at each paragraph of a language, by serial."""
    rows = ParagraphQuestion.objects.shown_to(user).filter(paragraph__language=language)
    return Counter(rows.order_by().values_list("paragraph__serial", flat=True))


def questions_for_editors(which: str) -> QuerySet[ParagraphQuestion]:
    """Return the questions waiting for an answer, the oldest first; or all, the newest first."""
    questions = ParagraphQuestion.objects.select_related("paragraph", "asked_by__person")
    if which == ALL:
        return questions.order_by("-asked_at", "-id")
    return questions.open().order_by("asked_at", "id")


def placed(questions: Iterable[ParagraphQuestion]) -> list[PlacedQuestion]:
    """Return the questions with their paragraphs; one query for the editions they belong to."""
    rows = list(questions)
    editions = GuidelineEdition.objects.in_bulk({row.edition_id for row in rows})
    documents: dict[tuple[int, str], Document] = {}
    found = []
    for row in rows:
        language, edition = row.paragraph.language, editions[row.edition_id]
        row.edition = edition
        key = (edition.pk, language)
        if key not in documents:
            documents[key] = document_of(edition, language)
        found.append(PlacedQuestion(row, documents[key].by_serial[row.paragraph.serial][1]))
    return found


@dataclass(frozen=True)
class ParagraphPlace:
    """A paragraph by its lasting serial: where it stands now, or last stood."""

    row: GuidelineParagraph
    edition: GuidelineEdition
    chapter: Chapter
    paragraph: Paragraph

    @property
    def is_easy(self) -> bool:
        return self.paragraph in self.chapter.easy

    @property
    def is_removed(self) -> bool:
        return self.row.removed_in is not None


def find_paragraph(serial: int) -> ParagraphPlace | None:
    """Return the paragraph of a lasting serial with the newest edition that holds it."""
    row = (
        GuidelineParagraph.objects.filter(serial=serial)
        .select_related("since", "removed_in")
        .defer("since__content", "removed_in__content")
        .first()
    )
    if row is None:
        return None
    editions = GuidelineEdition.objects.all()
    if row.removed_in is not None:
        editions = editions.before(row.removed_in)
    edition = editions.newest()
    if edition is None:
        return None
    chapter, paragraph = document_of(edition, row.language).by_serial[serial]
    return ParagraphPlace(row, edition, chapter, paragraph)
