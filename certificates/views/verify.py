"""The public answer to “is this certificate real?”; outside the language prefixes, for the QR."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from certificates.exports.answer import Answer, answer_to, as_json
from certificates.forms import CodeForm
from certificates.queries import normalise_code
from certificates.queries.codes import CODE_LENGTH, printed_code
from certificates.queries.keys import published_keys
from people.access import public

PER_MINUTE = 30
KEYS_KEPT_SECONDS = 3600


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
    answer = answer_to(code)
    if _wants_json(request):
        return _private(JsonResponse(as_json(answer)))
    context = {
        "form": CodeForm(initial={"code": printed_code(normalise_code(code)[:CODE_LENGTH])}),
        "shown": _shown(request, answer),
    }
    # 200 for an unknown code too: Django sends a 404 without language on to /lv/….
    return _private(render(request, "certificates/verify.html", context))


@public
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that devices keep: it reads the statement in its own address."""
    _choose_language(request)
    return render(request, "certificates/verify_offline.html")


@public
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Serve the script that answers below /verify/ when there is no connection.

    Its address decides what it may answer for; the one at the root leaves these pages alone.
    """
    script = Path(cast(str, finders.find("certificates/verify_worker.js"))).read_bytes()
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@public
@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """Publish the keys that statements are checked with."""
    response = JsonResponse({"keys": [asdict(key) for key in published_keys()]})
    patch_cache_control(response, public=True, max_age=KEYS_KEPT_SECONDS)
    return response


def _shown(request: HttpRequest, answer: Answer) -> str:
    """Draw both outcomes and keep one, so that time does not tell them apart."""
    context: dict[str, Any] = {
        "answer": answer,
        "certificate": answer.certificate,
        "document": answer.document,
        "chain": answer.chain,
        "checked_at": timezone.now(),
    }
    found = render_to_string("certificates/parts/verify_found.html", context, request)
    unknown = render_to_string("certificates/parts/verify_unknown.html", context, request)
    return found if answer.is_known else unknown


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


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the answer out of search engines and caches: it names a person."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, no_store=True)
    return response
