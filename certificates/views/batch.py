"""Issuing for a group or cohort: preview, order, how far it has come, and all of it as files."""

import tempfile
import uuid
from collections.abc import Callable, Iterable
from typing import IO

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.batch import OrderedForAnotherGroup, order_batch
from certificates.exports.bundles import file_name, write_bundles, write_zip
from certificates.forms import OrderForm
from certificates.models import Certificate, CertificateBatch
from certificates.queries.batches import batches_of, issued_by_batch, preview_of, refusals_of
from certificates.queries.invitations import own_words_of
from certificates.views.find import find_batch, find_cohort, find_group
from people.access import PersonRequest, permission_required
from people.actions.audit import record
from scheduling.models import Cohort, TrainingGroup

REFRESH_SECONDS = 3


@permission_required("certificates.issue_certificates", find=find_group)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """Show who of a group is due, and order their certificates."""
    return _preview(request, group.cohort, group)


@permission_required("certificates.issue_certificates", find=find_cohort)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_preview(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Show who of a whole cohort is due, and order their certificates."""
    return _preview(request, cohort, None)


def _preview(request: PersonRequest, cohort: Cohort, group: TrainingGroup | None) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind not in Certificate.Kind.values:
        kind = Certificate.Kind.COMPETENCE
    form = OrderForm(request.POST or None, cohort=cohort, group=group, kind=kind)
    if request.method == "POST":
        if form.is_valid():
            return _order(request, cohort, group, kind, form)
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        form = OrderForm(cohort=cohort, group=group, kind=kind)
    preview = preview_of(cohort, group, kind)
    context = {
        "cohort": cohort,
        "group": group,
        "scope": group or cohort,
        "kind": kind,
        "kinds": Certificate.Kind.choices,
        "form": form,
        "preview": preview,
        "words": own_words_of([one.person for one in preview.ready], cohort.programme),
        "nonce": uuid.uuid4(),
        "batches": batches_of(cohort, group),
    }
    return render(request, "certificates/batch_preview.html", context)


def _order(
    request: PersonRequest, cohort: Cohort, group: TrainingGroup | None, kind: str, form: OrderForm
) -> HttpResponse:
    try:
        batch = order_batch(
            cohort=cohort,
            group=group,
            person_ids=list(dict.fromkeys(form.cleaned_data["people"])),
            nonce=form.cleaned_data["nonce"],
            by=request.user,
            kind=kind,
            language=form.cleaned_data["language"],
            template=form.cleaned_data["template"],
        )
    except OrderedForAnotherGroup:
        messages.error(request, _("This form was already used. Check the list and confirm again."))
        return redirect(request.get_full_path())
    return redirect("certificates:batch", pk=batch.pk)


@permission_required("certificates.see_batch", find=find_batch)
@require_GET
def batch(request: PersonRequest, batch: CertificateBatch) -> HttpResponse:
    """Show how far the order has come; the page reloads itself while it runs."""
    is_running = batch.state in (CertificateBatch.State.WAITING, CertificateBatch.State.RUNNING)
    issued = issued_by_batch(batch)
    context = {
        "batch": batch,
        "group": batch.group,
        "cohort": batch.cohort,
        "scope": batch.group or batch.cohort,
        "total": len(batch.person_ids),
        "is_running": is_running,
        "issued": issued,
        "waiting": sum(one.awaits_seal for one in issued),
        "refusals": refusals_of(batch),
        "may_issue": request.user.has_perm("certificates.issue_certificates", batch.group),
    }
    response = render(request, "certificates/batch.html", context)
    if is_running:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@permission_required("certificates.see_batch", find=find_batch)
@require_GET
def batch_zip(request: PersonRequest, batch: CertificateBatch) -> HttpResponseBase:
    """Send every certificate of the order as it was issued."""
    return _send(request, batch, write_zip, _("certificates"))


@permission_required("certificates.see_batch", find=find_batch)
@require_GET
def batch_print(request: PersonRequest, batch: CertificateBatch) -> HttpResponseBase:
    """Send one PDF to print for each municipality."""
    return _send(request, batch, write_bundles, _("to-print"))


def _send(
    request: PersonRequest,
    batch: CertificateBatch,
    write: Callable[[IO[bytes], Iterable[Certificate]], None],
    what: str,
) -> HttpResponseBase:
    # What waits for its seal is not final yet; the page names it.
    issued = [one for one in issued_by_batch(batch) if not one.awaits_seal]
    out = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it when it is sent
    write(out, issued)
    out.seek(0)
    record(
        actor=request.user,
        action="certificates.download_batch",
        subject=batch,
        after={"certificates": len(issued)},
    )
    name = file_name(f"{what}-{batch.pk}.zip")
    response = FileResponse(out, as_attachment=True, filename=name)
    patch_cache_control(response, private=True, no_store=True)
    return response
