"""The button that invites people to write about their learning before certificates are issued."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from certificates.actions.invitations import invite_to_write
from certificates.models import Certificate
from certificates.views.find import find_cohort, find_group
from people.access import PersonRequest, permission_required
from scheduling.models import Cohort, TrainingGroup


@permission_required("certificates.issue_certificates", find=find_group)
@require_POST
def invite_group(request: PersonRequest, group: TrainingGroup) -> HttpResponseRedirect:
    """Invite those of a group who are due a certificate."""
    return _invite(request, group.cohort, group)


@permission_required("certificates.issue_certificates", find=find_cohort)
@require_POST
def invite_cohort(request: PersonRequest, cohort: Cohort) -> HttpResponseRedirect:
    """Invite those of a whole cohort who are due a certificate."""
    return _invite(request, cohort, None)


def _invite(
    request: PersonRequest, cohort: Cohort, group: TrainingGroup | None
) -> HttpResponseRedirect:
    kind = request.POST.get("kind", "")
    if kind not in Certificate.Kind.values:
        kind = Certificate.Kind.COMPETENCE
    count = len(invite_to_write(cohort=cohort, group=group, kind=kind, by=request.user))
    if count:
        sent = ngettext("%(n)d invitation sent.", "%(n)d invitations sent.", count) % {"n": count}
        messages.success(request, sent)
    else:
        messages.info(request, _("There is nobody left to invite now."))
    page = (
        redirect("certificates:batch_preview", pk=group.pk)
        if group
        else redirect("certificates:cohort_preview", pk=cohort.pk)
    )
    page["Location"] += f"?kind={kind}"
    return page
