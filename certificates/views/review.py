"""Certificates whose evidence was corrected after issue."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificates.queries.review import doubtful, review_items
from people.access import PersonRequest, permission_required

PER_PAGE = 30


@permission_required("certificates.list_reviews")
@require_safe
def review_list(request: PersonRequest) -> HttpResponse:
    """List them with what differs; auditors read, managers replace or ask for revocation."""
    page = Paginator(doubtful(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "items": review_items(list(page.object_list)),
        "may_act": request.user.has_perm("certificates.replace_many"),
        "own": request.user.person_id,
    }
    return render(request, "certificates/review_list.html", context)
