"""The public counter, for the home page."""

import datetime as dt
from typing import Any

from django import template
from django.core.cache import cache
from django.utils import timezone

from monitoring.queries import Counters, counters
from scheduling.queries import programme_in_training

register = template.Library()

# The page says "data as of": counting again for every visitor would tell them nothing new.
FRESH_SECONDS = 15


def fresh_counters() -> tuple[Counters, dt.datetime] | None:
    """Return the counters of the programme in training, at most FRESH_SECONDS old, and their moment."""
    found: tuple[Counters, dt.datetime] | None = cache.get("public-counters")
    if found is None:
        programme = programme_in_training()
        if programme is None:
            return None
        found = (counters(programme), timezone.now())
        cache.set("public-counters", found, FRESH_SECONDS)
    return found


@register.inclusion_tag("monitoring/counter.html")
def public_counter() -> dict[str, Any]:
    """Show how many of the 300, as a belt, by state and by region."""
    found = fresh_counters()
    if found is None:
        return {"counters": None}
    counted, moment = found
    steps = [
        (name, getattr(counted, name))
        for name in ("registered", "started", "completed", "certified")
    ]
    regions = [
        {
            "label": row.region,
            "value": getattr(row, counted.official_name),
            "target": row.registered,
        }
        for row in counted.by_region
    ]
    return {"counters": counted, "as_of": moment, "steps": steps, "regions": regions}
