"""Which of several programmes people are being trained in."""

from django.db.models import Exists, OuterRef

from courses.models import Programme
from scheduling.models import Cohort


def programme_in_training() -> Programme | None:
    """Return the newest programme with a cohort; before the first cohort, the one offered.

    A copy that nobody is trained in yet changes no counter.
    """
    cohorts = Cohort.objects.filter(programme=OuterRef("pk"))
    known = Programme.objects.annotate(has_cohort=Exists(cohorts))
    return known.offered_first("-has_cohort").first()
