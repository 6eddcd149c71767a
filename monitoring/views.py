"""The dashboard of results and the people behind each number."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.models import Programme
from monitoring.models import Target
from monitoring.queries import counters, people_by_state
from people.access import permission_required
from scheduling.models import Session, TrainingGroup
from scheduling.queries import programme_in_training


def _programme_or_404() -> Programme:
    programme = programme_in_training()
    if programme is None:
        raise Http404
    return programme


@permission_required("monitoring.see_dashboard")
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the counters against the target, by region, and the groups with their seats."""
    programme = _programme_or_404()
    # Groups whose training is over have their own list; here is what can still change.
    ahead = Session.objects.filter(groups=OuterRef("pk"), date__gte=timezone.localdate())
    groups = (
        TrainingGroup.objects.filter(Exists(ahead), cohort__programme=programme)
        .with_seats()
        .select_related("cohort", "region")
        .order_by("cohort__code", "region__position", "code")
    )
    counted = counters(programme)
    context = {
        "programme": programme,
        "counters": counted,
        "targets": Target.objects.all(),
        "groups": groups,
        "states": [(name, label, getattr(counted, name)) for name, label in Target.Counter.choices],
    }
    return render(request, "monitoring/dashboard.html", context)


@permission_required("monitoring.see_people_behind")
@require_GET
def people_behind(request: HttpRequest, state: str) -> HttpResponse:
    """List the persons that one counter counts."""
    labels = dict(Target.Counter.choices)
    if state not in labels:
        raise Http404
    programme = _programme_or_404()
    context = {
        "label": labels[state],
        "state": state,
        "people": people_by_state(programme, state),
    }
    return render(request, "monitoring/people_behind.html", context)


@permission_required("monitoring.see_assumptions")
@require_GET
def assumptions(request: HttpRequest) -> HttpResponse:
    """List the rules that no source settles, with the value in force."""
    programme = _programme_or_404()
    target = Target.objects.filter(code="T1").first()
    return render(
        request, "monitoring/assumptions.html", {"programme": programme, "target": target}
    )
