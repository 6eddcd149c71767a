"""Groups for staff: the list, and people against days."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import PersonRequest, permission_required
from people.rules import is_auditor, is_programme_manager
from scheduling.models import TrainingGroup
from scheduling.queries import cohorts_by_interest, group_cards, group_matrix
from scheduling.views.find import find_group


@permission_required("scheduling.list_groups")
@require_safe
def group_list(request: PersonRequest) -> HttpResponse:
    """List the groups of a cohort with places, waiting and dates; trainers see their own."""
    cohorts = cohorts_by_interest()
    wanted = request.GET.get("cohort", "")
    cohort = next((one for one in cohorts if one.code == wanted), cohorts[0] if cohorts else None)
    groups = TrainingGroup.objects.filter(cohort=cohort)
    sees_all = is_programme_manager(request.user) or is_auditor(request.user)
    if not sees_all:
        groups = groups.filter(trainers=request.user.person_id)
    context = {
        "cohorts": cohorts,
        "cohort": cohort,
        "sees_all": sees_all,
        "cards": group_cards(groups) if cohort else [],
    }
    return render(request, "scheduling/group_list.html", context)


@permission_required("scheduling.see_group", find=find_group)
@require_safe
def group_detail(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show people against the five days, hours, and the waiting list."""
    context = {
        "group": group,
        "card": group_cards(TrainingGroup.objects.filter(pk=group.pk))[0],
        "matrix": group_matrix(group),
        "programme": group.cohort.programme,
    }
    return render(request, "scheduling/group_detail.html", context)
