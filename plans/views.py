"""The mentor's page: the municipalities accompanied and how their people are doing."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.access import PersonRequest, permission_required
from people.models import MunicipalTeam
from plans.queries import reflections_of_team, teams_of_mentor


def _find_team(pk: int) -> MunicipalTeam:
    team = MunicipalTeam.objects.select_related("municipality").filter(pk=pk).first()
    if team is None:
        raise Http404
    return team


@permission_required("plans.accompany_teams")
@require_GET
def my_municipalities(request: PersonRequest) -> HttpResponse:
    """List the municipalities the mentor accompanies."""
    teams = teams_of_mentor(request.user.person)
    return render(request, "plans/my_municipalities.html", {"teams": teams})


@permission_required("plans.see_progress_of_team", find=_find_team)
@require_GET
def municipality(request: PersonRequest, team: MunicipalTeam) -> HttpResponse:
    """Show how the members of one team are doing and what they will do on Monday."""
    context = {"team": team, "reflections": reflections_of_team(team)}
    return render(request, "plans/municipality.html", context)
