"""What every request and response passes through, beside Django's own."""

import logging
from collections.abc import Callable
from urllib.parse import unquote_plus

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from cms.exports.press import CannotPrint

logger = logging.getLogger(__name__)

# PostgreSQL: the lock was not to be had in time; two waited for each other.
_LOCK_STATES = {"55P03", "40P01"}

Handler = Callable[[HttpRequest], HttpResponse]

# Wagtail's admin carries inline scripts and styles and shows previews in a frame of its own.
_ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
}


def _largest(request: HttpRequest) -> int:
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.content_type == "multipart/form-data":
        limit = settings.REQUEST_MAX_BYTES
        if request.path.startswith(("/admin/documents/", "/admin/programmes/import/")):
            limit = settings.RECORDING_REQUEST_MAX_BYTES
        elif request.path.endswith("/scans/"):
            limit = settings.SCANS_REQUEST_MAX_BYTES
    return limit


def refuse_large_requests(get_response: Handler) -> Handler:
    """Answer 413 to what is larger than any form of ours, before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        limit = _largest(request)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        # A length that is no number is Django's to judge: it reads nothing then.
        if not declared.isdecimal() or int(declared[:19]) <= limit:
            return get_response(request)
        # This runs before Django has looked for the reader's language.
        with override(get_language_from_request(request, check_path=True)):
            context = {"limit": limit // 1024**2}
            return render(request, "413.html", context, status=413)

    return middleware


def refuse_control_characters(get_response: Handler) -> Handler:
    """Answer 400 to NUL in an address or form: PostgreSQL cannot store it, nobody types it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        target = unquote_plus(
            f"{request.path}?{request.META.get('QUERY_STRING', '')}", errors="replace"
        )
        if "\x00" in target or _form_has_nul(request):
            # This runs before Django has looked for the reader's language.
            with override(get_language_from_request(request, check_path=True)):
                sentence = _(
                    "The request holds characters that cannot be stored. Go back and type them again."
                )
            return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware


def _form_has_nul(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return False
    return b"%00" in request.body or b"\x00" in request.body


class AnswerWhenBusy:
    """Answer 503 with a sentence where a request waited for a lock of the database in vain.

    Every write is one transaction, so nothing of it is left.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell waiting in vain from every other fault, which stays one."""
        if not isinstance(error, OperationalError) or not _waited_in_vain(error):
            return None
        logger.warning("Waited for a lock in vain: %s %s", request.method, request.path)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "5"
        return response


class AnswerWhenNotPrinted:
    """Answer 503 with a sentence where a PDF could not be made and the view has none of its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell a refused print, whose reason is in the log, from every other fault."""
        if not isinstance(error, CannotPrint):
            return None
        return render(request, "not_printed.html", status=503)


def _waited_in_vain(error: OperationalError) -> bool:
    if getattr(error.__cause__, "sqlstate", None) in _LOCK_STATES:
        return True
    return connection.vendor == "sqlite" and "database is locked" in str(error)


def private_by_default(get_response: Handler) -> Handler:
    """Keep pages of signed-in people out of every cache, and give the admin its own policy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A preview asks for the page itself, from within the admin's frame.
        if request.path.startswith("/admin/") or getattr(request, "is_preview", False):
            response._csp_replace = _ADMIN_POLICY  # type: ignore[attr-defined]  # noqa: SLF001  # django-csp reads it
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header(
            "Cache-Control"
        ):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
