"""Replacing many certificates chosen in the register, for one reason."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.actions.replacement import order_replacement
from certificates.forms import RegisterForm, ReplacementForm, read_ids
from certificates.models import Certificate
from certificates.queries import register as find
from certificates.views.refusals import REFUSALS, refusal_text
from people.access import PersonRequest, permission_required


@permission_required("certificates.replace_many")
@require_http_methods(["GET", "HEAD", "POST"])
def replace_many(request: PersonRequest) -> HttpResponse:
    """List whose certificates will be replaced, and order it."""
    if request.method == "POST":
        form = ReplacementForm(request.POST)
        found = _numbered(str(form.data.get("certificates", "")).split(","))
        if form.is_valid():
            try:
                return _order(request, form, found)
            except REFUSALS as refusal:
                form.add_error(None, refusal_text(refusal))
    else:
        found = _chosen(request)
        if not found:
            messages.error(request, _("Choose at least one certificate."))
            return redirect("certificates:register")
        form = ReplacementForm(
            initial={
                "nonce": uuid.uuid4(),
                "certificates": ",".join(str(one.pk) for one in found),
            }
        )
    valid = [one for one in found if one.state == Certificate.State.VALID]
    context: dict[str, Any] = {
        "form": form,
        "certificates": valid,
        "left_out": len(found) - len(valid),
        "own": request.user.person_id,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/replace_many.html", context, status=status)


def _order(request: PersonRequest, form: ReplacementForm, found: list[Certificate]) -> HttpResponse:
    batches = order_replacement(
        certificates=found,
        reason=form.cleaned_data["reason"],
        nonce=form.cleaned_data["nonce"],
        by=request.user,
    )
    if len(batches) == 1:
        return redirect("certificates:batch", pk=batches[0].pk)
    if not batches:
        messages.error(request, _("None of the chosen certificates is valid any more."))
    return redirect("certificates:register")


def _chosen(request: PersonRequest) -> list[Certificate]:
    """Return what was ticked, or all that the filter finds."""
    if "all" not in request.GET:
        return _numbered(request.GET.getlist("certificate"))
    chosen = RegisterForm(request.GET).chosen
    text, order = chosen.pop("q", ""), chosen.pop("order", "newest")
    return list(find(text=text, order=order, filters=chosen))


def _numbered(typed: list[str]) -> list[Certificate]:
    return list(find(order="oldest").filter(pk__in=read_ids(typed)))
