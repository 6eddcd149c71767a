"""Issuing for a group: preview, order, and how far the order has come."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.batch import OrderedForAnotherGroup, order_batch
from certificates.forms import OrderForm
from certificates.models import CertificateBatch
from certificates.queries.batches import batches_of, group_preview, issued_by_batch, refusals_of
from certificates.views.find import find_batch, find_group
from people.access import PersonRequest, permission_required
from scheduling.models import TrainingGroup

REFRESH_SECONDS = 3


@permission_required("certificates.issue_certificates", find=find_group)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show who is due, and order their certificates."""
    if request.method == "POST":
        form = OrderForm(request.POST, group=group)
        if form.is_valid():
            return _order(request, group, form)
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    context = {
        "group": group,
        "preview": group_preview(group),
        "nonce": uuid.uuid4(),
        "batches": batches_of(group),
    }
    return render(request, "certificates/batch_preview.html", context)


def _order(request: PersonRequest, group: TrainingGroup, form: OrderForm) -> HttpResponse:
    try:
        batch = order_batch(
            cohort=group.cohort,
            group=group,
            person_ids=list(dict.fromkeys(form.cleaned_data["people"])),
            nonce=form.cleaned_data["nonce"],
            by=request.user,
        )
    except OrderedForAnotherGroup:
        messages.error(request, _("This form was already used. Check the list and confirm again."))
        return redirect("certificates:batch_preview", pk=group.pk)
    return redirect("certificates:batch", pk=batch.pk)


@permission_required("certificates.see_batch", find=find_batch)
@require_GET
def batch(request: PersonRequest, batch: CertificateBatch) -> HttpResponse:
    """Show how far the order has come; the page reloads itself while it runs."""
    is_running = batch.state in (CertificateBatch.State.WAITING, CertificateBatch.State.RUNNING)
    context = {
        "batch": batch,
        "group": batch.group,
        "cohort": batch.cohort,
        "total": len(batch.person_ids),
        "is_running": is_running,
        "issued": issued_by_batch(batch),
        "refusals": refusals_of(batch),
        "may_issue": request.user.has_perm("certificates.issue_certificates", batch.group),
    }
    response = render(request, "certificates/batch.html", context)
    if is_running:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response
