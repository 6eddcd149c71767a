"""Template tags of the guidelines: reading them, what is to be accepted, related chapters."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from cms.models import GuidelineChapterPage, GuidelineIndexPage, GuidelineParagraph
from cms.queries.acceptance import editions_to_accept
from cms.queries.questions import question_counts
from cms.queries.reading import (
    Reading,
    chapters_with_tags,
    gone_places,
    read_chapter,
    read_index,
)
from people.models import MunicipalTeam, User

register = template.Library()


def _user(context: Context) -> User | AnonymousUser:
    return getattr(context.get("request"), "user", AnonymousUser())


@register.simple_tag
def guideline_index(page: GuidelineIndexPage) -> Reading:
    """Return the edition in force with its chapters."""
    return read_index(page)


@register.simple_tag(takes_context=True)
def guideline_chapter(context: Context, page: GuidelineChapterPage) -> Reading:
    """Return the page's chapter as readers see it; in the editor's preview, the draft."""
    request = context.get("request")
    kept = context.render_context  # several blocks of a page ask for it
    reading: Reading | None = kept.get("guideline_chapter")
    if reading is None:
        reading = kept["guideline_chapter"] = read_chapter(
            page,
            is_easy="easy" in getattr(request, "GET", {}),
            is_preview=getattr(request, "is_preview", False),
        )
    return reading


@register.simple_tag
def gone_paragraphs(reading: Reading, language: str) -> list[GuidelineParagraph]:
    """Return the anchors that led to paragraphs this chapter no longer has."""
    return gone_places(reading, language)


@register.filter
def at(counts: dict[int, int], serial: int) -> int:
    """Return the number that belongs to a paragraph."""
    return counts.get(serial, 0)


@register.inclusion_tag("cms/parts/paragraph_list.html", takes_context=True)
def paragraph_list(context: Context, reading: Reading, language: str) -> dict[str, Any]:
    """Draw the numbered paragraphs of a chapter, each with the way to its own page."""
    return {
        "paragraphs": reading.paragraphs,
        "counts": question_counts(_user(context), language),
        "with_links": not reading.is_preview,
    }


@register.inclusion_tag("cms/parts/to_accept.html", takes_context=True)
def guidelines_to_accept(context: Context, team: MunicipalTeam | None = None) -> dict[str, Any]:
    """Draw what the teams the reader leads, or one of them, have to accept; others see nothing."""
    user = _user(context)
    found = editions_to_accept(user) if isinstance(user, User) else []
    if team is not None:
        found = [one for one in found if one.team.pk == team.pk]
    return {"teams": found, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("cms/parts/related_guidelines.html")
def related_guidelines(page: Any) -> dict[str, Any]:
    """Draw the chapters of the guidelines that share the page's tags."""
    tags = [tag.name for tag in page.tags.all()]
    return {"links": chapters_with_tags(page.locale.language_code, tags)}
