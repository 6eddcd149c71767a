"""What each block looks like filled in: for the editor's previews and the page of components."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

_CHECKED = dt.date(2026, 11, 20)


def _paragraph() -> str:
    return format_html(
        "<p>{}</p>", _("Agree first which need of young people it will serve, then compare.")
    )


def _steps() -> list[dict[str, str]]:
    return [
        {"title": title, "text": _paragraph()}
        for title in (_("Ask three young people"), _("Try it out with a small group"))
    ]


def _exercise() -> dict[str, str]:
    return {
        "title": _("Tool, activity or content?"),
        "instruction": _("Choose the role digital media have in each activity."),
        "explanation": _("The role decides by what you will judge the result."),
    }


def _table() -> dict[str, Any]:
    return {
        "caption": _("Roles of digital media"),
        "columns": [{"type": "text", "heading": heading} for heading in (_("Role"), _("Activity"))],
        "rows": [
            {"values": [_("Tool"), _("Voting on the route of a hike")]},
            {"values": [_("Content"), _("Finding out how an app chooses videos")]},
        ],
    }


def _tool_card() -> dict[str, Any]:
    return {
        "name": _("Shared notepad"),
        "purpose": _("Writing down ideas together."),
        "age_limit": _("None; agree on rules first."),
        "personal_data": _("None; a nickname is enough."),
        "cost": _("Free of charge."),
        "access": _("Phone or computer, no account."),
        "fallback": _("A sheet of paper on the wall."),
        "checked_on": _CHECKED,
    }


def _worksheet() -> dict[str, Any]:
    return {
        "title": _("The way of an idea"),
        "instructions": _paragraph(),
        "fields": [
            {"type": "lines", "value": {"prompt": _("The idea in one sentence"), "lines": 2}},
            {
                "type": "checklist",
                "value": {
                    "prompt": _("Said before voting"),
                    "entries": [_("who decides"), _("when the answer comes")],
                },
            },
            {
                "type": "table",
                "value": {
                    "prompt": _("Steps of the way"),
                    "columns": [_("Step"), _("Who"), _("By when")],
                    "rows": 4,
                },
            },
        ],
    }


SAMPLES: dict[str, Callable[[], Any]] = {
    "section": lambda: {"heading": _("Choosing a tool"), "text": _paragraph()},
    "text": _paragraph,
    "example": lambda: {"title": _("A film evening that became a talk"), "text": _paragraph()},
    "callout": lambda: {"tone": "warning", "title": _("A common mistake"), "text": _paragraph()},
    "steps": lambda: {"title": _("Before the first time"), "steps": _steps()},
    "accordion": lambda: {"title": _("Questions people ask"), "entries": _steps()},
    "table": _table,
    "video": lambda: {
        "title": _("Recording of the seminar"),
        "address": "https://vimeo.com/",
        "has_captions": True,
        "transcript": _paragraph(),
    },
    "tool_card": _tool_card,
    "sorting": lambda: (
        _exercise()
        | {
            "groups": [
                {"name": _("Tool"), "entries": [_("Voting on the route of a hike")]},
                {"name": _("Content"), "entries": [_("Finding out how an app chooses videos")]},
            ]
        }
    ),
    "matching": lambda: (
        _exercise()
        | {
            "pairs": [
                {"left": _("Voting on the route of a hike"), "right": _("Tool")},
                {"left": _("Finding out how an app chooses videos"), "right": _("Content")},
            ]
        }
    ),
    "worksheet": _worksheet,
}
