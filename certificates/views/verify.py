"""The public answer to “is this certificate real?”; outside the language prefixes, for the QR."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certificates.exports.document import Document, document_of
from certificates.forms import CodeForm
from certificates.models import Certificate
from certificates.queries import by_code, normalise_code
from certificates.queries.codes import CODE_LENGTH, printed_code
from people.access import public

PER_MINUTE = 30


@public
@require_GET
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    _choose_language(request)
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_bound and form.is_valid() and (code := normalise_code(form.cleaned_data["code"])):
        return redirect("verify", code=printed_code(code)[:40])
    return _private(render(request, "certificates/verify.html", {"form": form}))


@public
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whether the code belongs to a valid, replaced or revoked certificate, or to none."""
    _choose_language(request)
    if _is_too_often(request):
        return _too_often(request)
    certificate = by_code(code)
    document = document_of(certificate) if certificate else None
    if _wants_json(request):
        return _private(JsonResponse(_as_json(certificate, document)))
    context = {
        "form": CodeForm(initial={"code": printed_code(normalise_code(code)[:CODE_LENGTH])}),
        "is_answer": True,
        "certificate": certificate,
        "document": document,
        "checked_at": timezone.now(),
    }
    # 200 for an unknown code too: Django sends a 404 without language on to /lv/….
    return _private(render(request, "certificates/verify.html", context))


def _choose_language(request: HttpRequest) -> None:
    wanted = request.GET.get("lang", "")
    if wanted in dict(settings.LANGUAGES):
        translation.activate(wanted)
        request.LANGUAGE_CODE = wanted  # type: ignore[attr-defined]  # set by LocaleMiddleware


def _is_too_often(request: HttpRequest) -> bool:
    """Count this look-up; true past the limit of one address in one minute."""
    minute = int(timezone.now().timestamp() // 60)
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:  # the cache dropped the key in between
        return False


def _too_often(request: HttpRequest) -> HttpResponse:
    sentence = _("Too many attempts. Try again in %(n)s min.") % {"n": 1}
    if _wants_json(request):
        response: HttpResponse = JsonResponse({"error": sentence}, status=429)
    else:
        context = {"form": CodeForm(), "refusal": sentence}
        response = render(request, "certificates/verify.html", context, status=429)
    response["Retry-After"] = "60"
    return _private(response)


def _wants_json(request: HttpRequest) -> bool:
    if request.GET.get("format") == "json":
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _as_json(certificate: Certificate | None, document: Document | None) -> dict[str, Any]:
    if certificate is None or document is None:
        return {
            "status": "unknown",
            "message": _("No certificate with this code. Check every letter and digit."),
        }
    answer: dict[str, Any] = {
        "status": certificate.state,
        "number": document.number,
        "name": document.name,
        "programme": document.programme,
        "academic_hours": str(document.hours),
        "issued_on": document.issued_on.isoformat(),
        "issuer": document.issuer,
    }
    if certificate.superseded_by is not None:
        answer["replaced_by"] = certificate.superseded_by.number
    if certificate.revoked_at is not None:
        answer["revoked_on"] = timezone.localdate(certificate.revoked_at).isoformat()
    return answer


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the answer out of search engines and caches: it names a person."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, no_store=True)
    return response
