"""Replacing one certificate, and its duplicates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.chain import replace_certificate
from certificates.actions.duplicates import issue_duplicate
from certificates.forms import ReasonForm
from certificates.models import Certificate, CertificateDuplicate
from certificates.queries import eligibility
from certificates.views.certificate import send_pdf
from certificates.views.find import find_certificate, find_duplicate
from certificates.views.refusals import REFUSALS, refusal_text
from people.access import PersonRequest, permission_required


@permission_required("certificates.replace_certificate", find=find_certificate)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Issue a new certificate from today's facts in place of this one."""
    form = ReasonForm(request.POST or None, hint=_("For example: the surname has changed."))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            new = replace_certificate(certificate=certificate, reason=reason, by=request.user)
        except REFUSALS as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            messages.success(
                request,
                _("Certificate No. %(number)s is issued. The earlier one is no longer valid.")
                % {"number": new.number},
            )
            return redirect("certificates:certificate", pk=new.pk)
    answer = eligibility(certificate.person, certificate.programme)
    is_competence = certificate.kind == Certificate.Kind.COMPETENCE
    is_entitled = answer.is_met if is_competence else answer.may_be_confirmed
    context = {"eligibility": answer, "is_entitled": is_entitled}
    return _form(request, "certificates/replace.html", certificate, form, context)


@permission_required("certificates.issue_duplicate", find=find_certificate)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Print the certificate again, marked as a duplicate."""
    form = ReasonForm(request.POST or None, hint=_("For example: the certificate was lost."))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            issue_duplicate(certificate=certificate, reason=reason, by=request.user)
        except REFUSALS as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            messages.success(request, _("The duplicate is issued. Download it below."))
            return redirect("certificates:certificate", pk=certificate.pk)
    return _form(request, "certificates/duplicate.html", certificate, form, {})


@permission_required("certificates.download_duplicate", find=find_duplicate)
@require_GET
def download(_request: PersonRequest, duplicate: CertificateDuplicate) -> HttpResponse:
    """Send the bytes stored when the duplicate was issued."""
    name = f"{duplicate.certificate.number}-dublikats-{duplicate.ordinal}.pdf"
    return send_pdf(bytes(duplicate.pdf), name)


def _form(
    request: PersonRequest,
    template: str,
    certificate: Certificate,
    form: ReasonForm,
    context: dict[str, Any],
) -> HttpResponse:
    context |= {
        "certificate": certificate,
        "form": form,
        "is_valid": certificate.state == Certificate.State.VALID,
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)
