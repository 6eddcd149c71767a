"""The timetable, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import public
from people.models import TrainingRegion
from scheduling.models import TrainingGroup
from scheduling.queries import cohorts_by_interest, group_cards


@public
@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Show the groups of a cohort with dates, form and seats, by region."""
    cohorts = cohorts_by_interest()
    wanted = request.GET.get("cohort", "")
    cohort = next((one for one in cohorts if one.code == wanted), None)
    if cohort is None and cohorts:
        cohort = cohorts[0]
    regions = list(TrainingRegion.objects.all())
    region = next((one for one in regions if one.code == request.GET.get("region")), None)
    groups = TrainingGroup.objects.filter(cohort=cohort)
    if region is not None:
        groups = groups.filter(region=region)
    context = {
        "cohorts": cohorts,
        "cohort": cohort,
        "regions": regions,
        "region": region,
        "cards": group_cards(groups) if cohort else [],
    }
    return render(request, "scheduling/schedule.html", context)
