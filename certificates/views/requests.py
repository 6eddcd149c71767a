"""Requests that need a second person: making, listing and deciding them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.actions.requests import (
    accept_request,
    decline_request,
    request_issue,
    request_revocation,
    withdraw_request,
)
from certificates.forms import DecisionForm, IssueRequestForm, ReasonForm
from certificates.models import Certificate, CertificateRequest
from certificates.queries import eligibility, programme_of
from certificates.queries.requests import decided_requests, waiting_requests
from certificates.views.find import find_certificate, find_person, find_request
from certificates.views.refusals import REFUSALS, refusal_text
from people.access import PersonRequest, permission_required
from people.models import Person

PER_PAGE = 30


@permission_required("certificates.see_request")
@require_safe
def request_list(request: PersonRequest) -> HttpResponse:
    """List what waits for a second person, or what was decided."""
    shows_decided = request.GET.get("show") == "decided"
    found = decided_requests() if shows_decided else waiting_requests()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shows_decided": shows_decided}
    return render(request, "certificates/request_list.html", context)


@permission_required(
    "certificates.see_request", post="certificates.decide_request", find=find_request
)
@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: PersonRequest, found: CertificateRequest) -> HttpResponse:
    """Show a request; accept or decline it as a second person, or withdraw one's own."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                return _decide(request, found, form.cleaned_data["do"], form.cleaned_data["reason"])
            except REFUSALS as refusal:
                form.add_error(None, refusal_text(refusal))
        elif "do" in form.errors:
            form.add_error(None, _("Choose what is to become of the request."))
    is_waiting = found.state == CertificateRequest.State.WAITING
    may = is_waiting and request.user.has_perm("certificates.decide_request", found)
    is_asker = request.user.pk == found.requested_by_id
    is_issue = found.kind == CertificateRequest.Kind.ISSUE
    programme = found.group.cohort.programme
    context = {
        "found": found,
        "form": form,
        "may_decide": may and not is_asker,
        "may_withdraw": may and is_asker,
        "eligibility": eligibility(found.person, programme) if is_issue and is_waiting else None,
        "kind": dict(Certificate.Kind.choices).get(found.certificate_kind, ""),
        "language": dict(Certificate.Language.choices).get(found.language, ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/request.html", context, status=status)


def _decide(
    request: PersonRequest, found: CertificateRequest, do: str, reason: str
) -> HttpResponse:
    if do == "accept":
        certificate = accept_request(request=found, reason=reason, by=request.user)
        done = (
            _("The certificate is revoked. The person was written to.")
            if found.kind == CertificateRequest.Kind.REVOKE
            else _("Certificate No. %(number)s is issued.") % {"number": certificate.number}
        )
        messages.success(request, done)
        return redirect("certificates:certificate", pk=certificate.pk)
    if do == "decline":
        decline_request(request=found, reason=reason, by=request.user)
        messages.success(request, _("The request is declined; the reason is kept."))
    else:
        withdraw_request(request=found, reason=reason, by=request.user)
        messages.success(request, _("The request is withdrawn."))
    return redirect("certificates:request_list")


@permission_required("certificates.request_revocation", find=find_certificate)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Ask a second person to revoke the certificate."""
    form = ReasonForm(request.POST or None, hint=_("The person will read it in the letter."))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = request_revocation(certificate=certificate, reason=reason, by=request.user)
        except REFUSALS as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            messages.success(request, _kept())
            return redirect("certificates:request", pk=made.pk)
    context = {
        "certificate": certificate,
        "form": form,
        "is_valid": certificate.state == Certificate.State.VALID,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/revoke.html", context, status=status)


@permission_required("certificates.request_issue", find=find_person)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: PersonRequest, person: Person) -> HttpResponse:
    """Ask a second person to issue a certificate outside a batch."""
    form = IssueRequestForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            made = request_issue(person=person, by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            messages.success(request, _kept())
            return redirect("certificates:request", pk=made.pk)
    programme = programme_of(person)
    context = {
        "person": person,
        "form": form,
        "eligibility": eligibility(person, programme) if programme else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/request_issue.html", context, status=status)


def _kept() -> str:
    return _("The request is kept. It takes effect once a second person accepts it.")
