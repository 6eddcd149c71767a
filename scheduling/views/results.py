"""What trainers and managers see of a group's answers: averages, never anybody's own."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from courses.queries import averages
from people.access import PersonRequest, permission_required
from people.rules import is_programme_manager
from scheduling.exports import feedback_csv, feedback_xlsx
from scheduling.models import TrainingGroup
from scheduling.queries.feedback import feedback_summaries, groups_with_feedback
from scheduling.views.find import find_group

_PAGE = 50
_FORMATS = {
    "csv": (feedback_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        feedback_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@permission_required("scheduling.see_results", find=find_group)
@require_safe
def group_levels(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show how the group rates itself, from five people up."""
    people = group.enrolments.seated().values_list("person", flat=True)
    levels = averages.group_levels(people, group.cohort.programme)
    context = {"group": group, "levels": levels, "fewest": averages.FEWEST}
    return render(request, "scheduling/group_levels.html", context)


@permission_required("scheduling.see_results", find=find_group)
@require_safe
def group_feedback(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show what was said about the group's training; of the trainers, a trainer sees their own."""
    about = None if is_programme_manager(request.user) else request.user.person_id
    summary = feedback_summaries([group], about=about)[0]
    context = {"group": group, "summary": summary, "fewest": averages.FEWEST}
    return render(request, "scheduling/group_feedback.html", context)


@permission_required("scheduling.list_results")
@require_safe
def feedback_list(request: PersonRequest) -> HttpResponse:
    """List the groups that have feedback; trainers see their own."""
    sees_all = is_programme_manager(request.user)
    if sees_all:
        groups = groups_with_feedback()
    elif request.user.person is None:
        groups = TrainingGroup.objects.none()
    else:
        groups = groups_with_feedback(request.user.person)
    page = Paginator(groups, _PAGE).get_page(request.GET.get("page"))
    summaries = feedback_summaries(page.object_list, with_comments=False)
    context = {
        "page": page,
        "summaries": summaries,
        "sees_all": sees_all,
        "fewest": averages.FEWEST,
    }
    return render(request, "scheduling/feedback_list.html", context)


@permission_required("scheduling.export_feedback")
@require_safe
def feedback_export(request: PersonRequest, form: str) -> HttpResponse:
    """Send what the summaries show of all groups as a table."""
    if form not in _FORMATS:
        raise Http404
    write, content_type = _FORMATS[form]
    response = HttpResponse(
        write(feedback_summaries(groups_with_feedback())), content_type=content_type
    )
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"atsauksmes-{timezone.localdate():%Y-%m-%d}.{form}"
    )
    return response
