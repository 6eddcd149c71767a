"""The register of certificates: the list, its exports and the numbers."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from certificates.exports.register import register_csv, register_xlsx
from certificates.forms import RegisterForm
from certificates.models import Certificate
from certificates.queries import register as find
from certificates.queries.requests import waiting_requests
from certificates.queries.review import count_to_review
from certificates.queries.statistics import statistics as count
from people.access import PersonRequest, permission_required

_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permission_required("certificates.see_register")
@require_GET
def register(request: PersonRequest) -> HttpResponse:
    """List issued certificates, narrowed and sorted."""
    form = RegisterForm(request.GET or None)
    page = Paginator(_found(form), _PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "certificates": page,
        "waiting": waiting_requests().count(),
        "to_review": count_to_review(),
        "may_replace": request.user.has_perm("certificates.replace_many"),
    }
    return render(request, "certificates/register.html", context)


@permission_required("certificates.see_register")
@require_GET
def register_export(request: PersonRequest) -> HttpResponse:
    """Send the same list as CSV, or as XLSX where that is asked for."""
    rows = _found(RegisterForm(request.GET or None))
    if request.GET.get("format") == "xlsx":
        response, ending = HttpResponse(register_xlsx(rows), content_type=_XLSX), "xlsx"
    else:
        response = HttpResponse(register_csv(rows), content_type="text/csv; charset=utf-8")
        ending = "csv"
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"apliecibas-{timezone.localdate():%Y-%m-%d}.{ending}"
    )
    return response


@permission_required("certificates.see_register")
@require_GET
def statistics(request: PersonRequest) -> HttpResponse:
    """Count the certificates of the same filters by kind, month, region and municipality."""
    form = RegisterForm(request.GET or None)
    context = {"form": form, "statistics": count(_found(form))}
    return render(request, "certificates/statistics.html", context)


def _found(form: RegisterForm) -> QuerySet[Certificate]:
    chosen = form.chosen
    text, order = chosen.pop("q", ""), chosen.pop("order", "newest")
    return find(text=text, order=order, filters=chosen)
