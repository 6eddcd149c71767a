"""Groups for staff: the list, people against days, and the record of attendance as a file."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import PersonRequest, permission_required
from people.rules import is_auditor, is_programme_manager
from scheduling.actions.exports import record_export
from scheduling.exports.record import record_csv, record_pdf, record_xlsx
from scheduling.models import TrainingGroup
from scheduling.queries import cohorts_by_interest, group_cards, group_matrix
from scheduling.queries.record import attendance_record
from scheduling.queries.trends import presence_trends
from scheduling.views.find import find_group

_FORMS = {
    "csv": (record_csv, "text/csv; charset=utf-8"),
    "xlsx": (record_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (record_pdf, "application/pdf"),
}
# What the legend of the matrix explains, in the order of the buttons of the roster.
_LEGEND = (
    *("present", "late", "left_early", "absent", "excused", "made_up"),
    *("unmarked", "contested"),
)


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
    cards = group_cards(groups) if cohort else []
    context = {
        "cohorts": cohorts,
        "cohort": cohort,
        "sees_all": sees_all,
        "cards": cards,
        "trends": presence_trends([card.group.pk for card in cards]),
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
        "legend": _LEGEND,
        "forms": list(_FORMS),
    }
    return render(request, "scheduling/group_detail.html", context)


@permission_required("scheduling.export_attendance", find=find_group)
@require_POST
def export_attendance(request: PersonRequest, group: TrainingGroup) -> HttpResponseBase:
    """Send the record of the group's attendance as a file, and note who took it."""
    form = request.POST.get("form", "")
    if form not in _FORMS:
        messages.error(request, _("Choose one of the offered kinds of file."))
        return redirect("scheduling:group_detail", pk=group.pk)
    write, content_type = _FORMS[form]
    rows = attendance_record(group)
    response = HttpResponse(write(group, rows), content_type=content_type)
    record_export(group=group, form=form, rows=len(rows), by=request.user)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True,
        filename=f"apmeklejums-{group.code.lower()}-{timezone.localdate():%Y-%m-%d}.{form}",
    )
    return response
