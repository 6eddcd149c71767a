"""What verifiers of badges ask for: who issues them, and which are no longer valid."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certificates.actions.badge import signed_status_list
from certificates.exports.badge import as_file, issuer_profile
from certificates.exports.status import FRESH_FOR
from certificates.models import StatementKey
from certificates.queries.status import has_list
from people.access import public


@public
@require_safe
def issuer(_request: HttpRequest) -> HttpResponse:
    """Answer with the issuer of badges and every key that has ever signed one."""
    profile = issuer_profile(StatementKey.objects.all())
    return _for_everybody(profile, "application/ld+json")


@public
@require_safe
def status(_request: HttpRequest, number: int) -> HttpResponse:
    """Answer with a list of withdrawn certificates, signed as it stands now."""
    if not has_list(number):
        raise Http404
    return _for_everybody(signed_status_list(number=number), "application/vc")


def _for_everybody(document: dict[str, Any], content_type: str) -> HttpResponse:
    """Answer any program anywhere; the files hold no personal data and need no account."""
    response = HttpResponse(as_file(document), content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"  # verifiers run on pages of others
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
