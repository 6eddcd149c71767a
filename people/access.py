"""How a view declares who may enter, and what those who may not are told."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User

View = Callable[..., HttpResponseBase]
# Each view carries its declaration here; the permission matrix test reads it.
DECLARATION = "access_declaration"
_HOUR = 3600


class PersonRequest(HttpRequest):
    """A request whose user is signed in."""

    user: User


def public(view: View) -> View:
    """Let everybody in."""
    setattr(view, DECLARATION, "public")
    return view


def signed_in(view: View) -> View:
    """Let anybody with an account in; others go to the login page and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast(PersonRequest, request), *args, **kwargs)

    setattr(guarded, DECLARATION, "signed_in")
    return guarded


def permission_required(
    permission: str,
    find: Callable[..., Model] | None = None,
    *,
    post: str = "",
    for_script: bool = False,
) -> Callable[[View], View]:
    """Let in whoever has the permission.

    With ``find``, a function of the URL's arguments that returns the object (or raises Http404),
    the permission is asked of that object, the view receives it as its second argument, and
    whoever lacks the permission gets 404: that the object exists is nobody else's business.
    Without it, whoever lacks the permission gets 403. ``post`` is the permission asked of a POST
    where reading takes less. Strangers go to the login page; where a script asks
    (``for_script``), which could not follow them there, they get 401.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if for_script:
                    return JsonResponse({"text": str(_("Sign in again."))}, status=401)
                return redirect_to_login(request.get_full_path())
            if find is None:
                if not request.user.has_perm(permission):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            subject = find(*args, **kwargs)
            asked = post if post and request.method == "POST" else permission
            if not request.user.has_perm(asked, subject):
                raise Http404
            return view(request, subject)

        setattr(guarded, DECLARATION, permission)
        return guarded

    return decorate


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour where ours differs: accounts come by invitation only; our sentences."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask JSPA to open it again."),
        "username_password_mismatch": _("The user name or the password is wrong. Check both."),
        "email_password_mismatch": _("The user name or the password is wrong. Check both."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes and try again, or choose a new password."
        ),
        "enter_current_password": _("This is not your current password. Type it again."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an address that has failed too often; who signs in rightly only reads the count."""
        if cache.get(self._failures_key(request), 0) >= settings.FAILED_SIGN_INS_PER_HOUR:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure against its address."""
        key = self._failures_key(request)
        cache.add(key, 0, timeout=2 * _HOUR)
        try:
            cache.incr(key)
        except ValueError:  # the cache dropped the key in between
            cache.set(key, 1, timeout=2 * _HOUR)
        super().authentication_failed(request, **credentials)

    @staticmethod
    def _failures_key(request: HttpRequest) -> str:
        hour = int(timezone.now().timestamp() // _HOUR)
        return f"failed-sign-ins:{get_ip(request)}:{hour}"

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("people:profile")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Bring the language the account chose to this browser."""
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user.preferred_language)
        return cast(HttpResponse, response)


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language in this browser's cookie, when there is one to keep."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=60 * 60 * 24 * 365,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
