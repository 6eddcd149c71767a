"""Discussions on pages of other apps, and the words of a post made safe."""

import datetime as dt
import re
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince

from courses.models import Module
from courses.queries import Part
from people.models import User
from scheduling.models import TrainingGroup
from scheduling.queries.discussions import discussions_at_parts, unread_in

register = template.Library()

_LINK = re.compile(r"https?://\w[^\s<>\"'`„“”]*", re.IGNORECASE)
_AFTER_A_LINK = ".,;:!?…"


@register.filter
def post_text(text: str) -> SafeString:
    """Escape a post's words and make links of web addresses; every other scheme stays text."""
    pieces, done = [], 0
    for found in _LINK.finditer(text):
        address = found[0].rstrip(_AFTER_A_LINK)
        if address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_AFTER_A_LINK)
        pieces.append(conditional_escape(text[done : found.start()]))
        pieces.append(format_html('<a href="{0}" rel="nofollow ugc noreferrer">{0}</a>', address))
        done = found.start() + len(address)
    pieces.append(conditional_escape(text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped above


@register.filter
def waits(since: dt.datetime) -> str:
    """Say how long something waits, at least a minute, in its largest unit alone."""
    return timesince(min(since, timezone.now() - dt.timedelta(minutes=1)), depth=1)


@register.inclusion_tag("scheduling/parts/part_discussions.html", takes_context=True)
def part_discussions(context: Context, module: Module, part: Part) -> dict[str, Any]:
    """Link to what the reader's group discusses at a part; nothing for who has no group."""
    request = context["request"]
    # Read once for the page, whatever the number of its parts.
    if not hasattr(request, "module_discussions"):
        request.module_discussions = discussions_at_parts(module, request.user)
    found = request.module_discussions
    return {"place": found, "part": part, "count": found.counts.get(part.id, 0) if found else 0}


@register.inclusion_tag("scheduling/parts/group_discussions.html")
def group_discussions(group: TrainingGroup, user: User) -> dict[str, Any]:
    """Link to the discussions of a group, with how much of them is new to the user."""
    return {"group": group, "unread": unread_in(group, user)}
