"""What is left to do around the training, on the person's own page."""

from typing import Any

from django import template

from scheduling.queries.open_acts import open_acts
from scheduling.queries.training import Training

register = template.Library()


@register.inclusion_tag("scheduling/parts/open_acts.html")
def training_acts(training: Training) -> dict[str, Any]:
    """Name what is open to do, each with its link."""
    return {
        "acts": open_acts(training),
        "programme": training.enrolment.cohort.programme,
        "group": training.enrolment.group,
        "has_place": training.enrolment.state in {"confirmed", "completed"},
    }
