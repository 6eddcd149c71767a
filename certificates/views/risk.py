"""Whose certificate is in danger, and warning them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certificates.actions.warnings import Warned, warn_at_risk
from certificates.forms import WarningForm
from certificates.queries.risk import DAYS_BETWEEN_WARNINGS, groups_at_risk
from certificates.views.find import find_group
from people.access import PersonRequest, permission_required
from people.rules import is_auditor, is_programme_manager
from scheduling.models import TrainingGroup
from scheduling.queries import cohorts_by_interest


@permission_required("certificates.list_at_risk")
@require_safe
def at_risk(request: PersonRequest) -> HttpResponse:
    """List who cannot miss one more absence, group by group; trainers see their own groups."""
    cohorts = cohorts_by_interest()
    wanted = request.GET.get("cohort", "")
    cohort = next((one for one in cohorts if one.code == wanted), cohorts[0] if cohorts else None)
    sees_all = is_programme_manager(request.user) or is_auditor(request.user)
    groups = TrainingGroup.objects.all()
    if not sees_all:
        groups = groups.filter(trainers=request.user.person_id)
    context = {
        "cohorts": cohorts,
        "cohort": cohort,
        "groups": groups_at_risk(cohort, groups) if cohort else [],
        # Auditors read; trainers see only groups of their own here.
        "may_warn": is_programme_manager(request.user) or not sees_all,
        "days": DAYS_BETWEEN_WARNINGS,
    }
    return render(request, "certificates/at_risk.html", context)


@permission_required("certificates.warn_at_risk", find=find_group)
@require_POST
def warn(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Send the warning to the chosen people of the group."""
    form = WarningForm(request.POST, group=group)
    if form.is_valid():
        chosen = form.cleaned_data["people"]
        _tell(request, warn_at_risk(group=group, person_ids=chosen, by=request.user))
    else:
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    return redirect(f"{reverse('certificates:at_risk')}?cohort={group.cohort.code}#g{group.pk}")


def _tell(request: PersonRequest, warned: Warned) -> None:
    count = len(warned.people)
    if count:
        sent = ngettext("%(n)d warning sent.", "%(n)d warnings sent.", count) % {"n": count}
        messages.success(request, sent)
    left_out = [
        (warned.lately, _("Warned within the last week, so not again: %(n)d")),
        (warned.without_address, _("Without an e-mail address: %(n)d")),
        (warned.not_at_risk, _("No longer at risk: %(n)d")),
    ]
    for number, text in left_out:
        if number:
            messages.info(request, text % {"n": number})
