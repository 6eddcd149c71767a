"""The chart of competence areas, for pages of this app and of apps above."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from courses.models import Rating
from courses.queries.competences import AreaChange, Level

register = template.Library()

_TOP, _ROW, _LEFT, _RIGHT = 44, 62, 8, 310


@register.inclusion_tag("courses/parts/competence_chart.html")
def competence_chart(changes: Sequence[AreaChange], prefix: str = "levels") -> dict[str, Any]:
    """Draw each area's level before and after; the same numbers and words stand in a table."""
    bottom = _TOP + len(changes) * _ROW
    rows = []
    for n, change in enumerate(changes):
        top = _TOP + n * _ROW
        first, last = _place(change.before), _place(change.after)
        rows.append(
            {
                "name": change.area.local_title,
                "label_y": top + 14,
                "line_y": top + 34,
                "square_y": (top + 34) - 6,
                "value_y": top + 39,
                "before_x": first,
                "after_x": last,
                "square_x": last - 6 if last is not None else None,
                "value": _value(change),
            }
        )
    return {
        "rows": rows,
        "steps": [
            {"x": _along(step.value), "anchor": anchor, "name": step.label}
            for step, anchor in zip(Rating, ("start", "middle", "middle", "middle"), strict=True)
        ],
        "left": _LEFT,
        "right": _RIGHT,
        "bottom": bottom,
        "names_y": bottom + 16,
        "height": bottom + 24,
        "has_before": any(change.before for change in changes),
        "has_after": any(change.after for change in changes),
        "prefix": prefix,
        "sentence": ". ".join(f"{one.area.local_title}: {one.words}" for one in changes),
    }


def _along(value: float) -> float:
    return round(_LEFT + (value - 1) * (_RIGHT - _LEFT) / 3, 1)


def _place(level: Level | None) -> float | None:
    return None if level is None else _along(float(level.mean))


def _value(change: AreaChange) -> str:
    if change.before and change.after:
        return _("%(before)s → %(after)s") % {
            "before": change.before.shown,
            "after": change.after.shown,
        }
    level = change.before or change.after
    return level.shown if level else "–"
