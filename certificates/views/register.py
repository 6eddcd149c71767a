"""The register of certificates."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from certificates.exports.register import register_csv
from certificates.forms import RegisterForm
from certificates.models import Certificate
from certificates.queries import register as find
from people.access import PersonRequest, permission_required

_PAGE = 50


@permission_required("certificates.see_register")
@require_GET
def register(request: PersonRequest) -> HttpResponse:
    """List issued certificates, narrowed by name, number, group, state and year."""
    form = RegisterForm(request.GET or None)
    page = Paginator(_found(form), _PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/register.html", {"form": form, "certificates": page})


@permission_required("certificates.see_register")
@require_GET
def register_export(request: PersonRequest) -> HttpResponse:
    """Send the same list as CSV."""
    rows = _found(RegisterForm(request.GET or None))
    response = HttpResponse(register_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"apliecibas-{timezone.localdate():%Y-%m-%d}.csv"
    )
    return response


def _found(form: RegisterForm) -> QuerySet[Certificate]:
    """Use what was typed well; a filter that makes no sense narrows nothing."""
    form.is_valid()
    chosen: dict[str, Any] = getattr(form, "cleaned_data", {})
    group = chosen.get("group")
    return find(
        text=chosen.get("q") or "",
        group=group.pk if group else None,
        state=chosen.get("state") or "",
        year=chosen.get("year"),
    )
