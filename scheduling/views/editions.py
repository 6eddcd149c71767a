"""The versions of modules that a cohort has, and moving it to a newer one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.models import ModuleEdition
from people.access import PersonRequest, permission_required
from scheduling.actions.editions import EditionNotNewer, move_cohort
from scheduling.models import Cohort
from scheduling.queries import cohort_modules


def find_cohort(pk: int) -> Cohort:
    """Find a cohort with its programme; 404 if it is not there."""
    return get_object_or_404(Cohort.objects.select_related("programme"), pk=pk)


@permission_required("scheduling.move_cohort", find=find_cohort)
@require_http_methods(["GET", "POST"])
def cohort_editions(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Show each module's version; a POST moves the cohort to the version named."""
    if request.method == "GET":
        context = {"cohort": cohort, "rows": cohort_modules(cohort)}
        return render(request, "scheduling/cohort_editions.html", context)
    wanted = request.POST.get("edition", "")
    edition = (
        ModuleEdition.objects.filter(pk=int(wanted), module__programme=cohort.programme_id)
        .select_related("module")
        .first()
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 19  # noqa: PLR2004  # fits every database
        else None
    )
    if edition is None:
        messages.error(request, _("There is no such version. Nothing was changed."))
    else:
        try:
            move_cohort(cohort=cohort, edition=edition, by=request.user)
        except EditionNotNewer:
            messages.info(request, _("The cohort has this version or a newer one already."))
        else:
            messages.success(
                request,
                _("New starters of the cohort take version %(number)s of %(module)s.")
                % {"number": edition.number, "module": edition.module.code},
            )
    return redirect("scheduling:cohort_editions", cohort.pk)
